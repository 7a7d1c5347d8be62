import yargs from 'yargs';
import { version } from '../app/version.js';
import { commands } from './command/index.js';
import { printError } from './print/print-error.js';
import { COMPLETION, usageError } from './usage-error.js';

/**
 * Parses and runs one command line. Exit codes: 0 ok, 1 our bug, 2 usage or input, 3 gate or constraint not met,
 * 4 incomplete.
 */
export async function program(args: readonly string[]): Promise<number> {
  let exitCode = 0;
  const parser = yargs([...args])
    .scriptName('routelab')
    // Its sentences are read again and put into ours.
    .locale('en')
    .usage(
      'routelab <command>\n\nReplay recorded answers against routing strategies, compare them honestly, ship the one you measured.',
    )
    .version(version())
    .help()
    .alias('help', 'h')
    .strict()
    .recommendCommands()
    .demandCommand(1, 'Name a command.')
    .completion(COMPLETION, 'Print a completion script for bash or zsh')
    .epilogue('Results go to stdout, chatter to stderr. NO_COLOR is honoured.')
    .wrap(Math.min(110, process.stdout.columns ?? 110))
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message, error) => {
      throw error instanceof Error && error.name !== 'YError' ? error : usageError(message, args, commands);
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
