import type { z } from 'zod';
import type { Results } from '../domain/results.js';
import { type Problem, UserError } from '../domain/user-error.js';
import { RESULTS_VERSION, resultsSchema } from './results-schema.js';

/** Problems named at most; a damaged file can hold thousands. */
const MOST_PROBLEMS = 20;

/**
 * Parsed JSON as results.
 *
 * @throws UserError for another schema version or a damaged file, naming the members that are wrong
 */
export function parseResults(json: unknown): Results {
  checkVersion(json);
  const parsed = resultsSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const more = issues.length - MOST_PROBLEMS;
  throw new UserError([
    ...issues.slice(0, MOST_PROBLEMS).map((issue) => problemOf(json, issue)),
    ...(more > 0 ? [{ message: `${more} more` }] : []),
  ]);
}

function checkVersion(json: unknown): void {
  if (json === null || typeof json !== 'object' || Array.isArray(json) || !('schemaVersion' in json)) {
    throw new UserError({
      message: 'these are not results',
      accepted: 'a results.json that routelab run wrote',
    });
  }
  const { schemaVersion } = json;
  if (schemaVersion === RESULTS_VERSION) return;
  const newer = typeof schemaVersion === 'number' && schemaVersion > RESULTS_VERSION;
  throw new UserError({
    field: 'schemaVersion',
    message: newer ? 'results of a newer version of the tool' : 'results of a version this tool does not read',
    value: JSON.stringify(schemaVersion),
    accepted: String(RESULTS_VERSION),
    hint: newer ? 'update the tool' : 'run the experiment again: routelab run',
  });
}

function problemOf(json: unknown, issue: z.core.$ZodIssue): Problem {
  const value = at(json, issue.path);
  const shown = value === undefined ? {} : { value: shorten(JSON.stringify(value)) };
  const accepted = issue.code === 'invalid_value' ? { accepted: issue.values.map(String).join(', ') } : {};
  return { field: issue.path.map(String).join('.'), message: issue.message, ...shown, ...accepted };
}

/** What stands at a path; undefined where nothing does. */
function at(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value !== null && typeof value === 'object' ? Reflect.get(value, key) : undefined),
    json,
  );
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
