import type { Results } from '../../domain/results.js';
import { type JudgeView, judgeViews } from '../judge-view.js';

/** The judges behind the qualities. */
export interface JudgeSection {
  readonly judges: readonly (JudgeView & { readonly text: string })[];
}

/** Null where no judge scored. */
export function judgeSection(results: Results): JudgeSection | null {
  const views = judgeViews(results);
  return views.length === 0 ? null : { judges: views.map((view) => ({ ...view, text: view.prompt.join('\n') })) };
}
