import type { PrunedRecordings, UnusedLines } from '../../app/recordings/prune-recordings.js';
import type { RedactedRecordings } from '../../app/recordings/redact-recordings.js';
import { counted } from '../../domain/measured-text.js';
import { inertText } from '../../report/inert-text.js';
import { colour } from './colour.js';

/** What was dropped, or would be. */
export function prunedLines({ recordings, done, files }: PrunedRecordings): string[] {
  if (files.length === 0) return [`${inertText(recordings)}: nothing unused`];
  const lines = files.reduce((sum, one) => sum + one.lines, 0);
  return [
    ...files.flatMap(unusedLines),
    done
      ? `dropped  ${counted(lines, 'line')}; each file stays as it was beside it, as .bak`
      : `would drop ${counted(lines, 'line')}: nothing is changed without --yes`,
  ];
}

function unusedLines({ file, lines, kept, models, ofQueries }: UnusedLines): string[] {
  return [
    `${inertText(file)}: ${counted(lines, 'line')} unused, ${counted(kept, 'line')} kept`,
    ...Object.entries(models).map(([id, count]) =>
      colour.dim(`  ${inertText(id)} is no model of the experiment: ${counted(count, 'line')}`),
    ),
    ...(ofQueries === 0 ? [] : [colour.dim(`  queries that the dataset doesn't have: ${counted(ofQueries, 'line')}`)]),
  ];
}

/** What was redacted, or would be: never the texts themselves. */
export function redactedLines({ recordings, done, files, leftAlone }: RedactedRecordings): string[] {
  const lines = files.reduce((sum, one) => sum + one.lines, 0);
  return [
    ...files.map(({ file, lines: own, kinds }) => {
      const texts = Object.entries(kinds).map(([kind, count]) => `${kind} ${count}`);
      return `${inertText(file)}: ${counted(own, 'line')}${texts.length === 0 ? '' : ` with ${texts.join(', ')}`}`;
    }),
    files.length === 0
      ? `${inertText(recordings)}: nothing to redact`
      : done
        ? `redacted ${counted(lines, 'line')}; nothing is kept of them as they were`
        : `would redact ${counted(lines, 'line')}: nothing is changed without --yes`,
    ...leftAlone.map((file) => colour.dim(`left alone, and may hold the same: ${inertText(file)}`)),
  ];
}
