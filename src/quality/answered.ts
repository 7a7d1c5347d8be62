import type { ScorerDefinition } from './scorer.js';

/** Ends of an answer that is not whole, or none. */
const NOT_WHOLE = ['length', 'content_filter', 'error'];

/**
 * 1 when there is an answer at all: a text that is not blank or a tool that is called, not cut off where the model may write no more, and no
 * refusal; else 0. Says nothing of whether it is right: for traffic of which nothing else is known yet. Reads no reference.
 */
export const answered: ScorerDefinition = {
  name: 'answered',
  version: 1,
  needs: 'text',
  description: 'there is an answer: whole, not empty, no refusal',
  options: {},
  create:
    () =>
    ({ answer }) => {
      if (answer === undefined) return null;
      const { text, toolCalls, refusal, finishReason = '' } = answer;
      const says = text.trim() !== '' || (toolCalls ?? []).length > 0;
      return Number(says && refusal !== true && !NOT_WHOLE.includes(finishReason));
    },
};
