import type { Constraint } from '../../compare/constraint.js';
import { codedValue } from '../../domain/column.js';
import { type Estimate, UNAVAILABLE } from '../../domain/estimate.js';
import { latencyRatio } from '../../metric/estimate/latency-ratio.js';
import { qualityDifference, retentionEstimate } from '../../metric/estimate/paired.js';
import { shareEstimate } from '../../metric/estimate/share.js';
import { latencyEstimates } from '../../metric/latency.js';
import { type Part, subPart } from '../../metric/part.js';
import { armSums, estimated, resampled } from '../../metric/resampled.js';
import { withWidth } from '../../metric/score-arm.js';
import { type Arm, armOfModel } from '../../replay/arm.js';
import type { RouteColumns } from '../../router/router.js';
import type { Workbench } from '../workbench.js';
import { privacyViolations } from './privacy.js';

type Of<K extends Constraint['kind']> = Extract<Constraint, { kind: K }>;

/** What a row shows of each constraint that is no function of resampled totals, in the experiment's order; null for the others. */
export type Observed = readonly (Estimate | null)[];

/** Observes rows on a part, by what they did and where they would have gone (in each walk, where there are several). What the constraints need of the part and of the reference is made once. */
export function observer(
  bench: Workbench,
  part: Part,
  reference: number,
): (arm: Arm, walks: readonly RouteColumns[]) => Observed {
  const other = armOfModel(reference, bench.means);
  const slices = new Map<string, Part>();
  const slice = (category: string): Part => {
    const held = slices.get(category) ?? subPart(part, (query) => codedValue(bench.dataset.labels.category, query) === category);
    slices.set(category, held);
    return held;
  };
  return (arm, walks) =>
    bench.experiment.constraints.map((constraint) => {
      switch (constraint.kind) {
        case 'category_quality':
          return categoryQuality(bench, constraint, slice(constraint.category ?? ''), arm, other);
        case 'latency':
          return latencyEstimates(arm.latencies, part, constraint.confidence)[`latency.p${constraint.percentile}`] ?? UNAVAILABLE;
        case 'relative_latency':
          return latencyRatio(arm.latencies, other.latencies, part, constraint.percentile, {
            ...bench.experiment.bootstrap,
            confidence: constraint.confidence,
          });
        case 'share':
          return firstShare(bench, constraint, part, arm);
        case 'privacy':
          return exactly(privacyViolations(bench, constraint, walks, part.rows), part.rows.length);
        default:
          return null;
      }
    });
}

function categoryQuality(
  bench: Workbench,
  { of, confidence }: Of<'category_quality'>,
  part: Part,
  arm: Arm,
  reference: Arm,
): Estimate {
  const n = part.rows.length;
  if (n === 0) return UNAVAILABLE;
  const sums = [arm, reference].map((one) => armSums(one, part, bench.means, bench.isRight, ['quality']));
  const totals = resampled(sums, part, bench.experiment.bootstrap);
  if (of === 'reference') return retentionEstimate(totals, qualityDifference(totals, 0, 1), 1, n, confidence);
  return withWidth(
    estimated(totals, (view) => view.of(0, 'quality') / view.weight, n, confidence),
    totals.groups,
    confidence,
  );
}

/** Unknown where first calls are not known one by one. */
function firstShare({ table }: Workbench, { models, confidence }: Of<'share'>, part: Part, { first, firsts }: Arm): Estimate {
  if (first === null) return UNAVAILABLE;
  const counted = new Set(models.map((id) => table.modelIds.indexOf(id)));
  const walks = firsts ?? [first];
  const asked = (query: number): number => walks.filter((walk) => counted.has(walk[query] as number)).length;
  return shareEstimate(part, (query) => asked(query) / walks.length, confidence);
}

/** A count is no sample: it has no interval but itself. */
function exactly(value: number, n: number): Estimate {
  return { value, low: value, high: value, n };
}
