import type { DiffRun } from '../../explore/word-diff.js';
import { formatCount } from '../../format.js';
import { inertLines } from '../../inert-text.js';
import { button, element } from '../dom/element.js';

/** Characters shown of a text before the rest is asked for. */
const SHOWN = 4_000;

/** A recorded text, as it is and inert: it keeps its lines, can't turn its neighbours around, and a long one is cut. */
export function textBlock(text: string): HTMLElement {
  return runsBlock([{ kind: 'same', text }]);
}

/** Runs of words, those gone and new marked as such. */
export function runsBlock(runs: readonly DiffRun[]): HTMLElement {
  const whole = runs.reduce((sum, { text }) => sum + text.length, 0);
  const body = element('div', { class: 'text', dir: 'auto' }, ...runNodes(runs, SHOWN));
  const block = element('div', { class: 'text-block' }, body);
  if (whole > SHOWN) {
    const more = button(`Show all ${formatCount(whole)} characters`, () => {
      body.replaceChildren(...runNodes(runs, whole));
      more.remove();
      body.tabIndex = -1;
      body.focus();
    });
    block.append(more);
  }
  return block;
}

const TAG = { gone: 'del', new: 'ins' } as const;

function runNodes(runs: readonly DiffRun[], most: number): (Node | string)[] {
  let left = most;
  return runs.flatMap(({ kind, text }) => {
    if (left <= 0) return [];
    const shown = inertLines(beginning(text, left));
    left -= text.length;
    return [kind === 'same' ? shown : element(TAG[kind], {}, shown)];
  });
}

/** The first of a text, no character split in two. */
function beginning(text: string, length: number): string {
  const cut = text.slice(0, length);
  return length < text.length && /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}
