import type { ScorerDefinition } from './scorer.js';
import { judgingOf } from './verdict/judging-of.js';

/**
 * A language model's verdict on the answer, recorded beforehand like an answer: `rubric` grades it against a rubric, `reference`
 * against the reference, `pairwise` beside a baseline model's answer, shown in both orders (Zheng et al. 2023, "Judging LLM-as-a-Judge
 * with MT-Bench and Chatbot Arena"). Quality is the mean of the verdicts that can be read, over orders and then samples; null where
 * an order has none. Nothing is called here: a verdict that isn't recorded, or no longer fits the answer or the prompt, is missing.
 */
export const judge: ScorerDefinition = {
  name: 'judge',
  version: 1,
  needs: 'verdicts',
  description: 'a language model’s recorded verdict on the answer',
  options: {
    model: { kind: 'text', required: true, description: 'id of the judge, one of `judges` or `models` in the models file' },
    kind: {
      kind: 'choice',
      default: 'rubric',
      choices: ['rubric', 'reference', 'pairwise'],
      description: 'graded by a rubric, against the reference, or beside another model’s answer',
    },
    samples: {
      kind: 'number',
      default: 1,
      min: 1,
      whole: true,
      description: 'verdicts on one answer; in each order, if pairwise',
    },
    rubric: { kind: 'text', required: false, long: true, description: 'the rubric of queries that have none of their own' },
    baseline: { kind: 'text', required: false, description: 'pairwise: the model whose answers all others are compared with' },
    prompt: { kind: 'text', required: false, long: true, description: 'the prompt, with {{answer}} and other placeholders' },
    prompt_file: { kind: 'file', holds: 'text', required: false, description: 'path of a file with the prompt: .md or .txt' },
  },
  judgings: (settings) => [judgingOf(settings)],
  create(settings) {
    const verdictOf = settings.verdicts();
    return (recording) => (recording.answer === undefined ? null : verdictOf(recording));
  },
};
