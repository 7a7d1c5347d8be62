import type { ChosenModels } from '../domain/chosen-models.js';
import { armOfChosen } from '../replay/arm.js';
import type { Compared } from './compared.js';
import type { Workbench } from './workbench.js';

/** Rows of what other strategies chose: charged like any router, never chosen or exported. */
export function decisionRows(bench: Workbench, decisions: readonly ChosenModels[]): Compared[] {
  return decisions.map((chosen) => ({
    id: `${chosen.kind}:${chosen.name}`,
    label: chosen.name,
    kind: chosen.kind,
    description: chosen.description ?? describe(chosen),
    marks: [],
    arm: armOfChosen(chosen.choice, bench.means),
  }));
}

function describe({ kind, name }: ChosenModels): string {
  return kind === 'module'
    ? `What the module ${name} answered for every query.`
    : `What ${name} chose, as its decisions file says.`;
}
