import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { nearest } from '../../domain/nearest.js';
import type { Results } from '../../domain/results.js';
import { UserError } from '../../domain/user-error.js';
import { loadRouter } from '../../router/load.js';
import type { Router } from '../../router/router.js';
import { readResults } from '../report/read-results.js';
import { routerFile } from '../report/write-report.js';

/** A router with the file it came from. */
export interface LoadedRouter {
  readonly name: string;
  readonly path: string;
  readonly router: Router;
}

/**
 * Routers by the path of a router.json (or of a folder that holds one), or by a strategy's name in the workspace's latest report; the chosen one
 * where none is named.
 *
 * @param fieldOf what an error calls the place where a router was named
 */
export async function loadRouters(
  root: string,
  named: readonly string[],
  fieldOf: (index: number) => string = () => '--router',
): Promise<LoadedRouter[]> {
  const loaded: LoadedRouter[] = [];
  for (const path of named.length === 0
    ? [await chosenRouter(root)]
    : await Promise.all(named.map((name, index) => routerPath(root, name, fieldOf(index))))) {
    const router = await readRouter(path);
    const { name } = router.config;
    const twin = loaded.some((one) => one.name === name);
    loaded.push({ name: twin ? `${name} (${path})` : name, path, router });
  }
  return loaded;
}

async function readRouter(path: string): Promise<Router> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'EISDIR') throw error;
    throw new UserError({ file: path, message: 'no router here', accepted: 'a router.json, as routelab export writes it' });
  });
  try {
    return loadRouter(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) throw new UserError({ file: path, message: `not JSON: ${error.message}` });
    if (error instanceof UserError) throw new UserError(error.problems.map((problem) => ({ file: path, ...problem })));
    throw error;
  }
}

async function chosenRouter(root: string): Promise<string> {
  const { results, file } = await latest(root);
  const { choice } = results;
  const row = results.rows.find(({ id }) => 'rowId' in choice && choice.rowId === id);
  if (row?.strategy !== undefined) return join(dirname(file), 'routers', routerFile(row.strategy));
  throw new UserError({
    field: '--router',
    message: `nothing was chosen (${choice.kind}), so name a router`,
    accepted: strategiesOf(results).join(', ') || 'the path of a router.json',
  });
}

async function routerPath(root: string, name: string, field: string): Promise<string> {
  const inside = join(name, 'router.json');
  if (existsSync(inside)) return inside;
  if (existsSync(name)) return name;
  const reported = await latest(root).catch((error: unknown) => {
    // Without a report only paths are routers.
    if (error instanceof UserError && !existsSync(join(root, 'reports', 'latest'))) return null;
    throw error;
  });
  if (reported === null)
    throw new UserError({
      field,
      message: 'no such router',
      value: name,
      accepted: 'the path of a router.json',
      hint: 'routelab run measures the strategies, which can then be named',
    });
  const { results, file } = reported;
  const names = strategiesOf(results);
  if (names.includes(name)) return join(dirname(file), 'routers', routerFile(name));
  const close = nearest(name, names);
  throw new UserError({
    field,
    message: 'no such router',
    value: name,
    accepted: [...names, 'the path of a router.json'].join(', '),
    ...(close === undefined ? {} : { nearest: close }),
  });
}

async function latest(root: string): Promise<{ readonly results: Results; readonly file: string }> {
  return readResults(join(root, 'reports', 'latest'));
}

function strategiesOf({ rows }: Results): string[] {
  return rows.flatMap(({ kind, strategy }) => (kind === 'router' && strategy !== undefined ? [strategy] : []));
}
