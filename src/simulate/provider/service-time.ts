import type { OutcomeTable } from '../../domain/outcome-table.js';
import { exponential, PURPOSE, uniform } from '../chance.js';
import type { ServiceTime } from '../scenario.js';
import { type LatencyFit, predictedMs } from './fit-latency.js';

/**
 * How long a call is served.
 *
 * @param row its recording
 * @param key of the request, whose luck it is
 * @param number of the call among the request's, whatever its policy
 */
export type ServiceDraw = (row: number, key: number, number: number) => number;

/** Service times of one model; `fit` where they are fitted. */
export function serviceDraw(service: ServiceTime, table: OutcomeTable, fit: LatencyFit | null): ServiceDraw {
  switch (service.kind) {
    case 'recorded':
      return (row) => table.latencyMs[row] as number;
    case 'constant':
      return () => service.ms;
    case 'exponential':
      return (_, key, number) => service.meanMs * exponential(key, PURPOSE.service, number, 0);
    case 'fitted': {
      if (fit === null) throw new Error('a fitted service time needs a fit');
      const { deviations } = fit;
      return (row, key, number) => {
        const drawn = Math.floor(uniform(key, PURPOSE.service, number, 0) * deviations.length);
        return predictedMs(fit, table.outputTokens[row] as number) * (deviations[drawn] as number);
      };
    }
  }
}
