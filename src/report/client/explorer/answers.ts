import { wordDiff } from '../../explore/word-diff.js';
import { formatCount } from '../../format.js';
import type { AnswerText, QueryTexts } from '../../pack/pack-header.js';
import { element } from '../dom/element.js';
import { runsBlock, textBlock } from './text-block.js';

/** A model's answer, and what is known of it. */
export interface AnswerCard {
  readonly title: string;
  /** Who served it, e.g. `served by by-length`. */
  readonly tags: readonly string[];
  /** Numbers as `name: value`. */
  readonly facts: readonly string[];
}

/** What answers can be held against. */
interface Standard {
  readonly title: string;
  readonly text: string;
}

/** Every model's answer side by side; one of them, or the reference, can be held against the others. */
export function answersView(texts: QueryTexts, cards: readonly AnswerCard[], reference: string | null): HTMLElement {
  const standards: Standard[] = [
    ...(reference === null ? [] : [{ title: 'the reference', text: reference }]),
    ...texts.answers.flatMap((answer, at) => {
      const title = cards[at]?.title;
      return answer !== null && 'text' in answer && title !== undefined ? [{ title, text: answer.text }] : [];
    }),
  ];
  const picker = element(
    'select',
    { 'aria-label': 'Words held against' },
    element('option', { value: '' }, 'nothing'),
    ...standards.map(({ title }, at) => element('option', { value: String(at) }, title)),
  );
  const bodies = texts.answers.map(() => element('div', {}));
  const legend = element('span', { class: 'soft' }, element('ins', {}, 'only here'), ' ', element('del', {}, 'only there'));
  const fill = (): void => {
    legend.hidden = picker.value === '';
    const standard = standards[Number(picker.value === '' ? -1 : picker.value)];
    for (const [at, body] of bodies.entries()) body.replaceChildren(answerBody(texts.answers[at] ?? null, standard));
  };
  picker.addEventListener('change', fill);
  fill();
  const list = element(
    'div',
    { class: 'answers' },
    ...bodies.map((body, at) => {
      const { title, tags, facts } = cards[at] as AnswerCard;
      const marks = tags.map((tag) => element('span', { class: 'tag plain' }, tag));
      return element(
        'article',
        {},
        element('h4', {}, title, ' ', ...marks),
        element('p', { class: 'soft' }, facts.join(' · ')),
        body,
      );
    }),
  );
  return element(
    'div',
    {},
    element('div', { class: 'controls' }, element('label', { class: 'tool' }, 'Words held against ', picker), legend),
    list,
  );
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
