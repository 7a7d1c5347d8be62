import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Workbench } from '../../experiment/workbench.js';
import { canonicalJson } from '../../router/identity/canonical-json.js';

/** Where looks at test parts are noted. */
export function testLooksFile(root: string): string {
  return join(root, 'reports', 'test-looks.jsonl');
}

/** The number that a look with these inputs has; null where none is noted. */
export async function notedLook(path: string, inputs: string): Promise<number | null> {
  const looks = await readLooks(path);
  const look = looks.find((one) => one.inputs === inputs);
  return look === undefined ? null : inputsSeen(looks, look.test).indexOf(inputs) + 1;
}

/** What a test part was looked at with, in the order of first sight. */
function inputsSeen(looks: readonly TestLook[], test: string): readonly string[] {
  return [...new Set(looks.filter((look) => look.test === test).map(({ inputs }) => inputs))];
}

/** One line of `reports/test-looks.jsonl`: somebody saw numbers of a test part. */
export interface TestLook {
  /** Names the test part: its queries, and the bytes of their dataset. */
  readonly test: string;
  /** Hash of everything the numbers were made from: the same again shows nothing new, and is no other look. */
  readonly inputs: string;
  readonly at: string;
}

/**
 * Notes that the test part of a comparison, or every query of a cross-fitted one, was looked at.
 *
 * @returns which look at this part it is, from 1; the same inputs keep their number. Null without a split.
 */
export async function noteTestLook(
  path: string,
  bench: Workbench,
  hashes: { readonly dataset: string; readonly inputs: string },
  at: string,
): Promise<number | null> {
  if (bench.experiment.split.kind === 'none') return null;
  return noteLook(path, { test: testName(bench, hashes.dataset), inputs: hashes.inputs, at });
}

/** The same of a test part that is named otherwise. */
export async function noteLook(path: string, look: TestLook): Promise<number> {
  const seen = inputsSeen(await readLooks(path), look.test);
  const known = seen.indexOf(look.inputs);
  if (known >= 0) return known + 1;
  await mkdir(dirname(path), { recursive: true });
  await appendFile(path, `${JSON.stringify(look)}\n`);
  return seen.length + 1;
}

/** Of a cross-fitted comparison, every query is looked at. */
function testName(bench: Workbench, dataset: string): string {
  const rows = bench.split.folds === null ? bench.rowsIn('test') : bench.rowsIn('all');
  return testPartName(dataset, Array.from(rows, (row) => bench.dataset.queries.ids.get(row)).sort());
}

/**
 * The hash of `{dataset, ids}` as canonical JSON, made as the ids come by.
 *
 * @param dataset hash of the dataset's bytes
 * @param ids of the test part's queries, in the order of their UTF-16 units
 */
export function testPartName(dataset: string, ids: Iterable<string>): string {
  const hash = createHash('sha256').update(`{"dataset":${canonicalJson(dataset)},"ids":[`);
  let before = '';
  for (const id of ids) {
    hash.update(`${before}${canonicalJson(id)}`);
    before = ',';
  }
  return hash.update(']}').digest('hex');
}

/** What is no look (a torn line) is passed over: a count must not stop a comparison. */
async function readLooks(path: string): Promise<TestLook[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap((line) => {
    try {
      const look = JSON.parse(line) as Partial<TestLook>;
      return typeof look.test === 'string' && typeof look.inputs === 'string' ? [look as TestLook] : [];
    } catch {
      return [];
    }
  });
}
