import { PICO_PER_USD } from '../domain/outcome-table.js';
import type { Budget } from './scenario.js';

/** What was spent in the present period of a budget. */
export interface BudgetWatch {
  /** Spending of unknown size (NaN) is not counted. */
  spend(costPico: number, nowMs: number): void;
  /** Whether nothing more may be spent: a hard budget, and it is gone. */
  spent(nowMs: number, factor: number): boolean;
}

export function budgetWatch(budget: Budget | null): BudgetWatch {
  let period = 0;
  let spentPico = 0;
  const turn = (nowMs: number, periodMs: number): void => {
    const now = Math.floor(nowMs / periodMs);
    if (now === period) return;
    period = now;
    spentPico = 0;
  };
  return {
    spend(costPico, nowMs) {
      if (budget === null) return;
      turn(nowMs, budget.periodMs);
      if (costPico > 0) spentPico += costPico;
    },
    spent(nowMs, factor) {
      if (budget === null || !budget.hard) return false;
      turn(nowMs, budget.periodMs);
      return spentPico >= budget.usd * factor * PICO_PER_USD;
    },
  };
}
