import { join } from 'node:path';
import { importWorkspace } from '../../src/app/import-workspace.js';
import { runWorkspace } from '../../src/app/run-workspace.js';
import type { Estimate } from '../../src/domain/estimate.js';
import type { Results } from '../../src/domain/results.js';

/** A number of ours beside its source's. */
export interface GoldenNumber {
  readonly set: string;
  readonly what: string;
  /** As published, with its digits. */
  readonly source: string;
  /** Ours, to the same digits. */
  readonly ours: string;
  readonly interval: string;
  readonly agrees: boolean;
}

/** What to look up in a set's results, and what the source says. */
interface Expected {
  readonly what: string;
  readonly source: string;
  of(results: Results): Estimate;
}

const single = (strong: boolean) => (results: Results) =>
  metric(results, `single:${strong ? results.protocol.pair?.strong : results.protocol.pair?.weak}`, 'quality.mean');
const length = (statistic: 'apgr' | 'apgrQuantile' | 'cpt50' | 'cpt80') => (results: Results) =>
  curve(results, 'control:prompt_length')[statistic];

const SETS: Readonly<Record<string, readonly Expected[]>> = {
  gsm8k: [
    { what: 'queries left after decontamination', source: '1307', of: count },
    { what: 'accuracy, weak model', source: '.637337', of: single(false) },
    { what: 'accuracy, strong model', source: '.857689', of: single(true) },
    { what: 'either right (oracle)', source: '.92961', of: (results) => metric(results, 'control:oracle', 'quality.mean') },
    { what: 'strong − weak', source: '.220352', of: difference },
    { what: 'length router, APGR over every score', source: '.597784', of: length('apgr') },
    { what: 'length router, APGR, 11 quantiles', source: '.598655', of: length('apgrQuantile') },
    { what: 'length router, CPT 50 %', source: '.37', of: length('cpt50') },
    { what: 'length router, CPT 80 %', source: '.67', of: length('cpt80') },
    { what: 'random router, APGR', source: '.50', of: (results) => curve(results, 'control:random').apgr },
  ],
  mmlu: [
    { what: 'queries left after decontamination', source: '6382', of: count },
    { what: 'accuracy, weak model', source: '.654184', of: single(false) },
    { what: 'accuracy, strong model', source: '.775306', of: single(true) },
    { what: 'either right (oracle)', source: '.839235', of: (results) => metric(results, 'control:oracle', 'quality.mean') },
    {
      what: 'category oracle, in-sample',
      source: '.787527',
      of: (results) => metric(results, 'control:category_oracle', 'quality.mean'),
    },
    { what: 'length router, APGR over every score', source: '.632345', of: length('apgr') },
    { what: 'random router, APGR', source: '.50', of: (results) => curve(results, 'control:random').apgr },
  ],
};

/** Imports both sets, runs them, and looks the numbers up in the results. */
export async function goldenNumbers(routellm: string, scratch: string): Promise<GoldenNumber[]> {
  const numbers: GoldenNumber[] = [];
  for (const [set, expected] of Object.entries(SETS)) {
    const out = join(scratch, set);
    await importWorkspace({ format: 'routellm', path: routellm, out, set, options: {}, force: false });
    const { results } = await runWorkspace({ experimentFile: join(out, 'routelab.yaml'), remeasure: false, command: [] });
    for (const one of expected) numbers.push(compared(set, one, results));
  }
  return numbers;
}

function compared(set: string, { what, source, of }: Expected, results: Results): GoldenNumber {
  const { value, low, high } = of(results);
  const digits = source.includes('.') ? source.length - source.indexOf('.') - 1 : 0;
  const shown = (number: number | null): string => (number === null ? '—' : number.toFixed(digits).replace(/^(-?)0\./, '$1.'));
  return {
    set,
    what,
    source,
    ours: shown(value),
    interval: low === null || high === null || low === high ? '' : `${shown(low)} to ${shown(high)}`,
    agrees: shown(value) === source,
  };
}

function count({ protocol }: Results): Estimate {
  const value = protocol.parts[0]?.complete ?? null;
  return { value, low: value, high: value, n: value ?? 0 };
}

function metric(results: Results, row: string, name: string): Estimate {
  return results.rows.find(({ id }) => id === row)?.metrics[name] ?? missing();
}

function difference(results: Results): Estimate {
  const versus = results.rows.find(({ id }) => id === `single:${results.protocol.pair?.weak}`)?.versusReference?.quality;
  if (versus === undefined || versus.value === null || versus.low === null || versus.high === null) return missing();
  return { value: -versus.value, low: -versus.high, high: -versus.low, n: versus.n };
}

function curve(results: Results, row: string): Results['curves'][number] {
  const found = results.curves.find(({ rowId }) => rowId === row);
  if (found === undefined) throw new Error(`no curve ${row}`);
  return found;
}

function missing(): Estimate {
  return { value: null, low: null, high: null, n: 0 };
}
