import type { ChosenModels } from '../domain/chosen-models.js';
import { armOfChosen } from '../replay/arm.js';
import type { Compared } from './compared.js';
import type { Workbench } from './workbench.js';

/** Rows of what other strategies chose: charged like any router, never chosen or exported. */
export function decisionRows(bench: Workbench, decisions: readonly ChosenModels[]): Compared[] {
  return decisions.map(({ name, choice }) => ({
    id: `decisions:${name}`,
    label: name,
    kind: 'decisions',
    description: `What ${name} chose, as its decisions file says.`,
    marks: [],
    arm: armOfChosen(choice, bench.means),
  }));
}
