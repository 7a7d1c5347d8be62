import { REFERENCE } from '../compare/gate/gate.js';
import { nearest } from '../domain/nearest.js';
import { UserError } from '../domain/user-error.js';
import type { PlacedGate } from './gate-of.js';

interface NamedRow {
  readonly id: string;
  readonly label: string;
}

/** The row a gate means: by id, or by a label that only one row has (a strategy's or a model's name). */
export function rowNamed<R extends NamedRow>(rows: readonly R[], name: string): R | undefined {
  const byId = rows.find(({ id }) => id === name);
  if (byId !== undefined) return byId;
  const [only, another] = rows.filter(({ label, id }) => label === name || id.slice(id.indexOf(':') + 1) === name);
  return another === undefined ? only : undefined;
}

/**
 * Refuses gates that name a row or a category which the run does not have.
 *
 * @throws UserError pointing at the name in the expression, with what there is and the nearest name
 */
export function checkGateNames(gates: readonly PlacedGate[], rows: readonly NamedRow[], categories: readonly string[]): void {
  const problems = gates.flatMap((gate) => {
    const { subject } = gate;
    if (subject.kind === 'audits') return [];
    const ids = rows.map(({ id }) => id);
    const named = [subject.row, subject.kind === 'versus' && subject.other !== REFERENCE ? subject.other : null];
    const wrongRows = named.filter((name) => name !== null).filter((name) => rowNamed(rows, name) === undefined);
    return [
      ...wrongRows.map((name) =>
        problemOf(gate, name, ambiguous(rows, name) ? 'more than one row is called this' : 'no such row', ids),
      ),
      ...(subject.kind === 'slice' && !categories.includes(subject.category)
        ? [problemOf(gate, subject.category, 'no query has this category', categories)]
        : []),
    ];
  });
  if (problems.length > 0) throw new UserError(problems);
}

function ambiguous(rows: readonly NamedRow[], name: string): boolean {
  return rows.some(({ label, id }) => label === name || id.slice(id.indexOf(':') + 1) === name);
}

function problemOf({ text, field }: PlacedGate, name: string, message: string, accepted: readonly string[]) {
  const bare = (id: string): string => id.slice(id.indexOf(':') + 1);
  const closeBare = nearest(name, accepted.map(bare));
  const close = nearest(name, accepted) ?? accepted.find((one) => bare(one) === closeBare);
  return {
    field,
    message,
    value: name,
    accepted: accepted.join(', ') || 'none: the dataset has no categories',
    ...(close === undefined ? {} : { nearest: close }),
    excerpt: { text, from: Math.max(0, text.indexOf(name)), length: name.length },
  };
}
