import { maxSamples, type OutcomeTable } from '../../domain/outcome-table.js';
import { UserError } from '../../domain/user-error.js';
import { sampleCandidates } from '../../strategy/expand.js';
import { agreementAsked } from '../../strategy/policy/cascade.js';
import type { LoadedStrategy } from './load-strategies.js';

/** Samples of one model that a strategy compares, at most; null where none compares any. */
interface AskedSamples {
  readonly samples: number;
  readonly path: string;
  readonly field: string;
}

/** The most samples of one model that any strategy compares; null where no strategy does. */
export function askedSamples(strategies: readonly LoadedStrategy[]): AskedSamples | null {
  const asked = strategies.flatMap(({ strategy, path }) =>
    sampleCandidates(strategy).flatMap(({ pipeline, shipped }) => [
      ...pipeline.flatMap((policy, index) => {
        const samples = agreementAsked(policy);
        return samples === null ? [] : [{ samples, path, field: `pipeline[${index}].cascade.accept.agree.samples` }];
      }),
      ...(shipped?.pipeline ?? []).flatMap((stage, index) => {
        const agree = stage.kind === 'cascade' ? stage.agree : undefined;
        return agree === undefined ? [] : [{ samples: agree.samples, path, field: `pipeline[${index}].agree.samples` }];
      }),
    ]),
  );
  return asked.reduce<AskedSamples | null>((most, one) => (most === null || one.samples > most.samples ? one : most), null);
}

/**
 * One sample read twice would agree with itself.
 *
 * @throws UserError with exit code 4 where no query has as many samples of a model as a strategy compares
 */
export function refuseMissingSamples(asked: AskedSamples | null, table: OutcomeTable): void {
  const most = maxSamples(table);
  if (asked === null || asked.samples <= most) return;
  throw new UserError(
    {
      file: asked.path,
      field: asked.field,
      message: `compares ${asked.samples} samples of a model, and the recordings hold at most ${most} of a query and model`,
      accepted: 'recordings with as many samples',
    },
    4,
  );
}
