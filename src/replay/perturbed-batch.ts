import type { Message, MessagePart } from '../domain/query.js';
import type { RequestBatch } from '../router/router.js';
import { hash32 } from '../stats/hash.js';
import { PERTURBATIONS, type Perturbation, perturb, perturbedAs } from './perturb.js';

/** Keeps these draws apart from those of the bootstrap and of splits. */
const STREAM = 0x70657274;

/** The same requests with the last user message of each slightly perturbed, one kind a row, drawn from (seed, row). */
export function perturbedBatch(batch: RequestBatch, seed: number): RequestBatch {
  return {
    size: batch.size,
    messages: (row) => {
      const draw = hash32(seed ^ STREAM, row, 0);
      const kind = PERTURBATIONS[draw % PERTURBATIONS.length] as Perturbation;
      return perturbedMessages(batch.messages(row), (text) => perturb(text, kind, draw >>> 8));
    },
    signals: batch.signals,
    ...embeddingsOf(batch),
    besidesTexts: { batch, row: (row: number) => row },
    features: new Map(),
    counts: new Map(),
  };
}

/** A batch of which some rows are perturbed in the way of one kind. */
export interface KindBatch {
  /** With the rows of the whole batch; those that nobody asked for are empty. */
  readonly batch: RequestBatch;
  /** The asked-for rows that the kind applies to. */
  readonly changed: readonly number[];
}

/** The requests of some rows, each perturbed in the way of `kind` where that applies, drawn from (seed, row, kind). */
export function batchOfKind(batch: RequestBatch, rows: readonly number[], kind: Perturbation, seed: number): KindBatch {
  const texts = new Map<number, readonly Message[]>();
  const changed = rows.filter((row) => {
    const draw = hash32(seed ^ STREAM, row, 1 + PERTURBATIONS.indexOf(kind));
    let applies = false;
    const messages = perturbedMessages(batch.messages(row), (text) => {
      const other = perturbedAs(text, kind, draw);
      applies = other !== null;
      return other ?? text;
    });
    if (applies) texts.set(row, messages);
    return applies;
  });
  const perturbed = {
    size: batch.size,
    messages: (row: number) => texts.get(row) ?? EMPTY,
    signals: batch.signals,
    ...embeddingsOf(batch),
    besidesTexts: { batch, row: (row: number) => row },
  };
  return { batch: { ...perturbed, features: new Map(), counts: new Map() }, changed };
}

/** An embedding stays that of the text as it was: nobody here can make another. */
function embeddingsOf(batch: RequestBatch): Pick<RequestBatch, 'embedding'> {
  return batch.embedding === undefined ? {} : { embedding: (row) => batch.embedding?.(row) };
}

const EMPTY: readonly Message[] = [{ role: 'user', content: '' }];

function perturbedMessages(messages: readonly Message[], change: (text: string) => string): readonly Message[] {
  const last = messages.findLastIndex(({ role }) => role === 'user');
  return messages.map((message, index) =>
    index === last ? { ...message, content: changedContent(message.content, change) } : message,
  );
}

/** Only the last text part of a message in parts changes. */
function changedContent(content: Message['content'], change: (text: string) => string): Message['content'] {
  if (typeof content === 'string') return change(content);
  const last = content.findLastIndex(({ text }) => text !== undefined);
  return content.map((part, index): MessagePart => (index === last ? { ...part, text: change(part.text ?? '') } : part));
}
