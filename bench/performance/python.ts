import { spawnSync } from 'node:child_process';
import type { Anchor } from './benchmark.js';

const PYTHON = process.env['PYTHON'] ?? 'python3';

/** Seconds that an anchor in Python prints, given its sizes, or a file; said to be missing where there is no Python with what it takes. */
export function pythonAnchor(what: string, script: string, ...given: (number | string)[]): Anchor {
  const path = new URL(`anchor/${script}`, import.meta.url).pathname;
  const { status, stdout, stderr } = spawnSync(PYTHON, [path, ...given.map(String)], { encoding: 'utf8' });
  const seconds = Number(stdout);
  if (status === 0 && seconds > 0) return { what, value: seconds };
  const [, missing] = /No module named '(\w+)/.exec(stderr ?? '') ?? [];
  return { what, missing: `not measured, there is no Python${missing === undefined ? '' : ` with ${missing}`} here` };
}
