import type { ResultRow } from '../../../domain/results.js';
import type { RowNote } from '../../row-notes.js';
import type { QueryView } from './query-view.js';

type Supposes = 'prices' | 'weights';

/** How a section takes what is supposed: it follows, or its numbers stay as they were recorded, for a reason. */
export type Reach =
  | { readonly kind: 'follows' }
  | { readonly kind: 'stays'; readonly why: string; readonly moves: readonly Supposes[] };

const FOLLOWS: Reach = { kind: 'follows' };
const BOTH = ['prices', 'weights'] as const;

function stays(why: string, ...moves: readonly Supposes[]): Reach {
  return { kind: 'stays', why, moves };
}

/** Every heading of the page that holds numbers, and some blocks below one (by id). A test holds the list against the page. */
export const REACH: Readonly<Record<string, Reach>> = {
  verdict: stays(
    'The verdict was measured at the recorded prices and traffic, and stands, and so do its tiles and what would change it.',
    ...BOTH,
  ),
  constraints: stays('Constraints stand as judged on what was recorded: judging them anew needs a run.', ...BOTH),
  gates: stays('Gates stand as judged on what was recorded: judging them anew needs a run.', ...BOTH),
  comparison: FOLLOWS,
  cascades: stays('Whether cascades pay is as recorded: it rests on mixtures that a run works out.', ...BOTH),
  tests: stays('The tests below are the run’s, at the recorded weights.', 'weights'),
  'cost-quality': FOLLOWS,
  'what-if': FOLLOWS,
  categories: FOLLOWS,
  duel: FOLLOWS,
  regret: FOLLOWS,
  shares: FOLLOWS,
  latency: FOLLOWS,
  sweeps: stays('Sweeps are as recorded: each of their points routes every query anew, which takes a run.', ...BOTH),
  settings: stays('Settings are as recorded: each of their values routes every query anew, which takes a run.', ...BOTH),
  predictions: stays(
    'Calibration is as recorded: its bins rest on what routers predicted, which the page has in part.',
    'weights',
  ),
  tasks: stays(
    'What classification made of the labels is as recorded: its costs are held against pipelines that a run replays.',
    ...BOTH,
  ),
  memory: stays(
    'What strategies with a memory did is as recorded: with other prices or traffic they would have learned otherwise.',
    ...BOTH,
  ),
  judge: stays('The judge is as recorded.'),
  robustness: stays('These questions are answered for what was recorded: each of them replays the routers.', ...BOTH),
  simulation: stays('Simulated days are at the recorded prices and traffic: simulate again to see others.', ...BOTH),
  exports: stays('Exported files hold what the run chose.', ...BOTH),
  candidates: stays(
    'Candidates stay as they were ranked on the validation part, whose queries the page does not have; where all costs change by one factor, so do theirs. Squares, of the reported part, follow.',
    ...BOTH,
  ),
  search: stays('The search is as it went, at the recorded prices and weights.', ...BOTH),
  queries: FOLLOWS,
  data: stays('Data and audits are as recorded, list prices and headroom among them.', ...BOTH),
  metrics: stays('Every number below is as recorded; those the page works out anew stand in the sections above.', ...BOTH),
  provenance: stays('The files are those of the run.'),
};

/** What a heading says while something is supposed: a mark, and the reason where a number would be another. */
export function reachText(
  id: string,
  { repriced, reweighed }: Pick<QueryView, 'repriced' | 'reweighed'>,
): { readonly mark: 'What if' | 'As recorded' | 'Not touched'; readonly why: string | null } {
  const reach = REACH[id] ?? stays('As recorded.', ...BOTH);
  if (reach.kind === 'follows') return { mark: 'What if', why: null };
  const moved = (repriced && reach.moves.includes('prices')) || (reweighed && reach.moves.includes('weights'));
  return moved ? { mark: 'As recorded', why: reach.why } : { mark: 'Not touched', why: null };
}

/** What a row's tags say besides: one that is made to match another row keeps the mix of models it was given. */
export function supposedNotes(view: QueryView | null, { marks }: Pick<ResultRow, 'marks'>): readonly RowNote[] {
  return view?.supposed != null && marks.includes('matched') ? [{ text: 'mix as recorded', tone: 'open' }] : [];
}
