import { supposedChoice, supposedChoiceText } from '../../explore/what-if/supposed-choice.js';
import { element } from '../dom/element.js';
import { followNow, type Turn } from '../page/follow.js';
import type { SectionContext } from '../page/section.js';

/** What the objective would prefer under what is supposed, as exploration; empty where nothing is. */
export function choiceUnder(context: SectionContext): HTMLElement {
  const told = element('p', { class: 'what-if-choice', 'aria-live': 'polite' });
  followNow({ ...context, root: told }, [], async ({ view, show, ...turn }) => {
    if (view?.supposed == null) return () => tell('');
    if (view.part.rows.length === 0) return () => tell('No query is left: give a category some weight.');
    show(() => tell('Working it out …'));
    const text = await textUnder(context, turn);
    return () => tell(text);
  });
  return told;

  function tell(text: string): void {
    told.textContent = text;
  }
}

async function textUnder(
  { data: { results: recorded }, derived }: SectionContext,
  { state, wanted }: Pick<Turn, 'state' | 'wanted'>,
): Promise<string> {
  let supposed = recorded;
  await derived.results(
    state,
    [],
    ({ results }) => {
      supposed = results;
    },
    wanted,
  );
  const choice = supposedChoice(recorded, supposed);
  if (choice.kind !== 'other') return supposedChoiceText(recorded, choice, null);
  const at = (id: string): number => recorded.rows.findIndex((row) => row.id === id);
  const paired = await derived.paired(state, at(choice.row.id), at(choice.chosen.id), wanted);
  return supposedChoiceText(recorded, choice, paired?.versus ?? null);
}
