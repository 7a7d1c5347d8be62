import { afterEach, expect, it, vi } from 'vitest';
import { program } from '../../src/cli/program.js';

afterEach(() => vi.restoreAllMocks());

async function said(...args: string[]): Promise<readonly [number, string]> {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const code = await program(args);
  return [code, write.mock.calls.map(([text]) => String(text)).join('')];
}

it.each([
  [['run', '--no-report'], /^error {2}unknown option --no-report; accepted: --out .*\n hint {2}routelab run --help\n$/],
  [['run', '-z'], /^error {2}unknown option -z; accepted: --out/],
  [['run', '--quite=1'], /unknown option --quite; accepted: .*Did you mean "--quiet"\?/],
  [['run', 'one', 'two'], /^error {2}is one word too many \(got two\); accepted: routelab run \[experiment\]\n/],
  [['run', '--out'], /^error {2}--out {2}needs a value\n/],
  [
    ['run', '--on-missing', 'fial'],
    /^error {2}--on-missing {2}not accepted \(got fial\); accepted: skip, fail\. Did you mean "fail"\?\n/,
  ],
  [['prices', 'improt', 'x'], /^error {2}<action> {2}not accepted \(got improt\); accepted: import\. Did you mean "import"\?\n/],
  [['prices', 'import'], /^error {2}<file> {2}is missing; accepted: routelab prices <action> <file>\n/],
  [['pricse'], /^error {2}unknown command pricse; accepted: init .*Did you mean "prices"\?\n hint {2}routelab --help\n$/],
  [[], /^error {2}name a command; accepted: init /],
])('%j is one line in our own words', async (args, text) => {
  const [code, stderr] = await said(...args);
  expect([code, stderr]).toEqual([2, expect.stringMatching(text)]);
});

it('names every command that --help shows, completion too', async () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const log = vi.spyOn(console, 'log').mockReturnValue(undefined);
  expect(await program(['--help'])).toBe(0);
  const help = [...write.mock.calls, ...log.mock.calls].map(([text]) => String(text)).join('');
  const shown = [...help.matchAll(/^ {2}routelab ([a-z]+)/gm)].map(([, name]) => name);
  expect(shown).toContain('completion');
  vi.restoreAllMocks();
  const [, stderr] = await said('complete');
  expect(/accepted: ([a-z ]+[a-z])/.exec(stderr)?.[1]?.split(' ').toSorted()).toEqual(shown.toSorted());
  vi.restoreAllMocks();
  expect((await said('completon'))[1]).toContain('Did you mean "completion"?');
});

it('says the same in every language of the machine', async () => {
  vi.stubEnv('LC_ALL', 'de_DE.UTF-8');
  const [, stderr] = await said('run', '--no-such');
  vi.unstubAllEnvs();
  expect(stderr).toContain('unknown option --no-such');
});
