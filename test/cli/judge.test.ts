import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { explainRecording } from '../../src/app/recordings/explain-recording.js';
import { validateWorkspace } from '../../src/app/validate/validate.js';
import type { Recording } from '../../src/domain/recording.js';
import type { Results } from '../../src/domain/results.js';
import { problemLine } from '../../src/domain/user-error.js';
import { routelabBeside } from '../support/cli.js';
import { type LiveWorkspace, liveWorkspace } from '../support/live-workspace.js';
import {
  type Asked,
  answerTo,
  type Behaviour,
  type MisbehavingServer,
  misbehavingServer,
} from '../support/misbehaving-server.js';
import { said } from '../support/said.js';

const env = { LOCAL_KEY: 'local7secret0value9never0written' };

let server: MisbehavingServer | undefined;
beforeEach(() => {
  vi.stubEnv('CI', '');
  vi.stubEnv('LOCAL_KEY', env.LOCAL_KEY);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server?.close();
});

const isJudge = ({ model }: Asked): boolean => model === 'judge';

/** A server whose models answer, each in words of its own, and whose judge says what it is told to. */
async function serve(judge: (asked: Asked) => string, behave: (asked: Asked) => Behaviour = () => 'answer') {
  const say = (asked: Asked): string => (isJudge(asked) ? judge(asked) : `${asked.model}: ${answerTo(asked.prompt)}`);
  server = await misbehavingServer(behave, { say });
  return server;
}

/** 0.1 to 0.9, by the words of the judged answer. */
const scoreOf = ({ prompt }: Asked): string =>
  `So so.\nscore: 0.${1 + ([...prompt].reduce((sum, one) => sum + one.charCodeAt(0), 0) % 9)}`;

const workspace = (url: string, scorer: string, more: Partial<LiveWorkspace> = {}): string =>
  liveWorkspace({ url, queries: 6, models: ['local/a', 'local/b'], judges: ['local/judge'], scorer, ...more });

function lines(dir: string, file: string): Recording[] {
  const text = readFileSync(join(dir, 'recordings/live', file), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Recording);
}

const run = (dir: string, ...args: string[]) => said('run', dir, ...args);
const record = (dir: string, ...args: string[]) => said('record', dir, '--max-cost', '1', ...args);
const results = (dir: string) => JSON.parse(readFileSync(join(dir, 'reports/latest/results.json'), 'utf8')) as Results;

describe('a judge', () => {
  it('is planned apart, recorded after the answers within the one cap, and replayed without a call', async () => {
    const { url, asked, billedPico } = await serve(scoreOf);
    const dir = workspace(url, '{ type: judge, model: local/judge, kind: reference }');
    const plan = await said('record', dir, '--dry-run');
    expect(plan.stdout).toMatch(/6 queries × 2 models: 12 calls/);
    expect(plan.stdout).toMatch(/local\/judge \(judge, reference\) +0\+12/);
    expect(plan.stdout).toMatch(/judges {3}0 verdicts and about 12 on answers that are not recorded yet/);
    expect([plan.code, asked.length]).toEqual([0, 0]);
    expect((await said('record', dir)).stderr).toContain('--max-cost');

    const ran = await record(dir);
    expect(ran).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/recorded 12 of 12 calls\njudged {3}12 of 12 verdicts by local\/judge/),
    });
    expect(asked.map(isJudge)).toEqual([...Array<boolean>(12).fill(false), ...Array<boolean>(12).fill(true)]);
    const verdicts = lines(dir, 'judge/local%2Fjudge.jsonl');
    expect(new Set(verdicts.map(({ key }) => key)).size).toBe(12);
    expect(verdicts.map(({ judged, modelId, sample }) => [judged?.kind, modelId, sample])).toContainEqual([
      'reference',
      'local/judge',
      0,
    ]);
    expect(lines(dir, 'local%2Fa.jsonl').some(({ judged }) => judged !== undefined)).toBe(false);

    const first = await run(dir);
    expect(first.code).toBe(0);
    const { judges: [judge] = [], rows } = results(dir);
    expect(judge).toMatchObject({
      modelId: 'local/judge',
      verdicts: 12,
      recorded: 12,
      unreadable: 0,
      missing: 0,
      selfAgreement: null,
    });
    // What judging cost is known, and no part of what routing costs.
    const answers = ['local%2Fa.jsonl', 'local%2Fb.jsonl'].flatMap((file) => lines(dir, file));
    const usd = (all: readonly Recording[]): number =>
      all.reduce((sum, { usage }) => sum + (usage?.inputTokens ?? 0) * 1e-6 + (usage?.outputTokens ?? 0) * 4e-6, 0);
    expect(judge?.costUsd).toBeCloseTo(usd(verdicts), 12);
    expect(first.stdout).toContain('judge  local/judge (reference): 12 of 12 verdicts');
    expect(first.stdout).toContain('apart from routing');
    for (const file of ['summary.md', 'report.html']) {
      const report = readFileSync(join(dir, 'reports/latest', file), 'utf8');
      for (const part of ['The judge', 'The right answer is known:', judge?.promptSha256 ?? '', 'in no row’s cost'])
        expect(report).toContain(part);
    }
    expect(usd(answers) + usd(verdicts)).toBeCloseTo(billedPico() / 1e12, 12);
    const single = rows.find(({ id }) => id.endsWith('local/a'));
    expect(single?.metrics['cost.mean']?.value).toBeCloseTo(usd(answers.filter(({ modelId }) => modelId === 'local/a')) / 6, 12);
    const scores = verdicts
      .filter(({ judged }) => judged?.modelId === 'local/a')
      .map(({ answer }) => Number(answer?.text.slice(-3)));
    expect(single?.metrics['quality.mean']?.value).toBeCloseTo(scores.reduce((sum, score) => sum + score, 0) / 6, 6);
    expect(asked).toHaveLength(24);
    expect((await record(dir)).stdout).toContain('nothing to record');
  });

  it('is asked again where prompt or answer changed, and what differs is told', async () => {
    const { url, asked } = await serve(scoreOf);
    const scorer = '{ type: judge, model: local/judge, rubric: Is right. }';
    const dir = workspace(url, scorer);
    expect((await record(dir)).code).toBe(0);
    const file = join(dir, 'routelab.yaml');
    const written = readFileSync(file, 'utf8');
    writeFileSync(file, written.replace('Is right.', 'Is kind.'));
    const ran = await run(dir);
    expect(ran).toMatchObject({ code: 4, stderr: expect.stringContaining('judge can score none of the 12 recorded answers') });
    expect(ran.stderr).toContain('no recorded verdict fits them: routelab record --dry-run');
    const plan = await said('record', dir, '--dry-run');
    expect(plan.stdout).toMatch(/because {2}12 asked differently/);
    expect(plan.stdout).toMatch(/near {5}local\/judge was asked with rubric {2}stored "[0-9a-f]{12}", wanted "[0-9a-f]{12}"/);
    const explained = await explainRecording(file, 'q2', 'local/judge', {});
    expect(explained.samples).toEqual([]);
    expect(
      explained.verdicts.map(({ modelId, state, differences }) => [modelId, state, differences.map(({ path }) => path)]),
    ).toEqual([
      ['local/a', 'changed', ['rubric']],
      ['local/b', 'changed', ['rubric']],
    ]);
    expect((await said('recordings', 'explain', 'q2', 'local/judge', '--experiment', dir)).stdout).toMatch(
      /verdict 0 of local\/judge on local\/a, sample 0: missing; there is one on another request[\s\S]*nearest.*judge.jsonl:\d+\n +rubric {2}stored/,
    );
    // The prompt as it was: the verdicts fit again, and nothing is asked.
    writeFileSync(file, written);
    expect((await run(dir)).code).toBe(0);

    const answers = join(dir, 'recordings/live/local%2Fa.jsonl');
    writeFileSync(answers, readFileSync(answers, 'utf8').replace('a: You asked: Question 3', 'a: I heard: Question 3'));
    const before = asked.length;
    expect((await record(dir)).stdout).toContain('judged   1 of 1 verdicts');
    expect(asked.slice(before).map(isJudge)).toEqual([true]);
    expect(asked.at(-1)?.prompt).toContain('I heard: Question 3');
  });

  it('shows both answers in both orders, and a judge that always takes the first is found out', async () => {
    const { url, asked } = await serve(() => 'verdict: A');
    const dir = workspace(url, '{ type: judge, model: local/judge, kind: pairwise, baseline: local/b }');
    // One command asks for what is missing, answers and verdicts, and compares.
    const ran = await run(dir, '--live', '--max-cost', '1');
    expect(ran).toMatchObject({ code: 0, stderr: expect.stringContaining('judged   12 of 12 verdicts') });
    const { judges: [judge] = [], rows } = results(dir);
    expect(judge).toMatchObject({
      answers: 12,
      identical: 6,
      verdicts: 12,
      positionBias: { changed: { value: 1 }, firstWins: { value: 1 } },
    });
    for (const id of ['local/a', 'local/b'])
      expect(rows.find((row) => row.id.endsWith(id))?.metrics['quality.mean']?.value).toBe(0.5);
    expect(asked.filter(isJudge)).toHaveLength(12);
  });

  it('that says nothing readable leaves the answer without quality, counted, and repeats agree as far as they do', async () => {
    let turn = 0;
    const { url } = await serve((asked) =>
      asked.prompt.includes('Question 0') ? 'Fine, I guess.' : `score: ${turn++ % 2 === 0 ? 1 : 0.5}`,
    );
    const dir = workspace(url, '{ type: judge, model: local/judge, kind: reference, samples: 2 }');
    expect((await record(dir, '--concurrency', '1')).stdout).toContain('judged   24 of 24 verdicts');
    expect((await run(dir)).code).toBe(0);
    const { judges: [judge] = [], protocol } = results(dir);
    expect(judge).toMatchObject({ verdicts: 24, recorded: 24, unreadable: 4 });
    expect(protocol.parts[0]?.complete).toBe(5);
    expect(judge?.selfAgreement?.share.value).toBe(0);
    expect(judge?.selfAgreement?.deviation).toBeCloseTo(Math.sqrt(0.125), 12);
    expect(results(dir).audits.map(({ id }) => id)).toEqual(expect.arrayContaining(['verdicts_unreadable', 'judge_noise']));

    // Where people rated the answers too, the judge is held against them.
    const answers = join(dir, 'recordings/live/local%2Fa.jsonl');
    const rated = lines(dir, 'local%2Fa.jsonl').map((one) => `${JSON.stringify({ ...one, quality: 0.75 })}\n`);
    writeFileSync(answers, rated.join(''));
    expect((await run(dir, '--rescore')).stderr).toMatch(
      /RESCORED WITH JUDGE V1.*[\s\S]*local\/a +6 +5 +5 +1\.000 +0\.750 +0\.750 +0\.0/,
    );
  });

  it('loses no verdict, repeats none and stays in the cap amid faults and a SIGKILL', async () => {
    const faults: readonly Behaviour[] = [
      'rate_limit',
      'malformed_json',
      'hang',
      'server_error',
      'cut',
      'no_usage',
      'overloaded',
    ];
    const { url, asked, billedPico } = await serve(scoreOf, (one) =>
      isJudge(one) && one.before % 4 === 0 ? (faults[(one.before / 4) % faults.length] as Behaviour) : 'answer',
    );
    const dir = workspace(url, '{ type: judge, model: local/judge, kind: reference }', { queries: 20 });
    const args = ['record', '--max-cost', '0.05', '--attempt-timeout', '500ms'];
    const killed = await routelabBeside(env, dir, args, (child) => {
      const timer = setInterval(() => {
        if (asked.filter(isJudge).length < 12) return;
        clearInterval(timer);
        child.kill('SIGKILL');
      }, 2);
    });
    expect(killed.code).toBeNull();
    expect((await routelabBeside(env, dir, args)).code).toBe(0);
    const verdicts = lines(dir, 'judge/local%2Fjudge.jsonl');
    expect(verdicts).toHaveLength(40);
    expect(new Set(verdicts.map(({ key }) => key)).size).toBe(40);
    expect(verdicts.every(({ answer }) => /score: 0\.\d$/.test(answer?.text ?? ''))).toBe(true);
    expect(billedPico() / 1e12).toBeLessThan(0.05);
    const written = readdirSync(join(dir, 'recordings'), { recursive: true, encoding: 'utf8' });
    expect(
      written.filter((file) => file.includes('.') && readFileSync(join(dir, 'recordings', file), 'utf8').includes(env.LOCAL_KEY)),
    ).toEqual([]);
    expect(await said('recordings', 'verify', '--experiment', dir)).toMatchObject({ code: 0 });
  });

  it.each([
    ['{ type: judge, model: local/jugde }', 'Did you mean "local/judge"?'],
    [
      '{ type: judge, model: local/judge, kind: pairwise, baseline: local/z }',
      'scorer.baseline  no such model in the models file',
    ],
    ['{ type: judge, kind: rubric }', 'scorer.model  missing'],
    ['{ type: judge, model: local/judge, prompt_file: none.md }', 'scorer.prompt_file  no such file'],
    ['{ type: judge, model: local/judge, prompt_file: prompt.yaml }', 'a file with text: .md or .txt'],
  ])('%s is refused', async (scorer, message) => {
    const dir = workspace('http://127.0.0.1:9/v1', scorer);
    const problems = await validateWorkspace(join(dir, 'routelab.yaml'));
    expect(problems.map(problemLine).join('\n')).toContain(message);
    expect(existsSync(join(dir, 'recordings'))).toBe(false);
  });
});
