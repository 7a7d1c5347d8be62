import type { Curve, CurvePoint, Results } from '../../domain/results.js';
import { pairRows, thresholdText } from '../chart/curves.js';
import { costView } from '../cost-view.js';
import { DASH, formatEstimate, formatNumber, formatShare } from '../format.js';
import { type PlainTable, plainTable } from './plain-table.js';

export interface SweepSection {
  readonly weak: string;
  readonly strong: string;
  readonly statistics: PlainTable | null;
  readonly points: PlainTable | null;
  /** Whether compared rows are drawn beside the curves, and what the curves were on validation. */
  readonly rows: boolean;
  readonly validated: boolean;
}

/** Sweeps between the weak and the strong model: their statistics and their course in steps of 5 %; null without any. */
export function sweepSection(results: Results): SweepSection | null {
  const { curves, protocol } = results;
  if (curves.length === 0) return null;
  return {
    weak: protocol.pair?.weak ?? 'the weak model',
    strong: protocol.pair?.strong ?? 'the strong model',
    statistics: plainTable({
      label: 'Sweep statistics',
      caption:
        'APGR: area between curve and weak model, 1 being always strong from the start. CPT: smallest share of strong calls that closes 50 or 80 % of the gap.',
      columns: [
        ['sweep', 'text'],
        ['APGR', 'number'],
        ['APGR (11 quantiles)', 'number'],
        ['CPT 50 %', 'number'],
        ['CPT 80 %', 'number'],
      ],
      rows: curves.map(({ label, ...curve }) => [
        label,
        ...[curve.apgr, curve.apgrQuantile, curve.cpt50, curve.cpt80].map((estimate) => formatEstimate(estimate, 'ratio')),
      ]),
    }),
    points: pointTable(results),
    rows: pairRows(results).length > 0,
    validated: curves.some(({ validation }) => validation !== undefined),
  };
}

const STEPS = Array.from({ length: 21 }, (_, index) => index / 20);

function pointTable(results: Results): PlainTable | null {
  const cost = costView(results);
  const scored = (curve: Curve): boolean => curve.points.some(({ threshold }) => threshold != null);
  return plainTable({
    label: 'Sweeps in steps of 5 %',
    caption:
      'Between two measured points the line between them is read. A score is the least one that goes to the strong model at the next measured point.',
    columns: [
      ['strong share', 'text'],
      ...results.curves.flatMap((curve) => [
        ...(scored(curve) ? [[`${curve.label}: score from`, 'number'] as const] : []),
        [`${curve.label}: quality`, 'number'] as const,
        ...(curve.validation === undefined ? [] : [[`${curve.label}: quality, validation`, 'number'] as const]),
        [`${curve.label}: ${cost.title}`, 'number'] as const,
      ]),
    ],
    rows: STEPS.map((share) => [
      formatShare(share),
      ...results.curves.flatMap((curve) => {
        const point = curveAt(curve, share);
        const before = curve.validation === undefined ? undefined : curveAt({ points: curve.validation }, share);
        return [
          ...(scored(curve) ? [point === undefined ? DASH : thresholdText(point)] : []),
          formatNumber(point?.quality ?? null, 'fraction'),
          ...(curve.validation === undefined ? [] : [formatNumber(before?.quality ?? null, 'fraction')]),
          cost.format(point?.cost ?? null),
        ];
      }),
    ]),
  });
}

/** A curve's point at a share, on the line between its neighbours, with the score of the right one; undefined outside the curve. */
export function curveAt({ points }: Pick<Curve, 'points'>, share: number): CurvePoint | undefined {
  const after = points.findIndex(({ strongShare }) => strongShare >= share - 1e-9);
  const right = points[after];
  const left = points[after - 1] ?? right;
  if (right === undefined || left === undefined) return undefined;
  const width = right.strongShare - left.strongShare;
  if (width === 0 && Math.abs(right.strongShare - share) > 1e-9) return undefined;
  const t = width === 0 ? 1 : (share - left.strongShare) / width;
  return {
    strongShare: share,
    quality: left.quality + t * (right.quality - left.quality),
    cost: left.cost === null || right.cost === null ? null : left.cost + t * (right.cost - left.cost),
    ...(right.threshold === undefined ? {} : { threshold: right.threshold }),
  };
}
