import { nearest } from '../domain/nearest.js';
import { type Problem, UserError } from '../domain/user-error.js';
import type { Command } from './command/command.js';

/** What was typed, and what could have been. */
interface Usage {
  readonly args: readonly string[];
  readonly commands: readonly Command[];
  /** The command of the line; undefined where none of ours stands there. */
  readonly command: Command | undefined;
}

/** What yargs says of a wrong command line, in our own words: the word as it was typed, what is accepted, the nearest match. */
export function usageError(message: string, args: readonly string[], commands: readonly Command[]): UserError {
  const command = commands.find((one) => nameOf(one) === args.find((word) => !word.startsWith('-')));
  const usage: Usage = { args, commands, command };
  const hint = `routelab ${command === undefined ? '' : `${nameOf(command)} `}--help`;
  const problems = problemsOf(message, usage);
  return new UserError(problems.map((problem, index) => (index === problems.length - 1 ? { ...problem, hint } : problem)));
}

function problemsOf(message: string, usage: Usage): readonly Problem[] {
  const unknown = /^Unknown (?:argument|command)s?: (.+)$/.exec(message)?.[1]?.split(', ');
  if (unknown !== undefined) return [unknownWord(unknown[0] ?? '', usage)];
  if (/^(Did you mean|Name a command)/.test(message)) return [unknownCommand(usage)];
  const choices = [...message.matchAll(/Argument: (.+?), Given: (.+?), Choices: (.+)/g)];
  if (choices.length > 0) return choices.map(([, name = '', given = '', list = '']) => notAChoice(name, given, list, usage));
  const valueless = /^Not enough arguments following: (.+)$/.exec(message)?.[1];
  if (valueless !== undefined) return [{ field: asTyped(valueless, usage), message: 'needs a value' }];
  if (/^Not enough non-option arguments/.test(message)) return [missingWord(usage)];
  const required = /^Missing required arguments?: (.+)$/.exec(message)?.[1]?.split(', ');
  if (required !== undefined) return required.map((name) => ({ field: `--${name}`, message: 'is missing' }));
  return [{ message: message.replaceAll(/\s*\n\s*/g, ' ') }];
}

/** An option or a word that no command takes. */
function unknownWord(word: string, usage: Usage): Problem {
  const { args, command } = usage;
  const typed = asTyped(word, usage);
  if (command === undefined) return typed.startsWith('-') ? { message: `unknown option ${typed}` } : unknownCommand(usage);
  if (!typed.startsWith('-') && args.includes(typed)) {
    return { message: 'is one word too many', value: typed, accepted: `routelab ${command.command}` };
  }
  const known = Object.keys(command.options).map((name) => `--${name}`);
  return { message: `unknown option ${typed}`, accepted: known.join(' '), ...close(`--${word}`, known) };
}

/** The one command that yargs brings along. */
export const COMPLETION = 'completion';

function unknownCommand({ args, commands }: Usage): Problem {
  const known = [...commands.map(nameOf), COMPLETION];
  const word = args.find((one) => !one.startsWith('-'));
  if (word === undefined) return { message: 'name a command', accepted: known.join(' ') };
  return { message: `unknown command ${word}`, accepted: known.join(' '), ...close(word, known) };
}

function notAChoice(name: string, given: string, list: string, usage: Usage): Problem {
  const unquoted = (text: string): string => text.trim().replace(/^"(.*)"$/, '$1');
  const accepted = list.split(', ').map(unquoted);
  const value = unquoted(given);
  const option = usage.command !== undefined && name in usage.command.options;
  return {
    field: option ? asTyped(name, usage) : `<${name}>`,
    message: 'not accepted',
    value,
    accepted: accepted.join(', '),
    ...close(value, accepted),
  };
}

/** The first word that a command asks for and did not get. */
function missingWord({ args, command }: Usage): Problem {
  const asked = [...(command?.command.matchAll(/<(\w+)>/g) ?? [])].map(([word]) => word);
  const given = args.filter((word) => !word.startsWith('-')).length - 1;
  const missing = asked[given] ?? asked.at(-1) ?? '';
  return { field: missing, message: 'is missing', accepted: `routelab ${command?.command ?? ''}` };
}

/** An option as it stands on the command line (`--no-report`, `-z`), where yargs names it bare. */
function asTyped(name: string, { args }: Usage): string {
  const forms = [`--${name}`, `--no-${name}`, `-${name}`, name];
  return args.map((word) => word.split('=')[0] as string).find((word) => forms.includes(word)) ?? `--${name}`;
}

function nameOf({ command }: Command): string {
  return command.split(' ')[0] ?? '';
}

function close(word: string, known: readonly string[]): Pick<Problem, 'nearest'> {
  const found = nearest(word, known);
  return found === undefined ? {} : { nearest: found };
}
