import type { Json } from '../domain/json.js';
import type { ScorerDefinition } from './scorer.js';
import { answerJson, FENCES, type Fence } from './text/answer-json.js';

/**
 * 1 when the answer is one JSON value (RFC 8259), else 0. White space around it is ignored, and one Markdown code fence around
 * the whole of it unless `fence: none`; with `fence: within` the last fence of an answer that also holds prose is read. More
 * than 500 lists and objects inside each other count as no JSON. Reads no reference.
 */
export const jsonValid: ScorerDefinition = {
  name: 'json_valid',
  version: 1,
  needs: 'text',
  description: 'the answer is valid JSON',
  options: {
    fence: { kind: 'choice', default: 'around', choices: FENCES, description: 'where a code fence may stand' },
    value: {
      kind: 'choice',
      default: 'any',
      choices: ['any', 'object', 'array'],
      description: 'the kind of value that is accepted',
    },
  },
  create(settings) {
    const fence = settings.choice('fence') as Fence;
    const wanted = settings.choice('value');
    return ({ answer }) => {
      if (answer === undefined) return null;
      const found = answerJson(answer.text, fence);
      return found !== undefined && (wanted === 'any' || kindOf(found.value) === wanted) ? 1 : 0;
    };
  },
};

function kindOf(value: Json): string {
  return Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
}
