import type { Results } from '../../domain/results.js';
import { duelFacts } from '../duel-view.js';
import { rowNames } from '../row-name.js';
import { leadingRow } from '../worst-categories.js';

export interface DuelSection {
  readonly first: string;
  readonly second: string;
  readonly facts: readonly { readonly term: string; readonly text: string }[];
}

/** The row asked about first against the reference; null where it is the reference, or there is none. */
export function duelSection(results: Results): DuelSection | null {
  const row = leadingRow(results) ?? results.rows.find(({ versusReference }) => versusReference !== null);
  if (row == null || row.versusReference === null) return null;
  const [first, second] = [rowNames(results)(row), results.protocol.reference];
  const { versusReference: versus } = row;
  return { first, second, facts: duelFacts(results, { versus, test: versus.test, first, second }) };
}
