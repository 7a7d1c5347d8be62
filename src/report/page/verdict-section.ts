import type { Results } from '../../domain/results.js';
import { choiceTiles, choiceView, type Tile } from '../choice-view.js';
import { type TextPart, textParts } from '../code-words.js';
import { type Condition, whatWouldChange } from '../what-would-change.js';

const ICON = { good: '✓', bad: '✗', open: '?' } as const;

export interface VerdictSection {
  readonly tone: string;
  readonly icon: string;
  readonly badge: string;
  /** First sentence of the verdict, set large. */
  readonly headline: readonly TextPart[];
  /** The rest of it. */
  readonly rest: readonly TextPart[];
  readonly detail: string;
  readonly tiles: readonly Tile[];
  /** What would change it. */
  readonly conditions: readonly Condition[];
}

/** What to do, how sure that is, and the numbers that go with it. */
export function verdictSection(results: Results): VerdictSection {
  const { tone, badge, detail } = choiceView(results);
  const [headline = '', ...rest] = results.verdict.split(/(?<=[.!?]) (?=[A-Z])/);
  return {
    tone,
    icon: ICON[tone],
    badge,
    headline: textParts(headline),
    rest: textParts(rest.join(' ')),
    detail: detail.join(' '),
    tiles: choiceTiles(results),
    conditions: whatWouldChange(results),
  };
}
