import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../bench/performance/free-port.js';
import { conformLive, type LiveConformity } from '../../src/app/conform/conform-live.js';
import { conforms } from '../../src/app/conform/conformity.js';
import { portkey } from '../../src/export/portkey.js';
import { router } from '../../src/export/router.js';
import type { RouterConfig } from '../../src/router/config.js';
import { sealRouter } from '../../src/router/seal.js';
import { emptyDir, type Ran, routelab, routelabBeside } from '../support/cli.js';
import { routerOf } from '../support/every-router.js';
import { exportFolder } from '../support/export-folder.js';
import { type MisbehavingServer, misbehavingServer } from '../support/misbehaving-server.js';
import { type Gateway, hasPortkey, startGateway } from '../support/portkey-gateway.js';
import { serveFolder, startServe } from '../support/serve-process.js';
import { startUpstreams } from '../support/upstreams.js';

/** Models of a router asked at the provider of the serve tests. */
const local = ({ format: _f, decisionHash: _d, checksum: _c, ...draft }: RouterConfig): RouterConfig =>
  sealRouter({ ...draft, models: draft.models.map((model) => ({ ...model, provider: 'local' })) });

const live = async (dir: string, url: string, limit: number, mockPort: number | null = null): Promise<LiveConformity> =>
  (await conformLive({
    dir,
    url,
    limit,
    key: undefined,
    mockPort,
    onMock: () => undefined,
    allowed: () => true,
    onSent: () => undefined,
  })) as LiveConformity;

/** The router with a threshold so far off that few prompts are enough to see it. */
const moved = ({ format: _f, decisionHash: _d, checksum: _c, ...draft }: RouterConfig): RouterConfig => {
  const text = JSON.stringify(draft).replace('"$gt":40', '"$gt":4');
  expect(text).not.toBe(JSON.stringify(draft));
  return sealRouter(JSON.parse(text) as RouterConfig);
};

const config = local(routerOf('rules'));
let upstream: MisbehavingServer;

beforeAll(async () => {
  upstream = await misbehavingServer(() => 'answer');
});

afterAll(() => upstream.close());

describe('our own server', () => {
  it('agrees with the export that it serves, and not with one whose threshold is another', { timeout: 60_000 }, async () => {
    const served = await startServe(namedModels(serveFolder(config, upstream.url)), ['--max-cost', '5']);
    const agrees = await live(exportFolder(router, config), served.url, 30);
    expect(agrees).toMatchObject({
      checks: [{ decisions: 30, differing: 0 }],
      agreement: { value: 1, low: expect.closeTo(0.886, 3), high: 1 },
      notes: ['30 choices read from x-routelab-model'],
    });
    const differs = await live(exportFolder(router, moved(config)), served.url, 30);
    expect(conforms(differs)).toBe(false);
    expect(differs.checks[0]?.first[0]).toMatchObject({ probe: expect.stringMatching(/^golden \d+$/), expected: 'm2' });
    await served.stop();

    // What was logged says the same, and a forged line is found.
    const folder = join(served.dir, 'served');
    expect(routelab(served.dir, 'conform', 'served')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('logged decisions: 0 of'),
    });
    const file = join(folder, 'decisions.jsonl');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"models":["m0"', '"models":["m9"'));
    expect(routelab(served.dir, 'conform', 'served')).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/m9.* expected, m0/),
    });
  });
});

/** Ids without a provider before them are names as well. */
function namedModels(dir: string): string {
  const file = join(dir, 'models.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/\{ id: (m\d),/g, '{ id: $1, provider: local, name: lab-$1,'));
  return dir;
}

describe('other servers', () => {
  const answering = async (model: (body: { messages: unknown[] }) => string | null, check: (url: string) => Promise<void>) => {
    let asked = 0;
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      asked++;
      const said = model(JSON.parse(body) as { messages: unknown[] });
      if (said === null) response.writeHead(500).end('{"error":{"message":"down"}}');
      else response.end(JSON.stringify({ model: said, choices: [] }));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    await check(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`);
    server.close();
    return () => asked;
  };

  it('that say another model are found out, with the probes', async () => {
    await answering(
      () => 'lab-m1-2026-01-01',
      async (url) => {
        const { checks, agreement } = await live(exportFolder(router, config), url, 40);
        expect(checks[0]?.differing).toBeGreaterThan(10);
        expect(checks[0]?.first[0]).toMatchObject({ probe: expect.stringMatching(/^golden/), found: 'm1' });
        expect(agreement?.high).toBeLessThan(1);
      },
    );
  });

  it('that tell nothing, or fail, leave the question open', async () => {
    for (const [said, why] of [
      ['gpt-unheard-of', 'nothing in the answer tells'],
      [null, 'HTTP 500'],
    ] as const)
      await answering(
        () => said,
        async (url) => {
          const found = await live(exportFolder(router, config), url, 5);
          expect(found).toMatchObject({ unread: 5, sent: 5, agreement: null });
          expect(found.notes[0]).toContain(why);
        },
      );
    await expect(live(exportFolder(router, config), `http://127.0.0.1:${await freePort()}/v1`, 5)).rejects.toThrow(
      'nobody listens',
    );
  });

  it('are asked nothing before somebody says so', async () => {
    const command = (dir: string, url: string, ...args: string[]): Promise<Ran> =>
      routelabBeside({}, emptyDir(), ['conform', dir, '--live', url, ...args]);
    const dir = exportFolder(router, config);
    const asked = await answering(
      () => 'lab-m0',
      async (url) => {
        expect(await command(dir, url)).toMatchObject({
          code: 2,
          stderr: expect.stringMatching(/at most .* USD.*\n.*nothing was sent/),
        });
        expect(await command(dir, url, '--max-cost', '0.000001')).toMatchObject({
          code: 2,
          stderr: expect.stringContaining('is less than'),
        });
      },
    );
    expect(asked()).toBe(0);
    const said = await answering(
      () => 'lab-m0',
      async (url) => {
        expect(await command(dir, url, '--max-cost', '1', '--limit', '20')).toMatchObject({
          code: 3,
          stdout: expect.stringMatching(/no {2}.*, live: \d+ of 20 decisions differ\n {4}golden .*\nagreement \d/s),
        });
      },
    );
    expect(said()).toBe(20);
  });
});

describe.skipIf(!hasPortkey)('the real Portkey gateway', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway?.stop());

  it('agrees, by its own header and by our stand-ins’ log, until one threshold is moved', { timeout: 60_000 }, async () => {
    const upstreams = await startUpstreams();
    const url = `${gateway.url}/v1`;
    const dir = exportFolder(portkey, routerOf('text-rules'), { mode: 'guardrail' });
    process.env['LAB_API_KEY'] = 'test';
    process.env['LAB_BASE_URL'] = upstreams.url;
    const byHeader = await live(dir, url, 60);
    expect(byHeader).toMatchObject({ checks: [{ decisions: 60, differing: 0 }], unread: 0 });
    expect(byHeader.notes).toEqual(['60 choices read from x-portkey-last-used-option-index']);
    upstreams.close();

    const port = await freePort();
    process.env['LAB_BASE_URL'] = `http://127.0.0.1:${port}/v1`;
    expect(await live(dir, url, 60, port)).toMatchObject({
      checks: [{ differing: 0 }],
      notes: ['60 choices read from the mock’s log'],
    });

    const file = join(dir, 'portkey.config.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"maxCharacters": 40', '"maxCharacters": 80'));
    const found = await live(dir, url, 200, port);
    expect(found.checks[0]?.first[0]).toMatchObject({ expected: 'm1', found: 'm0' });
  });
});
