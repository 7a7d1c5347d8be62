import type { ResultRow, Results } from '../domain/results.js';
import { costView } from './cost-view.js';
import { DASH, formatEstimate, formatNumber, formatPoints, formatShare, metricOf, points } from './format.js';
import { intervalBar, type Scale } from './interval-bar.js';
import { shortName } from './row-name.js';
import { type TableView, tableView } from './table-view.js';

const SIGN = { pass: '✓', fail: '✗', undecided: '?' } as const;

/** Everything the page template shows, as text; drawings are added by the caller. */
export function pageView(results: Results): object {
  const { experiment, protocol, choice } = results;
  const part = protocol.parts.find((one) => one.part === protocol.reportedOn);
  return {
    name: experiment.name,
    synthetic: experiment.synthetic,
    measured: `${part?.complete ?? 0} of ${part?.queries ?? 0} queries${protocol.reportedOn === 'test' ? ' of the held-out test part' : ''} · inputs ${results.inputs.hash.slice(0, 12)} · ${results.tool.name} ${results.tool.version}`,
    verdict: results.verdict,
    tone: toneOf(results),
    reasons: 'confidence' in choice ? [`${choice.why} ${choice.confidence}`] : [],
    tiles: tiles(results),
    ...constraintTable(results),
    ...comparison(results),
    ...costQualityTable(results),
    ...sweeps(results),
    ...heatMap(results),
    ...shareTable(results),
    candidates: candidates(results),
    ...dataSection(results),
    metrics: results.metrics,
    provenance: provenance(results),
    files: results.inputs.files,
    footer: `${results.tool.name} ${results.tool.version}. Made from results.json alone; the same inputs give the same page.${experiment.synthetic ? ' The data is synthetic.' : ''}`,
  };
}

function toneOf({ choice }: Results): string {
  if (choice.kind === 'infeasible') return 'bad';
  if ('test' in choice) return choice.test === 'confirmed' ? 'good' : choice.test === 'contradicted' ? 'bad' : 'open';
  return 'open';
}

function chosenRow({ rows, choice }: Results): ResultRow | undefined {
  return rows.find(({ id }) => 'rowId' in choice && choice.rowId === id);
}

function tiles(results: Results): object[] {
  const row = chosenRow(results);
  const versus = row?.versusReference;
  if (row === undefined || versus == null) return [];
  const { reference } = results.protocol;
  return [
    {
      title: 'cheaper',
      value: versus.timesCheaper.value === null ? DASH : `${versus.timesCheaper.value.toFixed(2)} ×`,
      detail: `than ${reference}`,
    },
    {
      title: 'quality',
      value: versus.quality.value === null ? DASH : `${points(versus.quality.value)} pts`,
      detail: `${formatPoints(versus.quality)} against ${reference}`,
    },
    {
      title: 'p95 latency',
      value: `${formatNumber(metricOf(row, 'latency.p95').value, 'ms')} ms`,
      detail: formatEstimate(metricOf(row, 'latency.p95'), 'ms'),
    },
    {
      title: 'over chance',
      value:
        metricOf(row, 'gain.random_at_shares').value === null
          ? DASH
          : `${points(metricOf(row, 'gain.random_at_shares').value ?? 0)} pts`,
      detail: 'quality above random routing with the same model shares',
    },
  ];
}

function constraintTable(results: Results): object {
  const rows = results.rows.filter(({ constraints }) => constraints.length > 0);
  const chosen = chosenRow(results)?.id;
  return {
    constraintTitles: rows[0]?.constraints.map(({ text }) => text) ?? [],
    constraints: rows.map((row) => ({
      label: row.label,
      chosen: row.id === chosen,
      cells: row.constraints.map(({ verdict, observed, unit }) => ({
        verdict,
        sign: SIGN[verdict],
        observed: formatEstimate(observed, unit),
      })),
    })),
  };
}

function comparison(results: Results): object {
  const { columns, sections } = withoutColumn(tableView(results), 'models');
  const scale = qualityScale(results);
  const cls = (index: number): string => (columns[index]?.align === 'right' ? 'r' : '');
  const [first, ...others] = columns;
  const shown = [first, { title: 'interval', align: 'left' }, ...others];
  return {
    tableCaption: `Quality difference paired on the same queries; ${100 * results.protocol.bootstrap.confidence} % intervals. Best first by the objective (${results.protocol.objective}) on ${results.protocol.chosenOn ?? 'all queries'}.`,
    columns: shown.map((column) => ({ title: column?.title ?? '', cls: column?.align === 'right' ? 'r' : '' })),
    columnCount: shown.length,
    sections: sections.map(({ title, rows }) => ({
      title,
      rows: rows.map(({ id, chosen, cells }) => ({
        chosen,
        name: cells[0],
        bar: intervalBar(metricOf(rowOf(results, id), 'quality.mean'), scale),
        cells: cells.slice(1).map((text, index) => ({ text, cls: cls(index + 1) })),
      })),
    })),
  };
}

/** The table less one column: the page shows model shares in a section of their own. */
function withoutColumn({ columns, sections }: TableView, id: string): TableView {
  const at = columns.findIndex((column) => column.id === id);
  const keep = <T>(_: T, index: number): boolean => index !== at;
  return {
    columns: columns.filter(keep),
    sections: sections.map(({ title, rows }) => ({
      title,
      rows: rows.map((row) => ({ ...row, cells: row.cells.filter(keep) })),
    })),
  };
}

function rowOf({ rows }: Results, id: string): ResultRow {
  return rows.find((row) => row.id === id) as ResultRow;
}

function qualityScale({ rows }: Results): Scale {
  const ends = rows.flatMap((row) => {
    const { value, low, high } = metricOf(row, 'quality.mean');
    return value === null ? [] : [low ?? value, high ?? value];
  });
  return { from: Math.min(...ends), to: Math.max(...ends) };
}

function costQualityTable(results: Results): object {
  return {
    costTitle: costView(results).title,
    points: results.rows.map((row) => ({
      label: row.label,
      kind: row.kind === 'control' ? (row.marks.includes('single_model') ? 'single model' : 'control') : 'strategy',
      cost: formatEstimate(metricOf(row, 'cost.per1k'), costView(results).unit),
      quality: formatEstimate(metricOf(row, 'quality.mean'), 'fraction'),
      front: results.front.includes(row.id) ? 'yes' : '',
    })),
  };
}

function sweeps({ curves, protocol }: Results): object {
  return {
    weak: protocol.pair?.weak ?? '',
    strong: protocol.pair?.strong ?? '',
    curves: curves.map((curve) => ({
      label: curve.label,
      apgr: formatEstimate(curve.apgr, 'ratio'),
      apgrQuantile: formatEstimate(curve.apgrQuantile, 'ratio'),
      cpt50: formatEstimate(curve.cpt50, 'ratio'),
      cpt80: formatEstimate(curve.cpt80, 'ratio'),
    })),
  };
}

/** Fewer queries than this in a category say little. */
const FEW = 20;

function heatMap({ rows, protocol }: Results): object {
  const shown = rows.filter(
    (row) =>
      row.byCategory.length > 0 && (row.kind !== 'control' || row.marks.includes('single_model')) && row.versusReference !== null,
  );
  return {
    reference: protocol.reference,
    heatColumns: shown.map((row) => (row.marks.includes('single_model') ? shortName(row.label) : row.label)),
    heat: (shown[0]?.byCategory ?? []).map(({ category, n }, index) => ({
      category,
      n,
      cells: shown.map((row) => heatCell(row.byCategory[index])),
    })),
  };
}

function heatCell(cell: ResultRow['byCategory'][number] | undefined): { text: string; cls: string } {
  const { value, low, high } = cell?.difference ?? { value: null, low: null, high: null };
  if (cell === undefined || value === null) return { text: DASH, cls: 'few' };
  if (cell.n < FEW) return { text: points(value), cls: 'few' };
  if (low !== null && low > 0) return { text: `▲ ${points(value)}`, cls: 'up' };
  if (high !== null && high < 0) return { text: `▼ ${points(value)}`, cls: 'down' };
  return { text: points(value), cls: '' };
}

function shareTable({ rows }: Results): object {
  return {
    shares: rows
      .filter(({ kind }) => kind !== 'control')
      .map((row) => ({
        label: row.label,
        cells: [
          ...row.shares.map(({ share }) => formatShare(share)),
          formatShare(metricOf(row, 'rate.fallback').value ?? 0),
          formatShare(metricOf(row, 'rate.failed').value ?? 0),
        ],
      })),
  };
}

function candidates(results: Results): object[] {
  const unit = costView(results).unit;
  return results.candidates.map((one) => ({
    id: one.id,
    parameters:
      Object.entries(one.parameters)
        .map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
        .join(', ') || DASH,
    quality: formatEstimate(one.quality, 'fraction'),
    cost: one.cost.value === null ? DASH : formatNumber(1000 * one.cost.value, unit),
    constraints: one.constraints.map(({ verdict }) => SIGN[verdict]).join(' ') || DASH,
    selected: one.selected ? 'yes' : '',
  }));
}

function dataSection({ workload, headroom, audits, protocol }: Results): object {
  const { bestSingle } = headroom;
  return {
    headroom: `Best single model: ${bestSingle.modelId} at ${formatNumber(bestSingle.quality, 'fraction')}. An oracle would reach ${formatNumber(headroom.oracleQuality, 'fraction')}. On ${formatShare(headroom.choiceMatters)} of the queries the choice of the model matters; on ${formatShare(headroom.anyRight)} at least one model is right.`,
    audits: audits.map(({ level, message }) => ({
      level,
      message,
      cls: level === 'error' ? 'fail' : level === 'warn' ? 'undecided' : '',
    })),
    prices: [protocol.pricedAt ?? 'undated', ...(protocol.priceSource === null ? [] : [protocol.priceSource])].join(', '),
    models: workload.models.map((model) => ({
      ...model,
      tags: model.tags.join(', '),
      input: formatNumber(model.inputUsdPerMTok, 'usd'),
      output: formatNumber(model.outputUsdPerMTok, 'usd'),
      recorded: `${model.recorded} of ${workload.queries}`,
    })),
  };
}

function provenance({ experiment, protocol, inputs, workload, tool }: Results): { term: string; text: string }[] {
  const parts = protocol.parts.map(
    ({ part, queries, groups, complete }) =>
      `${part}: ${queries} queries in ${groups} groups${complete === null ? '' : `, ${complete} complete`}`,
  );
  return [
    { term: 'Tool', text: `${tool.name} ${tool.version}` },
    { term: 'Experiment', text: experiment.file },
    { term: 'Inputs', text: inputs.hash },
    { term: 'Split', text: `${JSON.stringify(protocol.split)}; ${parts.join('; ')}` },
    {
      term: 'Scorer',
      text: `${protocol.scorer.type} version ${protocol.scorer.version}; right from a quality of ${protocol.rightAt === 'full' ? '1' : 'more than 0'}`,
    },
    {
      term: 'Intervals',
      text: `${protocol.bootstrap.replicates} Poisson bootstrap resamples of whole groups, seed ${protocol.bootstrap.seed}, percentile method; latency by order statistics`,
    },
    { term: 'Samples', text: `${protocol.samples} per query and model at most` },
    {
      term: 'Recorded',
      text: workload.oldestRecordedAt === null ? 'undated' : `${workload.oldestRecordedAt} to ${workload.newestRecordedAt ?? ''}`,
    },
  ];
}
