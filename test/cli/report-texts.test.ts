import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readPack } from '../../src/app/report/read-pack.js';
import { readResults } from '../../src/app/report/read-results.js';
import type { PackHeader } from '../../src/report/pack/pack-header.js';
import { emptyDir, routelab } from '../support/cli.js';
import { quickWorkspace } from '../support/quick-workspace.js';

const dir = emptyDir();
const report = join(dir, 'reports/latest');
const pack = join(report, 'queries.pack');
const page = join(report, 'report.html');
const SIZE = 1800;

/** Header of the pack that a page carries. */
function headerIn(html: string): PackHeader | null {
  const json = /<script type="application\/json" id="page-head">(.*?)<\/script>/.exec(html)?.[1] ?? '';
  return (JSON.parse(json) as { pack: PackHeader | null }).pack;
}
const shown = (): PackHeader | null => headerIn(readFileSync(page, 'utf8'));

beforeAll(async () => {
  await quickWorkspace(dir, SIZE, 3);
  expect(routelab(dir, 'run').stderr).toMatch(/texts {4}prompts, labels and answers of all of them\n/);
});

describe('the texts of a report', () => {
  it('are all in the pack and in the page, with what was recorded', () => {
    const { queries, texts, blocks } = shown() as PackHeader;
    expect(texts).toMatchObject({ mode: 'all', queries });
    expect(blocks.map(({ name }) => name)).toEqual(expect.arrayContaining(['columns', 'ids', 'texts-0', 'texts-1']));
    expect(shown()).toEqual(JSON.parse(readFileSync(pack, 'utf8').split('\n', 1)[0] as string));
  });

  it('are the same bytes when the page is made again', () => {
    const before = readFileSync(page);
    expect(routelab(dir, 'report')).toMatchObject({ code: 0, stderr: 'wrote reports/latest/report.html\n' });
    expect(readFileSync(page).equals(before)).toBe(true);
  });

  it('become fewer when the page is made again with fewer', () => {
    expect(routelab(dir, 'report', '--texts', 'sample').code).toBe(0);
    expect(shown()?.texts).toMatchObject({ mode: 'sample', queries: 500, reason: 'a sample by --texts sample' });
    expect(routelab(dir, 'report', '--texts', 'none').code).toBe(0);
    expect(shown()?.texts).toMatchObject({ mode: 'none', queries: 0 });
    expect(readFileSync(page, 'utf8')).toContain('no prompts, labels or answers (left out by --texts none)');
    expect(routelab(dir, 'report').code).toBe(0);
    expect(shown()?.texts.mode).toBe('all');
  });

  it('are refused in any other measure', () => {
    const { code, stderr } = routelab(dir, 'report', '--texts', 'some');
    expect(code).toBe(2);
    expect(stderr).toMatch(/texts.*some.*none, sample, all/s);
  });
});

describe('results without their queries', () => {
  const spoilt = (spoil: (file: string) => void): string => {
    const other = emptyDir();
    for (const file of ['results.json', 'queries.pack']) cpSync(join(report, file), join(other, file));
    spoil(join(other, 'queries.pack'));
    return other;
  };
  it.each([
    [
      'a pack of other results',
      (file: string) => changed(file, /"inputsHash":"./, '"inputsHash":"x'),
      'belongs to other results',
    ],
    ['a pack of another version', (file: string) => changed(file, 'queries@1', 'queries@9'), 'is of another version'],
    ['a pack of other columns', (file: string) => changed(file, '"served/0"', '"swerve/0"'), 'is of another version'],
    [
      'a pack of fewer dictionaries',
      (file: string) => changed(file, '"reasonPlaces"', '"reasonplaces"'),
      'is of another version',
    ],
    ['a pack of other rows', (file: string) => changed(file, /"rows":\["./, '"rows":["x'), 'belongs to other results'],
    ['half a pack', (file: string) => writeFileSync(file, readFileSync(file).subarray(0, -10)), 'is cut off'],
    ['what is no pack', (file: string) => writeFileSync(file, 'nothing'), 'is of another version'],
  ])('say why: %s', async (_, spoil, reason) => {
    const { results, file } = await readResults(join(spoilt(spoil), 'results.json'));
    expect(await readPack(file, results)).toEqual({ absent: `queries.pack ${reason}` });
  });

  it('make a page that says so', () => {
    const other = spoilt((file) => rmSync(file));
    const { code, stderr } = routelab(other, 'report', 'results.json');
    expect(code).toBe(0);
    const reason = 'there is no queries.pack beside the results';
    expect(stderr).toContain(`note  the page has no query explorer: ${reason}\n`);
    const html = readFileSync(join(other, 'report.html'), 'utf8');
    expect(headerIn(html)).toBeNull();
    expect(html).toContain(`not in this page: ${reason}`);
  });
});

function changed(file: string, from: RegExp | string, to: string): void {
  writeFileSync(`${file}.new`, readFileSync(file, 'latin1').replace(from, to), 'latin1');
  renameSync(`${file}.new`, file);
}
