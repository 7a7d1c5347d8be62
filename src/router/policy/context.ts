import { wholeAt } from '../check.js';
import type { ContextStage } from '../config.js';
import { featureNamed, readFeature } from '../feature/index.js';
import { leave, taskOf } from './draft.js';
import { compileWhen, type Policy } from './policy.js';

/** Longest answer room that may be kept free, and longest text that is counted. */
const MOST_TOKENS = 2 ** 31;

/** Takes models away whose context is too small for the request and its answer, for everything that follows. */
export const context: Policy<ContextStage> = {
  kind: 'context',
  members: ['kind', 'when', 'outputTokens'],
  check(stage, field) {
    wholeAt(stage['outputTokens'], `${field}.outputTokens`, 0, MOST_TOKENS);
  },
  compile(stage, _index, registry, input) {
    const when = compileWhen(stage.when, 'when', input);
    // The model reads every message, whatever the features read.
    const whole = { ...input, text: 'all', maxCodePoints: MOST_TOKENS } as const;
    const tokens = readFeature(featureNamed('prompt.tokens') as NonNullable<ReturnType<typeof featureNamed>>, whole);
    const room = registry.models.map(({ contextTokens }) => (contextTokens ?? Number.POSITIVE_INFINITY) - stage.outputTokens);
    const least = Math.min(...room);
    return (batch) => {
      const applies = when?.(batch);
      let column: Float64Array | undefined;
      return (row, draft) => {
        column ??= tokens(batch);
        const needed = column[row] as number;
        if (needed <= least || (applies !== undefined && !applies(row, taskOf(registry, draft)))) return;
        const holding: number[] = [];
        for (let model = 0; model < room.length; model++) if (needed <= (room[model] as number)) holding.push(model);
        leave(draft, registry, registry.narrowed(draft.allowed, holding));
      };
    };
  },
};
