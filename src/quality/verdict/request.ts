import type { JudgeOrder } from '../../domain/judged.js';
import type { ScoringLabel } from '../../domain/label.js';
import type { Message } from '../../domain/query.js';
import type { Answer } from '../../domain/recording.js';
import { canonicalJson } from '../../router/identity/canonical-json.js';
import { sha256Hex } from '../../router/identity/sha256.js';
import type { Judging } from './judging.js';
import { filledTemplate, instructions, MARK, type Placeholder, slotsOf } from './template.js';

/** What a verdict is asked on. */
export interface Subject {
  readonly query: readonly Message[];
  readonly label: ScoringLabel;
  readonly answer: Answer;
  /** The baseline's answer to the same query; null unless pairwise. */
  readonly baseline: Answer | null;
  /** Null unless pairwise. */
  readonly order: JudgeOrder | null;
}

type Texts = Readonly<Partial<Record<Placeholder, string>>>;

/** The messages that ask for a verdict; null where something that the prompt names is not there: then nothing can be judged. */
export function judgeMessages(judging: Judging, subject: Subject): readonly Message[] | null {
  const texts = textsOf(judging, subject);
  if (slotsOf(judging.template).some((name) => texts[name] === undefined)) return null;
  const mark = markOf(texts);
  return [
    { role: 'system', content: instructions(judging.kind).replaceAll(MARK, mark) },
    { role: 'user', content: filledTemplate(judging.template, texts, mark) },
  ];
}

/** Prints of what the messages are made from, so that a verdict that no longer fits can say why. */
export function judgeParts(judging: Judging, subject: Subject): Readonly<Record<string, string>> {
  const { query, answer, baseline } = subject;
  const { reference, rubric } = textsOf(judging, subject);
  const parts: readonly (readonly [string, string | undefined])[] = [
    ['prompt', `${instructions(judging.kind)}\n${judging.template}`],
    ['query', conversation(query)],
    ['answer', answerText(answer)],
    ['baseline', baseline === null ? undefined : answerText(baseline)],
    ['reference', reference],
    ['rubric', rubric],
  ];
  return Object.fromEntries(parts.flatMap(([name, text]) => (text === undefined ? [] : [[name, sha256Hex(text).slice(0, 12)]])));
}

/** SHA-256 of a judge's instructions and prompt, placeholders and all. */
export function promptSha256(judging: Judging): string {
  return sha256Hex(`${instructions(judging.kind)}\n${judging.template}`);
}

function textsOf({ rubric: usual, template }: Judging, { query, label, answer, baseline, order }: Subject): Texts {
  const names = slotsOf(template);
  const rubric = label.rubric ?? usual ?? undefined;
  const reference = label.reference === undefined || label.reference === null ? undefined : textOf(label.reference);
  const [own, other] = [answerText(answer), baseline === null ? undefined : answerText(baseline)];
  const texts: Texts = {
    query: conversation(query),
    ...(order === null ? { answer: own } : {}),
    ...(order === null || other === undefined
      ? {}
      : order === 'judged_first'
        ? { answer_a: own, answer_b: other }
        : { answer_a: other, answer_b: own }),
    ...(reference === undefined ? {} : { reference }),
    ...(rubric === undefined ? {} : { rubric }),
  };
  return Object.fromEntries(Object.entries(texts).filter(([name]) => names.includes(name as Placeholder)));
}

/** An answer as a judge reads it: its text, and the tools it asked for. */
export function answerText({ text, toolCalls = [] }: Answer): string {
  return [
    ...(text === '' && toolCalls.length > 0 ? [] : [text]),
    ...toolCalls.map((call) => `${call.name}(${call.arguments})`),
  ].join('\n');
}

/** A prompt as a judge reads it: one message as it is, several each with its role. */
function conversation(messages: readonly Message[]): string {
  const [only] = messages;
  if (messages.length === 1 && only?.role === 'user') return contentText(only.content);
  return messages.map(({ role, content }) => `${role}: ${contentText(content)}`).join('\n\n');
}

function contentText(content: Message['content']): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map(({ type, text }) => text ?? `[${type}]`).join('\n');
}

function textOf(reference: NonNullable<ScoringLabel['reference']>): string {
  return typeof reference === 'string' ? reference : canonicalJson(reference);
}

/** A mark that stands in none of the texts: made from them, so that no text can hold it but by chance. */
function markOf(texts: Texts): string {
  const all = canonicalJson(texts);
  for (let salt = 0; ; salt++) {
    const mark = sha256Hex(`${salt}${all}`).slice(0, 16);
    if (!all.includes(mark)) return mark;
  }
}
