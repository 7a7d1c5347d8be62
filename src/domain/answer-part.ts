/**
 * What two answers are compared by. `text`: all of it, white space and ASCII case aside. `number`: the last number in it. `choice`:
 * the last capital from A to H that stands alone.
 */
export const ANSWER_PARTS = ['text', 'number', 'choice'] as const;

export type AnswerPart = (typeof ANSWER_PARTS)[number];
