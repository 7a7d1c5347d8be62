import picocolors from 'picocolors';

/**
 * Colours for a terminal's reader: only where both streams are one, unless FORCE_COLOR asks for them; never with NO_COLOR.
 * A pipe in CI gets plain text.
 */
export const colour = picocolors.createColors(wanted(process.env));

function wanted(env: NodeJS.ProcessEnv): boolean {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  if (env['FORCE_COLOR'] !== undefined) return env['FORCE_COLOR'] !== '0';
  return process.stdout.isTTY === true && process.stderr.isTTY === true && env['TERM'] !== 'dumb';
}
