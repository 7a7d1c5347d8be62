import type { Estimate } from '../../src/domain/estimate.js';
import type { Results } from '../../src/domain/results.js';

/** A number of ours beside its source's. */
export interface GoldenNumber {
  readonly set: string;
  readonly what: string;
  /** As published or recomputed, with its digits. */
  readonly source: string;
  /** Ours, to the same digits. */
  readonly ours: string;
  readonly interval: string;
  readonly agrees: boolean;
  /** Why it does not agree, where that is known. */
  readonly why: string;
}

/** What to look up in a set's results, and what the source says. */
export interface Expected {
  readonly what: string;
  readonly source: string;
  /** Ours × scale is what the source prints: 10 for scores of ten, 100 for percent. */
  readonly scale?: number;
  /** Known reason for a difference. */
  readonly why?: string;
  of(results: Results): Estimate;
}

/** Ours beside the source's, to the source's digits. */
export function compared(set: string, expected: Expected, results: Results): GoldenNumber {
  const { what, source, scale = 1, why = '' } = expected;
  const { value, low, high } = expected.of(results);
  const digits = source.includes('.') ? source.length - source.indexOf('.') - 1 : 0;
  const shown = (number: number | null): string =>
    number === null
      ? '—'
      : source.includes('e')
        ? (scale * number).toExponential(source.indexOf('e') - source.indexOf('.') - 1)
        : (scale * number).toFixed(digits).replace(/^(-?)0\./, '$1.');
  return {
    set,
    what,
    source,
    ours: shown(value),
    interval: low === null || high === null || low === high ? '' : `${shown(low)} to ${shown(high)}`,
    agrees: shown(value) === source,
    why,
  };
}

/** Queries the headline numbers rest on. */
export function measured({ protocol }: Results): Estimate {
  return exactly(protocol.parts[0]?.complete ?? null);
}

/** A share of the headroom, as it stands in the results (without an interval). */
export const headroom =
  (of: (room: Results['headroom']) => number) =>
  (results: Results): Estimate =>
    exactly(of(results.headroom));

/** A metric of a row. */
export const metric =
  (row: string, name: string) =>
  (results: Results): Estimate =>
    results.rows.find(({ id }) => id === row)?.metrics[name] ?? exactly(null);

/** A metric of the weak or the strong single model. */
export const ofPair =
  (side: 'weak' | 'strong', name = 'quality.mean') =>
  (results: Results): Estimate =>
    metric(`single:${results.protocol.pair?.[side]}`, name)(results);

/** A metric of a set of operating points. */
export const ofFrontier =
  (id: string, name: string) =>
  (results: Results): Estimate =>
    results.frontiers.find((frontier) => frontier.id === id)?.metrics[name] ?? exactly(null);

/** A row's quality minus the reference's. */
export const difference =
  (row: string) =>
  (results: Results): Estimate =>
    results.rows.find(({ id }) => id === row)?.versusReference?.quality ?? exactly(null);

/** The exact p-value of the weak or the strong model against the reference. */
export const mcnemar =
  (side: 'weak' | 'strong') =>
  ({ rows, protocol }: Results): Estimate =>
    exactly(rows.find(({ id }) => id === `single:${protocol.pair?.[side]}`)?.versusReference?.test?.pValue ?? null);

/** How many operating points are vertices of their non-decreasing hull. */
export const onHull =
  (id: string) =>
  (results: Results): Estimate =>
    exactly(results.frontiers.find((frontier) => frontier.id === id)?.points.filter((point) => point.onHull).length ?? null);

/** A statistic of a sweep. */
export const sweep =
  (row: string, statistic: 'apgr' | 'apgrQuantile' | 'cpt50' | 'cpt80') =>
  (results: Results): Estimate =>
    results.curves.find(({ rowId }) => rowId === row)?.[statistic] ?? exactly(null);

/** How much better the strong model is than the weak one. */
export function strongMinusWeak(results: Results): Estimate {
  const versus = results.rows.find(({ id }) => id === `single:${results.protocol.pair?.weak}`)?.versusReference?.quality;
  if (versus === undefined || versus.value === null || versus.low === null || versus.high === null) return exactly(null);
  return { value: -versus.value, low: -versus.high, high: -versus.low, n: versus.n };
}

function exactly(value: number | null): Estimate {
  return { value, low: value, high: value, n: 0 };
}
