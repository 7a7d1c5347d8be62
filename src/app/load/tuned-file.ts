import { readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parseDocument, stringify } from 'yaml';
import type { Json } from '../../domain/json.js';
import { UserError } from '../../domain/user-error.js';
import { canonicalJson } from '../../router/identity/canonical-json.js';
import { searchSpace } from '../../strategy/search-space.js';
import type { Parameters, Strategy } from '../../strategy/strategy.js';

const MADE = '# Made by routelab tune';

/** What the tuned form of a strategy is called. */
export function tunedName(name: string): string {
  return `${name}.tuned`;
}

/** Where the tuned form of a strategy file goes: beside it. */
export function tunedPath(path: string): string {
  return join(dirname(path), `${basename(path).replace(/\.(ya?ml|json)$/, '')}.tuned.yaml`);
}

/**
 * Writes a strategy file with a value in the place of every range; all else, comments too, stays as it was written.
 *
 * @param from the file with the ranges
 * @param tuned what the new file must come to
 * @throws UserError where a file stands there that no tuning made
 */
export async function writeTuned(from: string, original: Strategy, parameters: Parameters, tuned: Strategy): Promise<string> {
  const path = tunedPath(from);
  const held = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (held !== null && !held.startsWith(MADE)) {
    throw new UserError({ file: path, message: 'would be overwritten, and was not made by routelab tune', hint: 'move it away' });
  }
  const head = `${MADE} from ${basename(from)}: tune again rather than edit.\n`;
  await writeFile(`${path}.partial`, head + tunedText(await readFile(from, 'utf8'), original, parameters, tuned));
  await rename(`${path}.partial`, path);
  return path;
}

function tunedText(text: string, original: Strategy, parameters: Parameters, tuned: Strategy): string {
  const document = parseDocument(text);
  document.set('name', tuned.name);
  for (const { name, path } of searchSpace(original).dimensions) document.setIn(path, document.createNode(parameters[name]));
  const { pipeline, execution } = document.toJS() as { pipeline: Json; execution?: Json };
  // Through an anchor that stands in several places one value would change another.
  const same = (a: Json | undefined, b: Json | undefined): boolean => canonicalJson(a ?? null) === canonicalJson(b ?? null);
  if (same(pipeline, tuned.pipeline as readonly Json[] as Json) && same(execution, tuned.execution))
    return document.toString({ lineWidth: 0 });
  const ranged = { pipeline: tuned.pipeline, ...(tuned.execution === undefined ? {} : { execution: tuned.execution }) };
  return stringify({ ...(document.toJS() as object), ...ranged }, { lineWidth: 0 });
}
