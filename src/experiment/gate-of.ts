import type { Gate } from '../compare/gate/gate.js';
import { parseGate } from '../compare/gate/parse-gate.js';
import type { GateLevel } from '../domain/results.js';
import { UserError } from '../domain/user-error.js';
import { metricDefinitions } from '../metric/index.js';

/** A gate as a file or the command line gives it. */
export type GivenGate = string | { gate: string; level?: GateLevel | undefined; confidence?: number | undefined };

/** A gate of an experiment, and where the user wrote it: `gates[1]` or `--gate`. */
export interface PlacedGate extends Gate {
  readonly field: string;
}

/**
 * A gate with its expression understood; level `error` unless it says otherwise.
 *
 * @throws UserError that names the field and points into the expression
 */
export function gateOf(given: GivenGate, costUnit: 'usd' | 'calls', field: string): PlacedGate {
  const { gate: text, level = 'error', confidence } = typeof given === 'string' ? { gate: given } : given;
  try {
    const expression = parseGate(text, { metrics: metricDefinitions, costUnit });
    return { ...expression, level, confidence: confidence ?? null, field };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      error.problems.map((problem) => ({ ...problem, field: typeof given === 'string' ? field : `${field}.gate` })),
    );
  }
}
