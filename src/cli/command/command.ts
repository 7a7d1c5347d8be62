import type { Argv, Options } from 'yargs';
import { UserError } from '../../domain/user-error.js';

/** What a handler is given: parsed options by name. */
export type Arguments = Readonly<Record<string, unknown>>;

/** One command. Handlers load their use case lazily, so that `--help` stays quick. */
export interface Command {
  readonly command: string;
  readonly describe: string;
  readonly options: Readonly<Record<string, Options>>;
  readonly builder: (parser: Argv) => Argv;
  /** Resolves to the exit code. */
  readonly handler: (parsed: Arguments) => Promise<number>;
}

/** A command from its options; positionals are described in `setup`. */
export function defineCommand(command: {
  readonly command: string;
  readonly describe: string;
  readonly options: Readonly<Record<string, Options>>;
  readonly examples?: readonly (readonly [string, string])[];
  readonly setup?: (parser: Argv) => Argv;
  readonly handler: (parsed: Arguments) => Promise<number>;
}): Command {
  return {
    ...command,
    builder: (parser) => {
      const described = (command.setup?.(parser) ?? parser).options(valued(command.options));
      for (const [line, text] of command.examples ?? []) described.example(line, text);
      return described;
    },
  };
}

/**
 * Options with `requiresArg` for all but switches and those that say otherwise: `--out` at the end of a line is a mistake, not a wish
 * for the default.
 */
function valued(options: Readonly<Record<string, Options>>): Record<string, Options> {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [
      name,
      option.type === 'boolean' ? option : { requiresArg: true, ...(option.type === 'number' ? numeric(name, option) : option) },
    ]),
  );
}

/** yargs makes NaN of what is no number; left as it was typed, it can be told. */
function numeric(name: string, { type: _type, ...option }: Options): Options {
  return {
    ...option,
    coerce: (value: unknown) => {
      if (value === undefined || (typeof value === 'number' && !Number.isNaN(value))) return value;
      const problem = Array.isArray(value) ? { message: 'is given twice' } : { message: 'is not a number', accepted: 'a number' };
      throw new UserError({ field: `--${name}`, value: Array.isArray(value) ? value.join(', ') : String(value), ...problem });
    },
  };
}

/** A text option, undefined when not given; UserError-free because yargs types it. */
export function textOption(parsed: Arguments, name: string): string | undefined {
  const value = parsed[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A switch. */
export function flagOption(parsed: Arguments, name: string): boolean {
  return parsed[name] === true;
}

/** A text option that may be given several times. */
export function textsOption(parsed: Arguments, name: string): string[] {
  const value = parsed[name];
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one): one is string => typeof one === 'string');
}
