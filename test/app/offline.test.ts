import { Socket } from 'node:net';
import { join } from 'node:path';
import nock from 'nock';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { runWorkspace } from '../../src/app/run/run-workspace.js';
import { emptyDir } from '../support/cli.js';
import { quickWorkspace } from '../support/quick-workspace.js';

beforeAll(() => nock.disableNetConnect());
afterAll(() => nock.enableNetConnect());

it('a run asks nobody: no request, no socket', async () => {
  const asked: unknown[] = [];
  nock.emitter.on('no match', (request) => asked.push(request));
  const connect = vi.spyOn(Socket.prototype, 'connect');
  const dir = emptyDir();
  await quickWorkspace(dir, 80, 2);
  const { results } = await runWorkspace({ experimentFile: join(dir, 'routelab.yaml'), remeasure: false, command: [] });
  expect(results.rows.length).toBeGreaterThan(5);
  expect(connect).not.toHaveBeenCalled();
  expect(asked).toEqual([]);

  // The net is really closed: a request would have been noticed.
  await expect(fetch('http://example.test/')).rejects.toThrow();
  expect(asked).toHaveLength(1);
});
