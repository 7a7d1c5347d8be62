/** A decision that came out otherwise than it should. */
export interface Disagreement {
  /** `golden 17`, or the id of a logged query. */
  readonly probe: string;
  readonly expected: string;
  readonly found: string;
}

/** What one check came to. */
export interface Check {
  /** What decided: `router.json`, `config.yaml, emulated` … */
  readonly what: string;
  readonly decisions: number;
  readonly differing: number;
  /** The first of them. */
  readonly first: readonly Disagreement[];
}

/** What holding something against its golden decisions came to. */
export interface Conformity {
  readonly subject: string;
  readonly checks: readonly Check[];
  /** What stands against it besides decisions, a clause each. */
  readonly problems: readonly string[];
  /** What is worth knowing and stands against nothing. */
  readonly notes: readonly string[];
}

/** Disagreements named at most. */
const MOST_NAMED = 5;

/** Counts decisions by whether they are as expected. */
export function checkOf(what: string, compared: readonly (Disagreement & { readonly same: boolean })[]): Check {
  const differing = compared.filter(({ same }) => !same);
  return {
    what,
    decisions: compared.length,
    differing: differing.length,
    first: differing.slice(0, MOST_NAMED).map(({ same: _same, ...one }) => one),
  };
}

export function conforms({ checks, problems }: Conformity): boolean {
  return problems.length === 0 && checks.every(({ differing }) => differing === 0);
}
