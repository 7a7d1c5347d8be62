import { describe, modelAt, refuse, wordAt } from './check.js';
import { membersAt } from './check-request.js';
import type { Feedback } from './router.js';

const KINDS = ['routed', 'answered', 'rated'];

/**
 * Refuses what is no feedback before a memory has counted it: what was observed once can't be taken back.
 *
 * @throws UserError naming the member, what it holds and what is accepted
 */
export function checkFeedback(feedback: Feedback, modelIds: readonly string[]): void {
  const given = membersAt(feedback, 'feedback', '{ kind, route, nowMs, modelId, costUsd, quality }');
  const { route, nowMs, modelId, costUsd, quality } = given;
  const kind = wordAt(given['kind'], 'feedback.kind', KINDS);
  const { models } = membersAt(route, 'feedback.route', 'the route that router.route gave back');
  if (!Array.isArray(models))
    throw refuse('feedback.route', 'is not a route', { accepted: 'the route that router.route gave back' });
  if (!Number.isFinite(nowMs)) throw refuse('feedback.nowMs', 'is not a number', { value: describe(nowMs) });
  if (kind === 'routed') return;
  if (modelId !== null) modelAt(modelId, 'feedback.modelId', modelIds);
  if (costUsd !== undefined && !(Number.isFinite(costUsd) && (costUsd as number) >= 0))
    throw refuse('feedback.costUsd', 'is not an amount', { value: describe(costUsd), accepted: 'USD, at least 0' });
  if (kind === 'rated' && !(typeof quality === 'number' && quality >= 0 && quality <= 1))
    throw refuse('feedback.quality', 'is not a share', { value: describe(quality), accepted: '0 to 1' });
}
