import type { Results } from '../../../domain/results.js';
import { pairedAgainst } from '../../explore/against-baseline.js';
import { supposedChoice, supposedChoiceText } from '../../explore/what-if/supposed-choice.js';
import type { SupposedQueries } from '../../explore/what-if/supposed-queries.js';
import { WHAT_IF_KEYS } from '../../explore/what-if/supposition.js';
import { element } from '../dom/element.js';
import type { SectionContext } from '../page/section.js';

/** What the objective would prefer under what is supposed, as exploration; empty where nothing is. */
export function choiceUnder({ data: { results }, state, derived }: SectionContext): HTMLElement {
  const told = element('p', { class: 'what-if-choice', 'aria-live': 'polite' });
  state.watch(WHAT_IF_KEYS, async (now) => {
    const queries = derived.supposed(now);
    if (queries === null) {
      told.textContent = '';
      return;
    }
    if (queries.part.rows.length === 0) {
      told.textContent = 'No query is left: give a category some weight.';
      return;
    }
    told.textContent = 'Working it out …';
    const text = textUnder(results, await derived.shown(now), queries);
    if (WHAT_IF_KEYS.every((key) => state.get()[key] === now[key])) told.textContent = text;
  });
  return told;
}

function textUnder(recorded: Results, supposed: Results, { columns, part }: SupposedQueries): string {
  const choice = supposedChoice(recorded, supposed);
  if (choice.kind !== 'other') return supposedChoiceText(recorded, choice, null);
  const at = (id: string): number => recorded.rows.findIndex((row) => row.id === id);
  const { versus } = pairedAgainst(recorded, columns, at(choice.chosen.id), part)(at(choice.row.id));
  return supposedChoiceText(recorded, choice, versus);
}
