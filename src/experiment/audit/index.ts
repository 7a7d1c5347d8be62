import type { Audit } from '../../domain/results.js';
import type { AuditInput, AuditRule } from './audit.js';
import { balance } from './balance.js';
import { costs } from './costs.js';
import { dominance } from './dominance.js';
import { outcomes } from './outcomes.js';
import { overlap } from './overlap.js';

/** Every audit, in report order. */
export const auditRules: readonly AuditRule[] = [outcomes, costs, overlap, dominance, balance];

/** Runs every audit; errors first, then warnings, then notes. */
export function audit(input: AuditInput): Audit[] {
  const order = { error: 0, warn: 1, note: 2 };
  return auditRules.flatMap((rule) => rule(input)).sort((a, b) => order[a.level] - order[b.level]);
}
