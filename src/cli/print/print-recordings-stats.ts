import type { ModelRecordings, RecordingsStats } from '../../app/recordings/recordings-stats.js';
import { counted } from '../../domain/measured-text.js';
import { DASH, formatCount, formatNumber } from '../../report/format.js';
import { inertText } from '../../report/inert-text.js';
import { colour } from './colour.js';
import { textTable } from './text-table.js';
import { stdoutWidth } from './wrap-line.js';

const COLUMNS: readonly { readonly title: string; readonly left?: true; readonly of: (model: ModelRecordings) => string }[] = [
  { title: 'model', left: true, of: ({ modelId }) => inertText(modelId) },
  { title: 'cells', of: ({ cells }) => formatCount(cells) },
  { title: 'missing', of: ({ missing }) => (missing === null ? DASH : formatCount(missing)) },
  { title: 'errors', of: ({ errors }) => formatCount(Object.values(errors).reduce((sum, count) => sum + count, 0)) },
  { title: 'samples', of: ({ samples }) => formatCount(samples) },
  { title: 'tokens in', of: ({ tokens }) => formatCount(tokens.input) },
  { title: 'out', of: ({ tokens }) => formatCount(tokens.output) },
  { title: 'cost', of: ({ costUsd, unpriced, cells }) => (unpriced === cells ? DASH : formatNumber(costUsd, 'usd')) },
  { title: 'recorded', left: true, of: daysOf },
  { title: 'unused', of: ({ unused }) => formatCount(unused) },
  { title: 'superseded', of: ({ superseded }) => formatCount(superseded) },
  { title: 'bytes', of: ({ bytes }) => formatCount(bytes) },
];

/** Stored recordings as a table, and under it what does not fit into one. */
export function statsLines(stats: RecordingsStats): string[] {
  const { models, judges, files, bytes, queries, samples, tornTails } = stats;
  const columns = COLUMNS.map(({ title, left }, priority) => ({
    title,
    align: left ? ('left' as const) : ('right' as const),
    priority,
  }));
  const rows = (counts: readonly ModelRecordings[]) =>
    counts.map((model) => ({ chosen: false, cells: COLUMNS.map(({ of }) => of(model)) }));
  const verdicts = judges.length === 0 ? [] : [{ title: 'verdicts', rows: rows(judges) }];
  return [
    colour.bold(`${inertText(stats.experiment)} · ${inertText(stats.recordings)}`),
    `  ${counted(files, 'file')}, ${counted(bytes, 'byte')} on the disk; wanted: ${counted(queries, 'query', 'queries')} × ${counted(samples, 'sample')} of each model`,
    ...textTable(columns, [{ title: 'recordings', rows: rows(models) }, ...verdicts], stdoutWidth()),
    ...[...models, ...judges].flatMap(notesOf),
    ...(tornTails === 0 ? [] : [`  ${counted(tornTails, 'file')} with a torn last line: the next routelab record sets it aside`]),
  ];
}

function notesOf({ modelId, errors, tokens, unpriced, named, cells }: ModelRecordings): string[] {
  const kinds = Object.entries(errors).map(([kind, count]) => `${inertText(kind)} ${formatCount(count)}`);
  const notes = [
    ...(kinds.length === 0 ? [] : [`errors: ${kinds.join(', ')}`]),
    ...(tokens.cachedInput === 0 ? [] : [`${formatCount(tokens.cachedInput)} tokens in from a cache`]),
    ...(tokens.reasoning === 0 ? [] : [`${formatCount(tokens.reasoning)} tokens out of reasoning`]),
    ...(tokens.estimated === 0 ? [] : [`tokens of ${counted(tokens.estimated, 'cell')} are a guess`]),
    ...(unpriced === 0 ? [] : [`no cost known of ${counted(unpriced, 'cell')}`]),
    ...(named || cells === 0 ? [] : ['no model of the experiment']),
  ];
  return notes.length === 0 ? [] : [colour.dim(`  ${inertText(modelId)}: ${notes.join('; ')}`)];
}

function daysOf({ oldestRecordedAt, newestRecordedAt }: ModelRecordings): string {
  const [from, to] = [oldestRecordedAt?.slice(0, 10), newestRecordedAt?.slice(0, 10)];
  return from === undefined ? DASH : from === to ? from : `${from} to ${to}`;
}
