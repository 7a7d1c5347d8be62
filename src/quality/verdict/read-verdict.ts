import type { JudgeKind, JudgeOrder } from '../../domain/judged.js';
import { answerJson } from '../text/answer-json.js';

/** `score: 0.8` or `verdict: A`, alone on its line; marks of emphasis around it are let pass. */
const LINE = /^[*_`]*(score|verdict)[*_`]*:[*_`\s]*([\w.]+)[*_`]*$/i;
/** A line that says a verdict is no longer than this. */
const MOST_LINE = 60;
const NUMBER = /^(?:\d+(?:\.\d*)?|\.\d+)$/;

/**
 * The quality 0..1 that a judge's text gives; null where it can't be read. What counts is the last line, or the member of that name of
 * a text that is one JSON object: never anything in the middle, which may be quoted from the answer.
 */
export function readVerdict(kind: JudgeKind, order: JudgeOrder | null, text: string): number | null {
  const word = kind === 'pairwise' ? 'verdict' : 'score';
  const said = fromJson(word, text) ?? fromLastLine(word, text);
  if (said === undefined) return null;
  return kind === 'pairwise' ? fromWinner(said, order) : fromNumber(said);
}

function fromLastLine(word: string, text: string): string | undefined {
  const bare = text.trimEnd();
  const line = bare.slice(bare.lastIndexOf('\n') + 1).trim();
  const [, name, value] = line.length > MOST_LINE ? [] : (LINE.exec(line) ?? []);
  return name?.toLowerCase() === word ? value : undefined;
}

function fromJson(word: string, text: string): string | undefined {
  const value = answerJson(text, 'around')?.value;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const said = (value as Readonly<Record<string, unknown>>)[word];
  return typeof said === 'string' || typeof said === 'number' ? String(said) : undefined;
}

function fromNumber(said: string): number | null {
  const score = NUMBER.test(said) ? Number(said) : Number.NaN;
  return score >= 0 && score <= 1 ? score : null;
}

/** Win, tie and loss of the judged answer are 1, ½ and 0. */
function fromWinner(said: string, order: JudgeOrder | null): number | null {
  const winner = said.toLowerCase();
  if (winner === 'tie') return 0.5;
  if (winner !== 'a' && winner !== 'b') return null;
  return Number((winner === 'a') === (order === 'judged_first'));
}
