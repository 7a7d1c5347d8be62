import type { VerifiedRecordings } from '../../app/recordings/verify-recordings.js';
import { counted } from '../../domain/measured-text.js';
import type { Problem } from '../../domain/user-error.js';
import { inertText } from '../../report/inert-text.js';
import { colour } from './colour.js';
import { problemLines } from './print-error.js';

/** What was checked, then every finding with its place. */
export function verifiedLines(verified: VerifiedRecordings): string[] {
  const { files, lines, keys, keysLeft, findings, notes } = verified;
  const left = keysLeft === 0 ? '' : `, ${counted(keysLeft, 'line')} without a request to make one from`;
  const verdict = findings.length === 0 ? colour.green('✓ whole') : colour.red(`✗ ${counted(findings.length, 'finding')}`);
  return [
    colour.bold(`${inertText(verified.experiment)} · ${inertText(verified.recordings)}`),
    `  ${counted(files, 'file')}, ${counted(lines, 'line')}; ${counted(keys, 'key')} made again${left}`,
    ...notes.map((note) => colour.dim(`  ${inertText(note)}`)),
    ...problemLines(findings.map(inert)),
    `  ${verdict}`,
  ];
}

/** Lines of a file that was tampered with may hold anything. */
function inert(problem: Problem): Problem {
  const { message, value, field } = problem;
  return {
    ...problem,
    message: inertText(message),
    ...(value === undefined ? {} : { value: inertText(value) }),
    ...(field === undefined ? {} : { field: inertText(field) }),
  };
}
