import type { Problem } from '../../../domain/user-error.js';

/** Typed access to one record of a file. A value of the wrong type is a problem with file, line and field; the value is then absent. */
export interface RecordFields {
  /** The first of these fields that holds a text that isn't empty. */
  text(...names: string[]): string | undefined;
  /** The first of these fields that holds anything, as a number from 0 to `most`. */
  number(names: readonly string[], most?: number): number | undefined;
  /** Likewise, as a whole number from 0. */
  count(...names: string[]): number | undefined;
  flag(name: string): boolean | undefined;
  /** A nested record; one without fields where it is absent or null. */
  inner(name: string): RecordFields;
  /** The value as it stands; null and absent are both undefined. */
  raw(name: string): unknown;
  /** What was wrong so far, nested records included. */
  readonly problems: readonly Problem[];
  /** Adds a problem of this record. */
  complain(problem: Problem): void;
}

/** Reads `record`, which stands on `line` of `file`. */
export function recordFields(record: unknown, file: string, line: number): RecordFields {
  return fieldsOf(record, { file, line, prefix: '', problems: [] });
}

interface Place {
  readonly file: string;
  readonly line: number;
  /** Path of the record inside the line, with a dot at its end. */
  readonly prefix: string;
  readonly problems: Problem[];
}

function fieldsOf(record: unknown, place: Place): RecordFields {
  const values = (typeof record === 'object' && record !== null && !Array.isArray(record) ? record : {}) as Record<
    string,
    unknown
  >;
  const raw = (name: string): unknown => values[name] ?? undefined;
  const firstOf = (names: readonly string[]): string | undefined => names.find((name) => raw(name) !== undefined);
  const complain = (problem: Problem): void => {
    place.problems.push({ file: place.file, line: place.line, ...problem });
  };
  const wrong = (name: string, accepted: string): undefined => {
    const value = JSON.stringify(raw(name)).slice(0, 60);
    complain({ field: place.prefix + name, message: 'not a value of this field', value, accepted });
    return undefined;
  };
  return {
    raw,
    complain,
    problems: place.problems,
    text(...names) {
      const name = names.find((one) => raw(one) !== undefined && raw(one) !== '');
      if (name === undefined) return undefined;
      const value = raw(name);
      return typeof value === 'string' ? value : wrong(name, 'a text');
    },
    number(names, most = Number.MAX_VALUE) {
      const name = firstOf(names);
      if (name === undefined) return undefined;
      const value = raw(name);
      const fits = typeof value === 'number' && value >= 0 && value <= most;
      return fits ? value : wrong(name, most === Number.MAX_VALUE ? 'a number from 0' : `a number from 0 to ${most}`);
    },
    count(...names) {
      const name = firstOf(names);
      if (name === undefined) return undefined;
      const value = raw(name);
      return typeof value === 'number' && value >= 0 && Number.isSafeInteger(value)
        ? value
        : wrong(name, 'a whole number from 0');
    },
    flag(name) {
      const value = raw(name);
      return value === undefined || typeof value === 'boolean' ? value : wrong(name, 'true, false');
    },
    inner(name) {
      const value = raw(name);
      if (value !== undefined && (typeof value !== 'object' || Array.isArray(value))) wrong(name, 'an object');
      return fieldsOf(value, { ...place, prefix: `${place.prefix}${name}.` });
    },
  };
}
