import { counted } from '../../domain/measured-text.js';
import type { Audit, Results } from '../../domain/results.js';
import type { Tile } from '../choice-view.js';
import { DASH, formatCount, formatNumber, formatShare } from '../format.js';
import { headroomText, priceText } from '../protocol-text.js';
import { type PlainTable, plainTable } from './plain-table.js';

export interface WorkloadSection {
  readonly summary: string;
  readonly headroom: string;
  readonly tiles: readonly Tile[];
  readonly audits: readonly { readonly level: string; readonly sign: string; readonly cls: string; readonly message: string }[];
  readonly models: PlainTable | null;
  readonly categories: PlainTable | null;
}

const SIGN = { error: '✗', warn: '▲', note: '●' } as const satisfies Record<Audit['level'], string>;
const CLASS = { error: 'fail', warn: 'undecided', note: 'note' } as const satisfies Record<Audit['level'], string>;
const LEVELS = ['error', 'warn', 'note'] as const;

/** What was measured on, what routing could win there, and what the audits found: gravest first. */
export function workloadSection(results: Results): WorkloadSection {
  const { workload, audits } = results;
  return {
    summary: summary(results),
    headroom: headroomText(results),
    tiles: headroomTiles(results),
    audits: LEVELS.flatMap((wanted) =>
      audits
        .filter(({ level }) => level === wanted)
        .map(({ level, message }) => ({ level, sign: SIGN[level], cls: CLASS[level], message })),
    ),
    models: modelTable(results),
    categories: plainTable({
      label: 'Categories',
      columns: [
        ['category', 'text'],
        ['queries', 'number'],
        ['share', 'number'],
      ],
      rows: workload.categories.map(({ category, n }) => [category, formatCount(n), formatShare(n / workload.queries)]),
    }),
  };
}

function summary({ workload, experiment }: Results): string {
  const { oldestRecordedAt: oldest, newestRecordedAt: newest } = workload;
  const days = [oldest, newest].map((at) => at?.slice(0, 10));
  const when = oldest === null ? 'undated' : days[0] === days[1] ? `of ${days[0]}` : `of ${days[0]} to ${days[1] ?? DASH}`;
  const made = experiment.synthetic ? ' Both were made by a simulator.' : '';
  return `${counted(workload.queries, 'query', 'queries')} in ${counted(workload.categories.length, 'category', 'categories')}, recordings ${when} of ${counted(workload.models.length, 'model')}.${made}`;
}

function headroomTiles({ headroom }: Results): Tile[] {
  return [
    {
      title: 'best single model',
      value: formatNumber(headroom.bestSingle.quality, 'fraction'),
      detail: headroom.bestSingle.modelId,
    },
    { title: 'oracle', value: formatNumber(headroom.oracleQuality, 'fraction'), detail: 'best answer of every query' },
    { title: 'choice matters on', value: formatShare(headroom.choiceMatters), detail: 'of queries some model does better' },
    { title: 'any model right on', value: formatShare(headroom.anyRight), detail: 'of queries; the rest no router can win' },
  ];
}

function modelTable(results: Results): PlainTable | null {
  const { workload, protocol } = results;
  return plainTable({
    label: 'Models',
    caption: `Prices per million tokens: ${priceText(protocol)}.`,
    columns: [
      ['model', 'text'],
      ['provider', 'text'],
      ['tags', 'text'],
      ['input', 'number'],
      ['output', 'number'],
      ['queries recorded', 'number'],
      ['errors', 'number'],
      ['refusals', 'number'],
    ],
    rows: workload.models.map((model) => [
      model.modelId,
      model.provider,
      model.tags.join(', ') || DASH,
      formatNumber(model.inputUsdPerMTok, 'usd'),
      formatNumber(model.outputUsdPerMTok, 'usd'),
      workload.queries === 0 ? DASH : `${formatCount(model.recorded)} (${formatShare(model.recorded / workload.queries)})`,
      formatCount(model.errors),
      formatCount(model.refusals),
    ]),
  });
}
