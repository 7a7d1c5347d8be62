import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { filesWith } from '../../bench/recording/kill-and-resume.js';
import { routelabBeside } from '../support/cli.js';
import { liveWorkspace, promptOf } from '../support/live-workspace.js';
import { answerTo, type Behaviour, type MisbehavingServer, misbehavingServer } from '../support/misbehaving-server.js';
import { recorded } from '../support/record-request.js';
import { said } from '../support/said.js';

let server: MisbehavingServer | undefined;
afterEach(() => server?.close());

const keys = {
  OPENAI_API_KEY: 'openai7secret0value9never0written',
  ANTHROPIC_API_KEY: 'anthropic7secret0value9never0written',
  GOOGLE_GENERATIVE_AI_API_KEY: 'google7secret0value9never0written',
};

/** Every third request is broken, each in another way. */
const FAULTS: readonly Behaviour[] = [
  'rate_limit',
  'server_error',
  'cut',
  'error_in_stream',
  'malformed_json',
  'half_closed',
  'rate_limit_seconds',
  'overloaded',
];

it('records from three providers in their own words amid faults, and replays it', async () => {
  let faults = 0;
  server = await misbehavingServer(({ before }) =>
    before % 3 === 2 ? (FAULTS[faults++ % FAULTS.length] as Behaviour) : 'parts_of_usage',
  );
  const dir = liveWorkspace({ url: server.url, queries: 10 });
  const price = 'price: { input_usd_per_mtok: 1, cached_input_usd_per_mtok: 0.5, output_usd_per_mtok: 4 }';
  const providers = ['openai_responses', 'anthropic', 'google'];
  writeFileSync(
    join(dir, 'models.yaml'),
    `providers:\n${providers.map((api) => `  ${api}: { base_url: "${server?.url}" }\n`).join('')}` +
      `defaults: { max_output_tokens: 40, parameters: { temperature: 0 } }\nmodels:\n${providers.map((api) => `  - { id: ${api}/m, ${price} }\n`).join('')}`,
  );
  const ran = await routelabBeside(keys, dir, ['record', '--max-cost', '1', '--max-retries', '8']);
  expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('recorded 30 of 30 calls\n') });
  const made = await recorded(dir);
  for (const { queryId, modelId, answer, usage, servedModel, error } of made) {
    expect([error, answer?.text, servedModel]).toEqual([undefined, answerTo(promptOf(Number(queryId.slice(1)))), 'm-2026']);
    expect(usage).toMatchObject({ cachedInputTokens: 4, ...(modelId === 'anthropic/m' ? {} : { reasoningTokens: 3 }) });
  }
  expect(made.filter(({ attempts }) => (attempts?.length ?? 0) > 1).length).toBeGreaterThan(5);
  for (const key of Object.values(keys)) expect(filesWith(dir, key)).toEqual([]);
  expect((await said('recordings', 'verify', '--experiment', dir)).code).toBe(0);
});
