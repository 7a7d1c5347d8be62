import type { AnswerPart } from '../../domain/answer-part.js';

/** What an acceptor may see of an answer. Unknown facts are absent. */
export interface AnswerSignals {
  readonly finishReason?: string;
  /** Code points. */
  readonly length?: number;
  readonly refusal?: boolean;
  readonly jsonValid?: boolean;
  readonly confidence?: number;
  readonly judgeScore?: number;
  readonly text?: string;
  /** What the answer comes to (`printOf`), where a driver has it without the text; null where it has no such part. */
  readonly prints?: Readonly<Partial<Record<AnswerPart, number | null>>>;
}
