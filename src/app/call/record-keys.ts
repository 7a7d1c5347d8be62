import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { UserError } from '../../domain/user-error.js';

/** Where keys come from, and what must never be written. */
export interface RecordKeys {
  /** The value of a variable: the process's own before the file's; undefined where it is not set or empty. */
  read(name: string): string | undefined;
  /** Everything here that may be a key. */
  readonly secrets: readonly string[];
}

/** Values of variables with such names are never written, used or not. */
const SECRET_NAME = /KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL/i;
/** Shorter values are settings: `true`, `disabled`, a path. */
const SHORTEST_SECRET = 16;

/**
 * Keys from the environment, and from a file of NAME=value lines where one is named.
 *
 * @param used variables that hold keys, whatever their names and lengths
 */
export async function recordKeys(envFile: string | null, used: readonly string[], env: NodeJS.ProcessEnv): Promise<RecordKeys> {
  const file = envFile === null ? {} : await envFileOf(envFile);
  const read = (name: string): string | undefined => [env[name], file[name]].find((value) => value !== undefined && value !== '');
  const likely = Object.entries({ ...file, ...env })
    .filter(([name, value]) => SECRET_NAME.test(name) && (value ?? '').length >= SHORTEST_SECRET)
    .map(([, value]) => value);
  const secrets = new Set([
    ...used.map(read),
    ...Object.values(file).filter((value) => value.length >= SHORTEST_SECRET),
    ...likely,
  ]);
  // The longest first: one may be part of another.
  const known = [...secrets].filter((value) => value !== undefined).sort((a, b) => b.length - a.length);
  return { read, secrets: known };
}

async function envFileOf(path: string): Promise<Record<string, string>> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new UserError({ file: path, message: 'no such file of keys' });
    throw error;
  });
  return parseEnv(text) as Record<string, string>;
}
