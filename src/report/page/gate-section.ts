import type { Results } from '../../domain/results.js';
import { GATE_TITLES, gateLines, gateSummary } from '../gate-view.js';

export interface GateSection {
  readonly summary: string;
  readonly titles: readonly string[];
  readonly rows: readonly {
    readonly text: string;
    readonly level: string;
    readonly of: string;
    /** Class of the judgement; a failed warning is no failure. */
    readonly cls: string;
    readonly sign: string;
    readonly verdict: string;
    readonly observed: string;
    readonly why: string;
  }[];
}

/** What the experiment promised and whether it holds; null where it promised nothing. */
export function gateSection(results: Results): GateSection | null {
  if (results.gates.length === 0) return null;
  return {
    summary: gateSummary(results),
    titles: GATE_TITLES,
    rows: gateLines(results).map(({ text, level, of, sign, verdict, observed, why }) => ({
      text,
      level,
      of,
      cls: verdict === 'fail' && level === 'warn' ? 'undecided' : verdict,
      sign,
      verdict,
      observed,
      why,
    })),
  };
}
