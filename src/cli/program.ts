import yargs from 'yargs';
import { version } from '../app/version.js';
import { nearest } from '../domain/nearest.js';
import { UserError } from '../domain/user-error.js';
import { commands } from './command/index.js';
import { printError } from './print-error.js';

/**
 * Parses and runs one command line. Exit codes: 0 ok, 1 our bug, 2 usage or input, 3 gate or constraint not met,
 * 4 incomplete.
 */
export async function program(args: readonly string[]): Promise<number> {
  let exitCode = 0;
  const parser = yargs([...args])
    .scriptName('routelab')
    .usage(
      'routelab <command>\n\nReplay recorded answers against routing strategies, compare them honestly, ship the one you measured.',
    )
    .version(version())
    .help()
    .alias('help', 'h')
    .strict()
    .recommendCommands()
    .demandCommand(1, 'Name a command.')
    .completion('completion', 'Print a completion script for bash or zsh')
    .epilogue('Results go to stdout, chatter to stderr. NO_COLOR is honoured.')
    .wrap(Math.min(110, process.stdout.columns ?? 110))
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message, error) => {
      throw error instanceof Error && error.name !== 'YError' ? error : usageError(message, args);
    });
  for (const command of commands) {
    parser.command({
      ...command,
      handler: async (parsed: Parameters<typeof command.handler>[0]) => {
        exitCode = await command.handler(parsed);
      },
    });
  }
  try {
    await parser.parseAsync();
    return exitCode;
  } catch (error) {
    return printError(error);
  }
}

/** yargs says which words it doesn't know; we say which one was probably meant. */
function usageError(message: string, args: readonly string[]): UserError {
  const unknown = /^Unknown arguments?: (.+)$/.exec(message)?.[1]?.split(', ') ?? [];
  const command = commands.find((one) => args.includes(one.command.split(' ')[0] ?? ''));
  const known = Object.keys(command?.options ?? {});
  const word = unknown[0];
  if (word === undefined) return new UserError({ message, hint: 'routelab --help lists commands and options' });
  const close = nearest(word, known);
  return new UserError({
    message: `unknown option --${word}`,
    ...(known.length > 0 ? { accepted: known.map((name) => `--${name}`).join(' ') } : {}),
    ...(close === undefined ? {} : { nearest: `--${close}` }),
    hint: `routelab ${command?.command.split(' ')[0] ?? ''} --help`.replace('  ', ' '),
  });
}
