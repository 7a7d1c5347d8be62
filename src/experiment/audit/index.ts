import type { Audit } from '../../domain/results.js';
import type { Part } from '../../metric/part.js';
import type { AuditRule, DataAuditInput, RunAuditInput } from './audit.js';
import { balance } from './balance.js';
import { costTail } from './cost-tail.js';
import { costs } from './costs.js';
import { denominators } from './denominators.js';
import { dominance } from './dominance.js';
import { drift } from './drift.js';
import { edits } from './edits.js';
import { execution } from './execution.js';
import { judgeNoise } from './judge-noise.js';
import { judges } from './judges.js';
import { knowsOutcome } from './knows-outcome.js';
import { labelNoise } from './label-noise.js';
import { outcomes } from './outcomes.js';
import { overlap } from './overlap.js';
import { priceAge } from './price-age.js';
import { references } from './references.js';
import { signalLeak } from './signal-leak.js';
import { testTuned } from './test-tuned.js';
import { tokens } from './tokens.js';
import { verdicts } from './verdicts.js';

/** Every audit, in report order. */
export const auditRules: readonly AuditRule[] = [
  outcomes,
  denominators,
  execution,
  tokens,
  costs,
  costTail,
  priceAge,
  overlap,
  references,
  signalLeak,
  drift,
  judges,
  verdicts,
  dominance,
  balance,
  knowsOutcome,
  edits,
  testTuned,
  labelNoise,
  judgeNoise,
];

/** What rules over the data alone found, and the part that they were asked about. */
export interface FoundInData {
  readonly part: Part;
  readonly of: ReadonlyMap<AuditRule, readonly Audit[]>;
}

/** Runs the audits that need the data alone, before there is anything else to look at. */
export function auditBeforehand(input: DataAuditInput): FoundInData {
  return {
    part: input.part,
    of: new Map(auditRules.flatMap((rule) => (rule.of === 'data' ? [[rule, rule.find(input)]] : []))),
  };
}

/**
 * Runs every audit; errors first, then warnings, then notes.
 *
 * @param found what holds where the same part is reported
 */
export function audit(input: RunAuditInput, found: FoundInData): Audit[] {
  const known = found.part === input.part ? found.of : new Map<AuditRule, readonly Audit[]>();
  return sorted(auditRules.flatMap((rule) => known.get(rule) ?? rule.find(input)));
}

/** Runs the audits that need the data alone. */
export function auditData(input: DataAuditInput): Audit[] {
  return sorted([...auditBeforehand(input).of.values()].flat());
}

function sorted(audits: readonly Audit[]): Audit[] {
  const order = { error: 0, warn: 1, note: 2 };
  return [...audits].sort((a, b) => order[a.level] - order[b.level]);
}
