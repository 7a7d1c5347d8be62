import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { EngineOptions } from '../../src/app/engine/open-engine.js';
import { runWorkspace } from '../../src/app/run/run-workspace.js';
import { runInShards } from '../../src/app/shard/run-in-shards.js';
import { program } from '../../src/cli/program.js';
import { parseResults } from '../../src/compare/parse-results.js';
import type { ResultRow, Results } from '../../src/domain/results.js';
import { groupedWorkspace } from '../support/a-grouped-workspace.js';
import { emptyDir, routelab } from '../support/cli.js';

const dir = emptyDir();
const INLINE: EngineOptions = { engine: 'inline' };
const written = (out: string, file = 'results.json', at = dir): string => readFileSync(join(at, out, 'latest', file), 'utf8');
const results = (out: string, at = dir): Results => JSON.parse(written(out, 'results.json', at)) as Results;
const whole = (at = dir, out = 'plain') =>
  runWorkspace({
    experimentFile: join(at, 'routelab.yaml'),
    reportsDir: join(at, out),
    remeasure: false,
    command: [],
    engine: INLINE,
  });
const sharded = (shards: number, out: string, more: Partial<Parameters<typeof runInShards>[0]> = {}, at = dir) =>
  runInShards({
    experimentFile: join(at, 'routelab.yaml'),
    reportsDir: join(at, out),
    shards,
    learnFrom: 20_000,
    remeasure: false,
    command: [],
    engine: INLINE,
    ...more,
  });
/** A workspace of its own with something else about it; routers take the time they took in the first. */
const changed = (change: (at: string) => void): string => {
  const at = emptyDir();
  groupedWorkspace(at);
  const times = join(dir, 'recordings/router-time.jsonl');
  if (existsSync(times)) cpSync(times, join(at, 'recordings/router-time.jsonl'));
  change(at);
  return at;
};
const edit = (at: string, file: string, from: string | RegExp, to: string): void =>
  writeFileSync(join(at, file), readFileSync(join(at, file), 'utf8').replace(from, to));
/** Every query by itself, answered once, right or wrong. */
const rightOrWrong = (at: string): void => {
  const mapped = (file: string, of: (line: never) => readonly object[]): void => {
    const lines = readFileSync(join(at, file), 'utf8').trim().split('\n');
    const text = lines.flatMap((line) => of(JSON.parse(line) as never)).map((one) => `${JSON.stringify(one)}\n`);
    writeFileSync(join(at, file), text.join(''));
  };
  mapped('dataset.jsonl', ({ id, prompt, category }: { id: string; prompt: string; category: string }) => [
    { id, prompt: `${prompt} ${id}`, category },
  ]);
  for (const model of [0, 1, 2])
    mapped(`recordings/all/m${model}.jsonl`, (line: { sample: number; quality?: number }) =>
      line.sample > 0 || line.quality === undefined ? [] : [{ ...line, quality: line.quality > 0.5 ? 1 : 0 }],
    );
};
/** Files of a folder that this process holds open, as far as its system tells. */
const openUnder = (folder: string): string[] => {
  if (!existsSync('/proc/self/fd')) return [];
  const links = readdirSync('/proc/self/fd').map((fd) => {
    try {
      return readlinkSync(join('/proc/self/fd', fd));
    } catch {
      return '';
    }
  });
  return links.filter((link) => link.startsWith(folder));
};
/** What the folder of shards holds; null where there is none. */
const left = (at = dir): string[] | null => {
  const folder = join(at, '.routelab/shards');
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : null;
};

beforeAll(async () => {
  groupedWorkspace(dir);
  await whole();
  await sharded(1, 'one');
}, 120_000);
afterEach(() => {
  vi.restoreAllMocks();
});

describe('run --shards', () => {
  const same = (out: string): void => {
    for (const file of ['results.json', 'summary.md', 'metrics.csv', 'routers/knn.json'])
      expect(written(out, file) === written('one', file), file).toBe(true);
    expect(left()).toBe(null);
  };

  it.each([5, 23])('gives the same files for 1 shard and %i', async (shards) => {
    await sharded(shards, 'many');
    same('many');
  });

  it('gives the same files on threads, and shows what a run shows', () => {
    const ran = routelab(dir, 'run', '--shards', '9', '--engine', 'threads', '--threads', '2', '--out', 'threads');
    expect([0, 3], ran.stderr).toContain(ran.code);
    expect(ran.stderr).toMatch(/\nleft out the query explorer.*: they list every query\n/);
    expect(ran.stdout).toMatch(/routelab .* · grouped/);
    same('threads');
  });

  it('comes to the numbers, the choice and the routers of a run that holds everything', () => {
    const [plain, one] = [results('plain'), results('one')];
    for (const name of ['protocol', 'workload', 'front', 'choice'] as const) expect(one[name], name).toEqual(plain[name]);
    const selected = ({ candidates }: Results) => candidates.map(({ id, selected: own }) => [id, own]);
    expect(selected(one)).toEqual(selected(plain));
    expect(written('one', 'routers/knn.json')).toBe(written('plain', 'routers/knn.json'));
    for (const row of one.rows)
      expect(
        differences(
          row,
          plain.rows.find(({ id }) => id === row.id),
        ),
      ).toEqual([]);
    const missing = plain.rows.filter(({ id }) => !one.rows.some((row) => row.id === id)).map(({ id }) => id);
    expect(missing).toEqual(['control:category_oracle_crossfit', 'control:category_oracle']);
    // Some recordings are missing, and counted.
    expect(one.rows.some(({ coverage }) => coverage.evaluable < coverage.of)).toBe(true);
  });

  it('looks at the test part of that run: looks of both are counted together', () => {
    const lines = readFileSync(join(dir, 'reports/test-looks.jsonl'), 'utf8').trim().split('\n');
    const looks = lines.map((line) => JSON.parse(line) as { test: string; inputs: string });
    expect(new Set(looks.map(({ test }) => test)).size).toBe(1);
    const number = ({ inputs: { hash } }: Results): number => looks.findIndex(({ inputs }) => inputs === hash);
    expect([number(results('plain')), number(results('one'))]).toEqual([0, 1]);
  });

  it('draws the resamples of that run: intervals differ by their skewness only', () => {
    for (const row of results('one').rows.filter(({ kind }) => kind === 'router')) {
      const own = row.metrics['quality.mean'];
      const other = results('plain').rows.find(({ id }) => id === row.id)?.metrics['quality.mean'];
      const width = (other?.high ?? 0) - (other?.low ?? 0);
      expect(Math.abs((own?.low ?? 9) - (other?.low ?? 0)) / width).toBeLessThan(0.1);
      expect(Math.abs((own?.high ?? 9) - (other?.high ?? 0)) / width).toBeLessThan(0.1);
    }
  });

  it('writes results by the schema, and says what it left out', () => {
    const streamed = parseResults(JSON.parse(written('one'))).streamed;
    expect(streamed?.leftOut.map(({ what }) => what)).toContain('sign-flip tests');
    expect(written('one', 'summary.md')).toMatch(/\*\*Left out\*\*: the query explorer.*they list every query/);
    expect(written('one', 'report.html')).toContain('they list every query');
  });

  it('tests right and wrong answers as that run does, and says what it leaves of the exports', async () => {
    const at = changed((to) => {
      rightOrWrong(to);
      edit(to, 'routelab.yaml', 'strategies/*.yaml', 'strategies/words.yaml');
      appendFileSync(join(to, 'routelab.yaml'), 'export: [{ target: router }]\n');
      mkdirSync(join(to, 'exports/router'), { recursive: true });
    });
    const plain = (await whole(at)).results;
    const ran = await sharded(6, 'six', {}, at);
    const tests = ({ rows }: Results) => new Map(rows.map(({ id, versusReference }) => [id, versusReference?.test ?? null]));
    expect(tests(ran.results).get('router:words')?.name).toBe('mcnemar_exact');
    for (const [id, test] of tests(ran.results)) expect(test, id).toEqual(tests(plain).get(id));
    expect(ran.results.streamed?.leftOut.at(-1)).toEqual({ what: 'exports', why: 'routelab export writes them' });
    expect(ran.staleExports).toEqual([join(at, 'exports/router')]);
    expect(readdirSync(join(at, 'exports/router'))).toEqual([]);
  });

  it.each(['none', 'column'])('goes with split: %s, packed', async (split) => {
    const at = changed((to) => {
      writeFileSync(join(to, 'dataset.jsonl.gz'), gzipSync(readFileSync(join(to, 'dataset.jsonl'))));
      edit(to, 'routelab.yaml', 'dataset.jsonl', 'dataset.jsonl.gz');
      edit(to, 'routelab.yaml', /split: .*/, `split: ${split}`);
      edit(to, 'routelab.yaml', 'strategies/*.yaml', 'strategies/words.yaml');
    });
    const plain = (await whole(at)).results;
    await sharded(1, 'one', {}, at);
    await sharded(9, 'nine', {}, at);
    expect(written('nine', 'results.json', at)).toBe(written('one', 'results.json', at));
    for (const name of ['protocol', 'workload', 'front', 'choice'] as const)
      expect(results('one', at)[name], name).toEqual(JSON.parse(JSON.stringify(plain[name])));
    for (const row of results('one', at).rows)
      expect(differences(row, JSON.parse(JSON.stringify(plain.rows.find(({ id }) => id === row.id))) as ResultRow)).toEqual([]);
  });

  it('comes to the numbers of a run on the demo, whose texts are scored by references', async () => {
    const at = emptyDir();
    for (const part of ['routelab.yaml', 'models.yaml', 'datasets', 'recordings', 'strategies'])
      cpSync(resolve(part), join(at, part), { recursive: true });
    edit(at, 'routelab.yaml', 'seed: 7', 'seed: 7, near_copies: false');
    edit(at, 'routelab.yaml', 'strategies/*.yaml', 'strategies/length-threshold.yaml, strategies/rules-by-task.yaml');
    edit(at, 'routelab.yaml', /^export: .*/m, 'bootstrap: { replicates: 100 }');
    const plain = JSON.parse(JSON.stringify((await whole(at)).results)) as Results;
    const open: string[] = [];
    await sharded(3, 'three', { onStage: () => open.push(...openUnder(join(at, '.routelab'))) }, at);
    expect(open, 'files left open').toEqual([]);
    const three = results('three', at);
    for (const name of ['protocol', 'workload', 'headroom', 'front', 'choice', 'verdict'] as const)
      expect(three[name], name).toEqual(plain[name]);
    expect(three.rows.length).toBeGreaterThan(9);
    for (const row of three.rows)
      expect(
        differences(
          row,
          plain.rows.find(({ id }) => id === row.id),
        ),
      ).toEqual([]);
  });

  it('learns from some of the train part where that is large, and says so', async () => {
    const few = await sharded(2, 'few-2', { learnFrom: 40 });
    expect(few.warnings.join()).toMatch(
      /strategies learn from (2\d|3\d|40) of \d+ queries of the train part, drawn by hash \(--learn-from\)/,
    );
    await sharded(11, 'few-11', { learnFrom: 40 });
    expect(written('few-11')).toBe(written('few-2'));
    expect(few.results.streamed?.learnedFrom).toBeLessThanOrEqual(40);
  });
});

/** Numbers told by both that differ by more than their last bits, by name; intervals and what is left out aside. */
function differences(own: ResultRow, other: ResultRow | undefined): string[] {
  const found: string[] = [];
  const compare = (one: unknown, two: unknown, path: string): void => {
    if (/\.(low|high|n|test|minimumDetectable)$|\.selection\.|probabilityBest/.test(path)) return;
    if (typeof one === 'number' && typeof two === 'number') {
      const most = /latency/.test(path) || /constraints\.1/.test(path) ? 2 ** -11 : 1e-12;
      // What is 0 but for rounding has no last bits.
      if (Math.abs(one - two) > Math.max(most * Math.abs(two), 2e-14)) found.push(`${path}: ${one}, ${two}`);
    } else if (one !== null && typeof one === 'object' && two !== null && typeof two === 'object') {
      for (const name of Object.keys(one)) compare((one as never)[name], (two as never)[name], `${path}.${name}`);
    } else if (one !== two) found.push(`${path}: ${String(one)}, ${String(two)}`);
  };
  compare(own, other, own.id);
  return found;
}

describe('run --shards refuses', () => {
  /** The exit code, and all that was said. */
  const told = async (at: string, ...args: string[]): Promise<readonly [number, string]> => {
    let text = '';
    vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
      text += String(chunk);
      return true;
    });
    const code = await program(['run', join(at, 'routelab.yaml'), ...args]);
    return [code, text];
  };

  it.each([
    [['--shards', '0'], /--shards {2}not accepted \(got 0\); accepted: a whole number from 1 to 4096\n/],
    [['--shards', '2', '--rescore', 'numeric'], /--rescore {2}does not go together with --shards\n/],
    [['--shards', '2', '--gate', 'quality.mean >= 0'], /--gate {2}does not go together with --shards\n/],
    [['--shards', '2', '--texts', 'all'], /--texts {2}does not go together with --shards\n/],
    [['--shards', '2', '--no-cache'], /--no-cache {2}does not go together with --shards\n/],
    [['--learn-from', '5'], /--learn-from {2}is for --shards \(got 5\)\n/],
  ])('%j', async (args, expected) => {
    expect(await told(dir, ...args)).toEqual([2, expect.stringMatching(expected)]);
  });

  it.each<[string, (at: string) => void, RegExp]>([
    [
      'folds',
      (at) => edit(at, 'routelab.yaml', /split: .*/, 'split: { kfold: 5, seed: 1 }'),
      /routelab\.yaml:\d+.*a kfold split is not streamed: --shards can't evaluate it/,
    ],
    [
      'a share of calls',
      (at) => edit(at, 'routelab.yaml', / {2}latency_p95_ms.*/, '  share: { model: lab/large, at_most: 0.9 }'),
      /constraints {2}a constraint of this kind is not streamed.*got share/,
    ],
    [
      'a router with a state',
      (at) =>
        writeFileSync(
          join(at, 'strategies/explore.yaml'),
          'name: explore\nkind: dynamic\npipeline:\n  - explore: { by: epsilon_greedy }\n',
        ),
      /a router that keeps a state is not streamed/,
    ],
    [
      'a query without a part',
      (at) => {
        edit(at, 'routelab.yaml', /split: .*/, 'split: column');
        appendFileSync(join(at, 'dataset.jsonl'), '{"id":"x","prompt":"no part"}\n');
      },
      /routelab\.yaml:6:8 {2}split {2}split: column needs a split on every query, and x has none/,
    ],
    [
      'a file in its place',
      (at) => {
        mkdirSync(join(at, '.routelab'));
        writeFileSync(join(at, '.routelab/shards'), '');
      },
      /\.routelab\/shards {2}a file is where the shards would be put; accepted: a folder, or nothing\n$/,
    ],
    [
      'ids that stand several times',
      (at) =>
        appendFileSync(
          join(at, 'dataset.jsonl'),
          ['q3', 'q90', 'q3', 'q200'].map((id) => `{"id":"${id}","prompt":"as ${id}"}\n`).join(''),
        ),
      /:261 {2}id {2}the id stands on line 4 already \(got "q3"\)\n.*:262 .* on line 91 .*q90"\)\n.*:263 .* on line 4 .*q3"\)\n.*:264 .* on line 201 /,
    ],
    [
      'an unknown column',
      (at) => appendFileSync(join(at, 'dataset.jsonl'), '{"id":"x","promt":"again"}\n'),
      /dataset\.jsonl:261 {2}promt/,
    ],
    [
      'two different recordings of one sample, at their lines',
      (at) =>
        appendFileSync(
          join(at, 'recordings/all/m0.jsonl'),
          '{"key":null,"queryId":"q7","modelId":"lab/small","sample":0,"answer":{"text":"other"},"quality":1}\n',
        ),
      /all\/m0\.jsonl:2\d\d {2}another recording of lab\/small for q7 \(sample 0\) than on line 8;/,
    ],
  ])('%s, in one line, and leaves nothing behind', async (_, change, expected) => {
    const at = changed(change);
    expect(await told(at, '--shards', '3')).toEqual([2, expect.stringMatching(expected)]);
    expect([left(at), existsSync(join(at, 'reports'))]).toEqual([null, false]);
  });

  it('recordings that contradict others as a run does: the first of them, whatever shard it fell into', async () => {
    const at = changed((folder) => {
      for (const [model, id, queries] of [
        ['m1', 'lab/large', ['q5', 'q3']],
        ['m0', 'lab/small', ['q200', 'q7', 'q90', 'q12']],
      ] as const)
        for (const queryId of queries)
          appendFileSync(
            join(folder, `recordings/all/${model}.jsonl`),
            `${JSON.stringify({ key: null, queryId, modelId: id, sample: 0, answer: { text: 'other' }, quality: 1 })}\n`,
          );
    });
    const plain = await told(at);
    expect(plain).toEqual([2, expect.stringMatching(/m0\.jsonl:\d+ {2}another recording of lab\/small for q200 /)]);
    for (const shards of ['2', '7']) expect(await told(at, '--shards', shards)).toEqual(plain);
  });
});

describe('run --shards interrupted', () => {
  it.each(['dealing recordings into shards', 'packing shards', 'comparing'])('while %s leaves nothing', async (at) => {
    const controller = new AbortController();
    const running = sharded(4, 'never', {
      engine: { engine: 'inline', signal: controller.signal },
      onStage: (stage) => {
        if (stage === at) controller.abort();
      },
    });
    await expect(running).rejects.toThrow(/abort/i);
    expect([left(), existsSync(join(dir, 'never'))]).toEqual([null, false]);
  });

  it('by a kill: the next run takes away what it left, and nothing of a run that goes on', async () => {
    const names = [
      [999_999_999, ''],
      // A number that another process was given since.
      [process.ppid, 'another-boot%2017'],
      [process.ppid, ''],
    ].map(([pid, started]) => `${encodeURIComponent(hostname())}~${pid}~${started}-0123abcd`);
    for (const name of names) mkdirSync(join(dir, '.routelab/shards', name), { recursive: true });
    await sharded(2, 'again');
    expect(left()).toEqual([names[2]]);
    expect(written('again')).toBe(written('one'));
  });
});
