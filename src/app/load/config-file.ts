import { access, readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { type Document, isMap, isPair, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type Problem, UserError } from '../../domain/user-error.js';
import { schemaProblems } from '../../strategy/schema-problems.js';

/** A file of settings with the place of every value in it. */
export interface ConfigFile {
  readonly path: string;
  readonly value: unknown;
  /** Line and column (1-based) of a member: of its key where `key`, else of its value; nothing for files without places. */
  place(path: readonly PropertyKey[], key?: boolean): { readonly line?: number; readonly column?: number };
}

/**
 * Reads a YAML or JSON file, or the default export of an .mjs module.
 *
 * @throws UserError for a missing file and for every syntax error, with line and column
 */
export async function readConfigFile(path: string): Promise<ConfigFile> {
  if (/\.[cm]?js$/.test(path)) return moduleFile(path);
  return yamlFile(path, await readTextFile(path));
}

/** @throws UserError for a missing file */
export async function readTextFile(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new UserError({ file: path, message: 'no such file' });
    if (error.code === 'EISDIR') throw new UserError({ file: path, message: 'is a folder, not a file' });
    throw error;
  });
}

/** Parses YAML (JSON is YAML) keeping places. */
export function yamlFile(path: string, text: string): ConfigFile {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: true, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new UserError(
      document.errors.map((error) => {
        const { line, col } = counter.linePos(error.pos[0]);
        return { file: path, line, column: col, message: `not valid YAML: ${error.message}` };
      }),
    );
  }
  return {
    path,
    value: document.toJS({ maxAliasCount: 100 }),
    place: (at, key = false) => {
      const offset = offsetOf(document, at, key);
      if (offset === null) return {};
      const { line, col } = counter.linePos(offset);
      return { line, column: col };
    },
  };
}

async function moduleFile(path: string): Promise<ConfigFile> {
  await access(path).catch(() => {
    throw new UserError({ file: path, message: 'no such file' });
  });
  try {
    const { default: value } = (await import(pathToFileURL(path).href)) as { default?: unknown };
    if (value === undefined)
      throw new UserError({ file: path, message: 'has no default export', accepted: 'export default defineExperiment({ … })' });
    return { path, value, place: () => ({}) };
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError({ file: path, message: `could not be loaded: ${(error as Error).message}` });
  }
}

/** Where a member starts; for a path that ends in nothing, where its nearest parent does. */
function offsetOf(document: Document, path: readonly PropertyKey[], key: boolean): number | null {
  let node: unknown = document.contents;
  let offset = (node as Node | null)?.range?.[0] ?? null;
  for (const [depth, step] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && String((item.key as { value?: unknown } | null)?.value ?? item.key) === String(step),
      );
      if (pair === undefined) return offset;
      const keyOffset = (pair.key as Node | null)?.range?.[0] ?? offset;
      node = pair.value;
      const valueOffset = (node as Node | null)?.range?.[0];
      offset = key && depth === path.length - 1 ? keyOffset : (valueOffset ?? keyOffset);
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = (node as Node | null)?.range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}

/**
 * A file's value as its schema has it.
 *
 * @throws UserError with every problem: file, line, column, field, value, what is accepted, the nearest match
 */
export function parseConfig<T>(file: ConfigFile, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(file.value);
  if (parsed.success) return parsed.data;
  throw new UserError(placed(file, schemaProblems(parsed.error.issues, schema, file.value)));
}

/** Adds a file's places to problems that name a field inside it; not to those of another file or of the command line. */
export function placed(file: ConfigFile, problems: readonly Problem[]): Problem[] {
  return problems.map(({ ofKey, ...problem }) => {
    if (problem.file !== undefined || problem.field?.startsWith('--') === true) return problem;
    const place = problem.field === undefined ? {} : file.place(fieldPath(problem.field, file.value), ofKey);
    return { file: file.path, ...place, ...problem };
  });
}

/** The path of a field name such as `pipeline[1].rules[0].when.prompt.tokens`, where keys may hold dots themselves. */
function fieldPath(field: string, value: unknown): PropertyKey[] {
  const path: PropertyKey[] = [];
  let rest = field;
  let held = value;
  while (rest !== '') {
    const index = /^\[(\d+)\]\.?/.exec(rest);
    if (index !== null) {
      path.push(Number(index[1]));
      rest = rest.slice(index[0].length);
    } else {
      const keys = held !== null && typeof held === 'object' ? Object.keys(held) : [];
      const own = keys
        .filter((key) => rest === key || rest.startsWith(`${key}.`) || rest.startsWith(`${key}[`))
        .sort((a, b) => b.length - a.length)[0];
      if (own === undefined) return path;
      path.push(own);
      rest = rest.slice(own.length).replace(/^\./, '');
    }
    held = (held as Record<PropertyKey, unknown> | undefined)?.[path[path.length - 1] as PropertyKey];
  }
  return path;
}
