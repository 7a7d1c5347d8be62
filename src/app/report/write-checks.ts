import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Check } from '../../report/check-view.js';
import { junitXml } from '../../report/junit.js';

/** Writes checks as JUnit XML; folders on the way are made. */
export async function writeJunit(path: string, checks: readonly Check[], strict: boolean): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, junitXml(checks, strict));
}

/** GitHub refuses a step's summary above this size, whole. */
const MOST_SUMMARY_BYTES = 1024 * 1024 - 1024;

/**
 * Adds Markdown to the summary of a GitHub Actions step.
 *
 * @returns false where it is too large to be taken
 */
export async function appendStepSummary(path: string, markdown: string): Promise<boolean> {
  if (Buffer.byteLength(markdown) > MOST_SUMMARY_BYTES) return false;
  await appendFile(path, `${markdown}\n`);
  return true;
}
