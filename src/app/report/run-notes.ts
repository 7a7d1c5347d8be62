import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RunNotes } from '../../report/protocol-text.js';

/** What the run.json beside a results file says for its views; nothing where there is none. */
export async function runNotes(resultsFile: string): Promise<RunNotes> {
  try {
    const notes = JSON.parse(await readFile(join(dirname(resultsFile), 'run.json'), 'utf8')) as RunNotes;
    const { testLook, exports, command, node } = notes;
    return {
      ...(typeof testLook === 'number' ? { testLook } : {}),
      ...(Array.isArray(exports) ? { exports } : {}),
      ...(Array.isArray(command) ? { command: command.map(String) } : {}),
      ...(typeof node === 'string' ? { node } : {}),
    };
  } catch {
    // A view of the results is complete without it.
    return {};
  }
}
