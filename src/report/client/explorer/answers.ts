import { wordDiff } from '../../explore/word-diff.js';
import { formatCount } from '../../format.js';
import type { AnswerText } from '../../pack/pack-header.js';
import { element } from '../dom/element.js';
import { runsBlock, textBlock } from './text-block.js';

/** A model's answers, and what is known of them. */
export interface AnswerCard {
  readonly title: string;
  /** Who served it, e.g. `served by by-length`. */
  readonly tags: readonly string[];
  /** Sample by sample, with numbers as `name: value`. */
  readonly answers: readonly { readonly answer: AnswerText | null; readonly facts: readonly string[] }[];
}

/** What answers can be held against. */
interface Standard {
  readonly title: string;
  readonly text: string;
}

/** Every model's answers side by side; one of them, or the reference, can be held against the others. */
export function answersView(cards: readonly AnswerCard[], reference: string | null): HTMLElement {
  const standards: Standard[] = [
    ...(reference === null ? [] : [{ title: 'the reference', text: reference }]),
    ...cards.flatMap(({ title, answers }) =>
      answers.flatMap(({ answer }, sample) =>
        answer !== null && 'text' in answer
          ? [{ title: answers.length > 1 ? `${title}, sample ${sample + 1}` : title, text: answer.text }]
          : [],
      ),
    ),
  ];
  const picker = element(
    'select',
    { 'aria-label': 'Words held against' },
    element('option', { value: '' }, 'nothing'),
    ...standards.map(({ title }, at) => element('option', { value: String(at) }, title)),
  );
  const shown = cards.map((card) => cardView(card));
  const legend = element('span', { class: 'soft' }, element('ins', {}, 'only here'), ' ', element('del', {}, 'only there'));
  const fill = (): void => {
    legend.hidden = picker.value === '';
    const standard = standards[Number(picker.value === '' ? -1 : picker.value)];
    for (const { bodies } of shown) for (const { body, answer } of bodies) body.replaceChildren(answerBody(answer, standard));
  };
  picker.addEventListener('change', fill);
  fill();
  return element(
    'div',
    {},
    element('div', { class: 'controls' }, element('label', { class: 'tool' }, 'Words held against ', picker), legend),
    element('div', { class: 'answers' }, ...shown.map(({ root }) => root)),
  );
}

/** A model's card, with the places its answers are written into. */
function cardView({ title, tags, answers }: AnswerCard) {
  const marks = tags.map((tag) => element('span', { class: 'tag plain' }, tag));
  const bodies = answers.map(({ answer }) => ({ answer, body: element('div', {}) }));
  const parts = answers.flatMap(({ facts }, sample) => [
    ...(answers.length > 1 ? [element('h5', {}, `Sample ${sample + 1} of ${answers.length}`)] : []),
    element('p', { class: 'soft' }, facts.join(' · ')),
    bodies[sample]?.body ?? null,
  ]);
  return { root: element('article', {}, element('h4', {}, title, ' ', ...marks), ...parts), bodies };
}

function answerBody(answer: AnswerText | null, standard: Standard | undefined): HTMLElement {
  if (answer === null) return element('p', { class: 'soft' }, 'no text recorded');
  if ('error' in answer) return element('div', {}, element('p', { class: 'bad' }, '✗ the call failed'), textBlock(answer.error));
  const { text, length } = answer;
  const notes: string[] = [];
  if (length !== undefined)
    notes.push(`The report holds the first ${formatCount(text.length)} of ${formatCount(length)} characters.`);
  if (text === '') notes.push('an empty answer');
  let block = textBlock(text);
  if (standard !== undefined && standard.text !== text) {
    const { runs, complete } = wordDiff(standard.text, text);
    if (!complete) notes.push('Too far apart to be compared word by word: the middle is shown as one piece gone and one new.');
    block = runsBlock(runs);
  }
  return element('div', {}, ...notes.map((note) => element('p', { class: 'soft' }, note)), block);
}
