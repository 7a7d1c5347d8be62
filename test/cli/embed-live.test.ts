import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readDataset } from '../../src/dataset/read-dataset.js';
import { quantisedEmbedding } from '../../src/domain/embedding.js';
import type { Recording } from '../../src/domain/recording.js';
import { emptyDir, routelabBeside } from '../support/cli.js';
import { type Asked, type Behaviour, type MisbehavingServer, misbehavingServer } from '../support/misbehaving-server.js';
import { embeddingOf } from '../support/wire/embeddings.js';

const env = { LOCAL_KEY: 'local7secret0value9never0written' };

let server: MisbehavingServer | undefined;
afterEach(() => server?.close());

const text = (at: number): string => `How do I reset setting ${at % 30}?`;

/** A dataset of 40 queries with 30 different texts, and a models file with an embedder at the server. */
async function workspace(behave: (asked: Asked) => Behaviour = () => 'answer', embedder = ''): Promise<string> {
  server = await misbehavingServer(behave);
  const dir = emptyDir();
  const rows = Array.from({ length: 40 }, (_, at) => `${JSON.stringify({ id: `q${at}`, prompt: text(at), category: 'x' })}\n`);
  writeFileSync(join(dir, 'data.jsonl'), rows.join(''));
  writeFileSync(
    join(dir, 'models.yaml'),
    `providers:
  local: { api: openai_compatible, base_url: "${server.url}", api_key_env: LOCAL_KEY }
models: [{ id: local/a }]
embedders:
  - { id: local/embed, price: { input_usd_per_mtok: 1 }${embedder} }
  - { id: anthropic/claude, price: { input_usd_per_mtok: 1 } }
`,
  );
  return dir;
}

const embed = (dir: string, ...args: string[]) =>
  routelabBeside(env, dir, ['embed', 'data.jsonl', '--models', 'models.yaml', '--model', 'local/embed', ...args]);

function recordings(dir: string): Recording[] {
  const file = readFileSync(join(dir, 'data.embeddings/local%2Fembed.jsonl'), 'utf8');
  return file
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Recording);
}

const digits = (numbers: readonly number[]): number[] => numbers.map((one) => Number(one.toPrecision(7)));

describe('routelab embed --models', () => {
  it('plans, asks for each text once within the cap, and writes the column that predictors read', async () => {
    const dir = await workspace(() => 'answer', ', dimensions: 3');
    const plan = await embed(dir, '--dry-run');
    expect(plan.code).toBe(0);
    expect(plan.stdout).toMatch(/40 queries, 30 texts, 30 without an embedding by local\/embed in data\.embeddings/);
    expect(plan.stdout).toMatch(/cost {5}expected \$0\.000\d+ for \d+ tokens/);
    expect((await embed(dir)).stderr).toContain('--max-cost  is needed');
    expect([server?.asked.length, existsSync(join(dir, 'data.embeddings'))]).toEqual([0, false]);

    const ran = await embed(dir, '--max-cost', '1');
    expect(ran).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/embedded 30 of 30 texts[\s\S]*40 queries, 3 numbers each/),
    });
    expect(server?.asked.map(({ body }) => [body['model'], body['dimensions'], (body['input'] as string[]).length])).toEqual(
      Array.from({ length: 30 }, () => ['embed', 3, 1]),
    );
    const rows = readFileSync(join(dir, 'data.embedded.jsonl'), 'utf8').trimEnd().split('\n');
    expect(rows.map((line) => JSON.parse(line) as object)).toEqual(
      Array.from({ length: 40 }, (_, at) => ({
        id: `q${at}`,
        prompt: text(at),
        category: 'x',
        embedding: digits(embeddingOf(text(at))),
      })),
    );
    const { dataset } = await readDataset(join(dir, 'data.embedded.jsonl'));
    expect(dataset.queries.embedding?.(39)).toEqual(quantisedEmbedding(digits(embeddingOf(text(39)))));

    // More queries: only new texts are asked for, and what was spent stays counted.
    writeFileSync(
      join(dir, 'data.jsonl'),
      `${readFileSync(join(dir, 'data.jsonl'), 'utf8')}{"id": "new", "prompt": "And this?"}\n`,
    );
    const more = await embed(dir, '--max-cost', '1', '--force', '--json');
    expect(JSON.parse(more.stdout)).toMatchObject({ plan: { model: { calls: 1, recorded: 30 } }, embedded: { queries: 41 } });
    expect(server?.asked).toHaveLength(31);
  });

  it('loses nothing and repeats nothing amid faults and a SIGKILL, and writes the dataset only when it is whole', async () => {
    const faults: readonly Behaviour[] = [
      'rate_limit',
      'malformed_json',
      'hang',
      'server_error',
      'malformed_sse',
      'refusal',
      'half_closed',
      'hang_in_stream',
    ];
    const dir = await workspace(({ before }) =>
      before % 3 === 0 ? (faults[(before / 3) % faults.length] as Behaviour) : 'answer',
    );
    const args = ['--max-cost', '0.5', '--attempt-timeout', '400ms'];
    const killed = await routelabBeside(
      env,
      dir,
      ['embed', 'data.jsonl', '--models', 'models.yaml', '--model', 'local/embed', ...args],
      (child) => {
        const timer = setInterval(() => {
          if ((server?.asked.length ?? 0) < 12) return;
          clearInterval(timer);
          child.kill('SIGKILL');
        }, 2);
      },
    );
    expect([killed.code, existsSync(join(dir, 'data.embedded.jsonl'))]).toEqual([null, false]);
    const ran = await embed(dir, ...args);
    expect(ran).toMatchObject({ code: 0 });
    const made = recordings(dir);
    expect(made).toHaveLength(30);
    expect(new Set(made.map(({ key }) => key)).size).toBe(30);
    expect(made.every(({ embedding, answer }) => embedding?.length === 3 && answer === undefined)).toBe(true);
    expect((server?.billedPico() ?? 0) / 1e12).toBeLessThan(0.5);
    const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const { parentPath, name } of files) expect(readFileSync(join(parentPath, name), 'utf8')).not.toContain(env.LOCAL_KEY);
  });

  it('stops at the cap with exit 4, keeps what it has, and goes on with a higher one', async () => {
    const dir = await workspace();
    const short = await embed(dir, '--max-cost', '0.0004', '--concurrency', '1');
    expect(short).toMatchObject({ code: 4, stdout: expect.stringContaining('the cap leaves no room') });
    expect(short.stderr).toContain('resume   routelab embed data.jsonl');
    expect((server?.billedPico() ?? 0) / 1e12).toBeLessThanOrEqual(0.0004);
    expect(existsSync(join(dir, 'data.embedded.jsonl'))).toBe(false);
    expect((await embed(dir, '--max-cost', '1')).code).toBe(0);
    expect(server?.asked).toHaveLength(30);
  });

  it.each([
    [
      ['--models', 'models.yaml', '--model', 'anthropic/claude'],
      2,
      'models.yaml:6:5  embedders[1]  anthropic has no embeddings (got anthropic/claude)',
    ],
    [
      ['--models', 'models.yaml', '--model', 'local/embd'],
      2,
      'no such embedder in models.yaml (got local/embd); accepted: local/embed, anthropic/claude. Did you mean "local/embed"?',
    ],
    [['--models', 'none.yaml', '--model', 'x'], 2, 'none.yaml  no such file'],
    [
      ['--model', './model', '--max-cost', '1'],
      2,
      '--max-cost  is for a model at its provider; accepted: with --models models.yaml',
    ],
  ])('refuses %j', async (args, code, message) => {
    const dir = await workspace();
    const ran = await routelabBeside(env, dir, ['embed', 'data.jsonl', ...args]);
    expect([ran.code, ran.stderr]).toEqual([code, expect.stringContaining(message)]);
    expect(readdirSync(dir).sort()).toEqual(['data.jsonl', 'models.yaml']);
  });

  it('asks nobody in a pipeline', async () => {
    const dir = await workspace();
    const ran = await routelabBeside({ ...env, CI: 'true' }, dir, [
      'embed',
      'data.jsonl',
      '--models',
      'models.yaml',
      '--model',
      'local/embed',
      '--max-cost',
      '1',
    ]);
    expect([ran.code, server?.asked.length]).toEqual([4, 0]);
  });
});
