import type { Route } from '../router/router.js';

/** A route's reason in words, stages and rules counted from 1, with the task the router classified the query as. */
export function reasonText({ reason, category, difficulty }: Pick<Route, 'reason' | 'category' | 'difficulty'>): string {
  const named = [category, difficulty].filter((name) => name !== undefined);
  const task = named.length === 0 ? '' : ` (task ${named.join(', ')})`;
  switch (reason.kind) {
    case 'rule':
      return `stage ${reason.stage + 1} rule ${reason.rule + 1}${task}`;
    case 'split':
      return `stage ${reason.stage + 1} split${task}`;
    case 'predict':
      return `stage ${reason.stage + 1} prediction${task}`;
    case 'cascade':
      return `stage ${reason.stage + 1} cascade${task}`;
    case 'stick':
      return `stage ${reason.stage + 1} session${task}`;
    case 'pace':
      return `stage ${reason.stage + 1} budget${task}`;
    case 'explore':
      return `stage ${reason.stage + 1} ${reason.explored ? 'exploring' : 'best so far'}${task}`;
    case 'fallback':
      return `no stage decided${task}`;
    case 'refused':
      return `no model allowed${task}`;
  }
}
