import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { deltaTape } from '../../src/app/serve/delta-tape.js';
import { type MemoryEvent, memoryFold } from '../../src/app/serve/memory.js';
import type { AnswerDelta } from '../../src/provider/send/answer-delta.js';
import { createRouter } from '../../src/router/create-router.js';
import { misbehavingServer } from '../support/misbehaving-server.js';
import { question, servedRouter, serveFolder, startServe } from '../support/serve-process.js';

const IDS = ['local/small', 'local/large'];

it('a router that learns is told what happens and what users say; its events decide the same again, also after a restart', async () => {
  const upstream = await misbehavingServer(() => 'answer');
  const config = servedRouter(
    {
      pipeline: [
        {
          kind: 'explore',
          over: IDS,
          salt: 's',
          perUsd: 0,
          keep: 1,
          strength: 1,
          base: 0.5,
          learner: { by: 'epsilon_greedy', epsilon: 2 ** 30 },
        },
      ],
      fallback: IDS,
    },
    IDS,
  );
  const dir = serveFolder(config, upstream.url);
  for (let run = 0; run < 2; run++) {
    const served = await startServe(dir);
    for (let i = 0; i < 6; i++) {
      const { id, model } = (await (await served.ask(question(`question ${i}`))).json()) as { id: string; model: string };
      const rated = await fetch(`${served.url}/feedback`, {
        method: 'POST',
        body: JSON.stringify({ id, thumbs: model === 'local/large' ? 'up' : 'down' }),
      });
      expect([rated.status, await rated.json()]).toEqual([200, { id, ratings: 1 }]);
    }
    const unknown = await fetch(`${served.url}/feedback`, { method: 'POST', body: '{"id":"x","stars":5}' });
    expect(unknown.status).toBe(404);
    await served.stop();
  }
  await upstream.close();

  const lines = (name: string) =>
    readFileSync(join(dir, 'served', name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  const events = lines('events.jsonl') as MemoryEvent[];
  expect(events.map(({ kind }) => kind)).toEqual(Array.from({ length: 12 }, () => ['routed', 'answered', 'rated']).flat());
  const prompts = new Map((lines('queries.jsonl') as { id: string; prompt: string }[]).map(({ id, prompt }) => [id, prompt]));
  const router = createRouter(config);
  const fold = memoryFold(router);
  for (const event of events) {
    if (event.kind === 'routed') {
      const messages = [{ role: 'user' as const, content: prompts.get(event.id) ?? '' }];
      expect(router.route({ messages, signals: {} }, fold.state(), event)).toEqual(event.route);
    }
    fold.take(event);
  }
  // What was rated up is held for best in the end; a request in four still tries either.
  const last = events.findLast((event) => event.kind === 'routed');
  const firsts = Array.from({ length: 40 }, (_, late) => {
    const messages = [{ role: 'user' as const, content: `late ${late}` }];
    return router.route({ messages, signals: {} }, fold.state(), last).models[0];
  });
  expect(firsts.filter((model) => model === 'local/large').length).toBeGreaterThan(25);
  expect(lines('recordings/local%2Flarge.jsonl').at(-1)).toMatchObject({ revision: 1, feedback: [{ thumbs: 'up' }] });
});

it('a secret that comes in pieces is not passed on, and nothing else is lost', () => {
  const tape = deltaTape(['sk-abcdefgh', 'abcdefghij-longer']);
  const got: AnswerDelta[] = [];
  tape.play((delta) => got.push(delta));
  for (const content of ['the key sk-a', 'bcd', 'efgh, not sk-abc', 'x, nor abcdefghij-', 'lon']) tape.push({ content });
  tape.push({ tool_calls: [{ index: 0, id: 'c', type: 'function', function: { name: 'f', arguments: '{"k":"sk-abcd' } }] });
  tape.push({ tool_calls: [{ index: 0, function: { arguments: 'efgh"}' } }] });
  tape.end();
  expect(got.map(({ content = '' }) => content).join('')).toBe('the key [redacted:secret], not sk-abcx, nor abcdefghij-lon');
  expect(got.flatMap(({ tool_calls: calls = [] }) => calls.map((call) => call.function.arguments)).join('')).toBe(
    '{"k":"[redacted:secret]"}',
  );
});
