/** What a set of recordings has cost and may cost, in whole pico-USD. */
export interface SpendTotals {
  /** Priced from the tokens that providers reported. */
  readonly settledPico: number;
  /** Reservations of which nobody knows what they cost: counted in full, for ever. */
  readonly unresolvedPico: number;
  /** Worst case of the calls in flight. */
  readonly inFlightPico: number;
}

/** Holds spending below a cap by counting every call at its worst case until it is known. */
export interface SpendBook {
  totals(): SpendTotals;
  /** `taken`: it fits; `wait`: it fits once calls in flight turn out cheaper; `cap`: it doesn't. */
  reserve(worstPico: number): 'taken' | 'wait' | 'cap';
  /** The cost of a reserved call is known. */
  settle(worstPico: number, costPico: number): void;
  /** It never will be. */
  leaveUnresolved(worstPico: number): void;
}

/**
 * @param capPico Infinity for none
 * @param before what earlier runs spent
 */
export function spendBook(capPico: number, before: Pick<SpendTotals, 'settledPico' | 'unresolvedPico'>): SpendBook {
  let { settledPico, unresolvedPico } = before;
  let inFlightPico = 0;
  return {
    totals: () => ({ settledPico, unresolvedPico, inFlightPico }),
    reserve(worstPico) {
      const certain = settledPico + unresolvedPico + worstPico;
      if (certain > capPico) return 'cap';
      if (certain + inFlightPico > capPico) return 'wait';
      inFlightPico += worstPico;
      return 'taken';
    },
    settle(worstPico, costPico) {
      inFlightPico -= worstPico;
      settledPico += costPico;
    },
    leaveUnresolved(worstPico) {
      inFlightPico -= worstPico;
      unresolvedPico += worstPico;
    },
  };
}
