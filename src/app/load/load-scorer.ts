import { relative, resolve } from 'node:path';
import type { Json } from '../../domain/json.js';
import { type Problem, UserError } from '../../domain/user-error.js';
import { createScorer, type NamedFile, namedFiles } from '../../quality/index.js';
import type { FileKind, Scorer, ScorerModule, ScorerSpec, VerdictOf } from '../../quality/scorer.js';
import { readConfigFile, readTextFile } from './config-file.js';

/** A scorer with the files it was made from. */
export interface LoadedScorer {
  readonly spec: ScorerSpec;
  readonly scorer: Scorer;
  readonly files: readonly string[];
  /** The same scorer with recorded verdicts, by the field of the judge's spec. */
  withVerdicts(verdicts: ReadonlyMap<string, VerdictOf>): Scorer;
}

/**
 * The scorer of a spec, with the modules and schemas it names, read from beside the experiment file.
 *
 * @param field name of the spec in messages
 * @throws UserError with every file that can't be read or isn't what it should be, or with what is wrong in the spec
 */
export async function loadScorer(root: string, spec: ScorerSpec, field = 'scorer'): Promise<LoadedScorer> {
  const named = namedFiles(spec, field);
  const json = new Map<string, Json>();
  const modules = new Map<string, ScorerModule>();
  const texts = new Map<string, string>();
  const problems: Problem[] = [];
  for (const file of named) {
    try {
      const value = await contentOf(root, file);
      if (file.holds === 'module') modules.set(file.path, scorerModule(value, file.path));
      else if (file.holds === 'text') texts.set(file.path, String(value));
      else json.set(file.path, value as Json);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new UserError(problems);
  const contents = {
    json: (path: string) => json.get(path),
    module: (path: string) => modules.get(path),
    text: (path: string) => texts.get(path),
  };
  return {
    spec,
    scorer: createScorer(spec, contents, field),
    files: [...new Set(named.map(({ path }) => resolve(root, path)))],
    withVerdicts: (verdicts) => createScorer(spec, { ...contents, verdicts: (at) => verdicts.get(at) }, field),
  };
}

const MODULE_SHAPE = 'a scorer module is: export default { name, version, score(recording, label, options) { … } }';

/** What files are named like, by what they hold. */
const NAMED: Readonly<Record<FileKind, readonly [pattern: RegExp, accepted: string]>> = {
  module: [/\.[cm]?js$/, 'a module: .mjs or .js'],
  text: [/\.(md|txt)$/, 'a file with text: .md or .txt'],
  json: [/^(?!.*\.[cm]?js$)/, 'a file with JSON or YAML'],
};

async function contentOf(root: string, { path, holds, field }: NamedFile): Promise<unknown> {
  const [pattern, accepted] = NAMED[holds];
  if (!pattern.test(path)) throw new UserError({ field, message: 'not such a file', value: path, accepted });
  const full = resolve(root, path);
  try {
    return holds === 'text' ? await readTextFile(full) : (await readConfigFile(full)).value;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // What is wrong with the name is told where it is named, what is wrong inside with the file's own lines.
    const missing = error.problems.some(({ message }) => message === 'no such file' || message === 'is a folder, not a file');
    if (missing) throw new UserError({ field, message: error.problems[0]?.message ?? '', value: path });
    const shown = relative(process.cwd(), full);
    throw new UserError(
      error.problems.map(({ accepted, ...problem }) => ({
        ...problem,
        file: shown,
        ...(holds === 'module' ? { hint: MODULE_SHAPE } : accepted === undefined ? {} : { accepted }),
      })),
    );
  }
}

/** A module's default export as a scorer. */
function scorerModule(value: unknown, path: string): ScorerModule {
  const held = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const wrong = [
    typeof held['name'] === 'string' && held['name'] !== '' ? [] : { field: 'name', accepted: 'a text' },
    Number.isInteger(held['version']) && Number(held['version']) > 0
      ? []
      : { field: 'version', accepted: 'a whole number from 1; raised when qualities may change' },
    typeof held['score'] === 'function'
      ? []
      : { field: 'score', accepted: 'a function (recording, label, options) → 0..1 or null' },
  ].flat();
  if (wrong.length === 0) return value as ScorerModule;
  throw new UserError(
    wrong.map(({ field, accepted }) => ({
      file: path,
      field: `default.${field}`,
      message: held[field] === undefined ? 'missing' : 'not accepted',
      accepted,
      hint: MODULE_SHAPE,
    })),
  );
}
