import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { importWorkspace } from '../../src/app/import/import-workspace.js';
import { runWorkspace } from '../../src/app/run/run-workspace.js';
import { compared, type GoldenNumber } from './golden-number.js';
import type { GoldenSource } from './sources.js';

/** Imports the sources that are there, runs them as any user would, and looks the numbers up in the results. */
export async function goldenNumbers(data: string, scratch: string, sources: readonly GoldenSource[]): Promise<GoldenNumber[]> {
  const numbers: GoldenNumber[] = [];
  for (const { set, format, path, only, options = {}, expected } of sources) {
    if (!existsSync(join(data, path))) continue;
    const out = join(scratch, set.replaceAll(' ', '-'));
    const part = only === undefined ? {} : { set: only };
    await importWorkspace({ format, path: join(data, path), out, ...part, options, force: false });
    const { results } = await runWorkspace({ experimentFile: join(out, 'routelab.yaml'), remeasure: false, command: [] });
    for (const one of expected) numbers.push(compared(set, one, results));
  }
  return numbers;
}
