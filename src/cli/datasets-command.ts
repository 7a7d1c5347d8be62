import { findExperiment } from '../app/load/find-experiment.js';
import { type ColumnDescription, type DescribedDataset, describedDataset } from '../app/workspace/describe-workspace.js';
import { counted } from '../domain/measured-text.js';
import { formatCount, formatNumber, formatShare } from '../report/format.js';
import { inertText } from '../report/inert-text.js';
import { colour } from './print/colour.js';
import { textTable } from './print/text-table.js';

/** Categories shown; the rest is counted (`--json` has them all). */
const MOST_CATEGORIES = 30;

/** `routelab datasets`: counts, parts, signals, coverage, categories and headroom of the experiment's dataset. */
export async function datasetsCommand(request: {
  readonly experiment: string | undefined;
  readonly json: boolean;
}): Promise<number> {
  const described = await describedDataset(await findExperiment(request.experiment, process.cwd()));
  process.stdout.write(request.json ? `${JSON.stringify(described)}\n` : `${lines(described).join('\n')}\n`);
  return 0;
}

function lines(described: DescribedDataset): string[] {
  return [
    colour.bold(`${inertText(described.name)}${described.synthetic ? ' · SYNTHETIC DATA' : ''}`),
    ...counts(described).map(([what, text]) => `  ${what.padEnd(12)} ${text}`),
    '',
    ...signals(described),
    ...coverage(described),
    ...categories(described),
    ...headroom(described),
  ];
}

function counts(described: DescribedDataset): [string, string][] {
  const { queries, groups, repeatedPrompts, nearCopies, promptTokens, parts, recordedBetween } = described;
  const near = nearCopies === null ? '' : `, ${counted(nearCopies, 'near-copy', 'near-copies')}`;
  return [
    ['dataset', inertText(described.dataset)],
    ['queries', `${formatCount(queries)} in ${counted(groups, 'group')}; ${counted(repeatedPrompts, 'repeated prompt')}${near}`],
    ['references', `${formatCount(described.withReference)} of ${formatCount(queries)} queries`],
    [
      'tokens',
      `${formatCount(promptTokens.total)} estimated in prompts; median ${formatCount(promptTokens.median)}, p95 ${formatCount(promptTokens.p95)}, longest ${formatCount(promptTokens.most)}`,
    ],
    ...(parts.length === 0
      ? []
      : [['parts', parts.map(({ part, queries: n }) => `${part} ${formatCount(n)}`).join(', ')] as [string, string]]),
    ...(described.difficulties.known === 0 ? [] : [['difficulty', valuesText(described.difficulties)] as [string, string]]),
    ['recorded', recordedBetween === null ? 'undated' : recordedBetween.map((at) => at.slice(0, 10)).join(' to ')],
  ];
}

function valuesText({ values, distinct }: ColumnDescription): string {
  const more = distinct > values.length ? `, … ${formatCount(distinct - values.length)} more` : '';
  return values.map(({ value, n }) => `${inertText(String(value)).slice(0, 40)} ${formatCount(n)}`).join(', ') + more;
}

function signals({ signals: all, queries }: DescribedDataset): string[] {
  const rows = all.map((signal) => ({
    chosen: false,
    cells: [inertText(signal.name), formatShare(signal.known / queries), formatCount(signal.distinct), valuesText(signal)],
  }));
  return section('signals', ['signal', 'known', 'values', 'most frequent'], rows, 3);
}

function coverage({ coverage: all, queries }: DescribedDataset): string[] {
  const rows = all.map(({ modelId, ok, error, unscored, missing }) => ({
    chosen: false,
    cells: [inertText(modelId), ...[ok, error, unscored, missing].map(formatCount), formatShare(ok / queries)],
  }));
  return rows.length === 0
    ? [colour.bold('COVERAGE'), '  nothing is recorded yet', '']
    : section('coverage', ['model', 'ok', 'error', 'unscored', 'missing', 'share ok'], rows);
}

function categories({ categories: all, queries }: DescribedDataset): string[] {
  const rows = all.slice(0, MOST_CATEGORIES).map(({ category, n, headroom: room }) => ({
    chosen: false,
    cells: [
      inertText(category),
      formatCount(n),
      formatShare(n / queries),
      formatNumber(room?.bestSingle.quality ?? null, 'fraction'),
      formatNumber(room?.oracleQuality ?? null, 'fraction'),
      formatShare(room?.choiceMatters ?? null),
      inertText(room?.bestSingle.modelId ?? ''),
    ],
  }));
  const titles = ['category', 'queries', 'share', 'best single', 'oracle', 'choice matters', 'best model'];
  const left = all.length - rows.length;
  const more = left > 0 ? [`  … ${counted(left, 'more category', 'more categories')} (--json has all)`, ''] : [];
  return [...section('categories', titles, rows, 6), ...more];
}

function headroom({ headroom: room, complete, queries }: DescribedDataset): string[] {
  if (room === null) return [];
  const { bestSingle, oracleQuality } = room;
  const gap = oracleQuality - bestSingle.quality;
  return [
    colour.bold(`HEADROOM  on ${formatCount(complete)} of ${formatCount(queries)} queries (complete for every compared model)`),
    `  best single ${formatNumber(bestSingle.quality, 'fraction')} (${inertText(bestSingle.modelId)}), oracle ${formatNumber(oracleQuality, 'fraction')}: at most ${(100 * gap).toFixed(1)} points to win`,
    `  the choice matters on ${formatShare(room.choiceMatters)} of the queries; some model is right on ${formatShare(room.anyRight)}`,
  ];
}

type Rows = Parameters<typeof textTable>[1][number]['rows'];

/** A table under its title; column `text`, where given, is set left like the first one. Nothing without rows. */
function section(title: string, titles: readonly string[], rows: Rows, text?: number): string[] {
  if (rows.length === 0) return [];
  const columns = titles.map((name, index) => ({
    title: name,
    align: index === 0 || index === text ? ('left' as const) : ('right' as const),
    priority: index,
  }));
  const width = process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
  return [...textTable(columns, [{ title, rows }], width), ''];
}
