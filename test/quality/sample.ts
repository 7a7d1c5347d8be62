import type { ScoringLabel } from '../../src/domain/label.js';
import type { Recording } from '../../src/domain/recording.js';
import { createScorer } from '../../src/quality/index.js';
import type { ScorerSpec } from '../../src/quality/scorer.js';

/** A recording that holds a text and nothing else. */
export function answered(text: string): Recording {
  return { key: null, queryId: 'q', modelId: 'm', sample: 0, answer: { text } };
}

/** Scores one text against one label. */
export function scoreText(spec: ScorerSpec, text: string, label: ScoringLabel): number | null {
  return createScorer(spec).score(answered(text), label);
}
