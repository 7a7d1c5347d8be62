import type { AnswerDelta, ToolCallDelta } from '../../provider/send/answer-delta.js';
import { type SecretFilter, secretFilter } from './hide-secrets.js';

/** The pieces of one call's answer, kept until it is known that this answer is served, and passed on as they come from then on. */
export interface DeltaTape {
  push(delta: AnswerDelta): void;
  /** Nothing more comes. */
  end(): void;
  /** Hands over what is there, and everything that comes. */
  play(to: (delta: AnswerDelta) => void): void;
  /** Resolves with the first piece. */
  readonly begun: Promise<void>;
}

/** @param secrets values that no client may be told */
export function deltaTape(secrets: readonly string[]): DeltaTape {
  const held: AnswerDelta[] = [];
  const filters = new Map<string, { readonly filter: SecretFilter; readonly delta: (text: string) => AnswerDelta }>();
  let listener: ((delta: AnswerDelta) => void) | null = null;
  let begin = (): void => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const emit = (delta: AnswerDelta): void => {
    if (listener === null) held.push(delta);
    else listener(delta);
  };
  /** A text by the place it belongs to: a secret may come in pieces. */
  const text = (place: string, piece: string, delta: (clean: string) => AnswerDelta): void => {
    const { filter } = filters.get(place) ?? { filter: secretFilter(secrets) };
    filters.set(place, { filter, delta });
    const clean = filter.pass(piece);
    if (clean !== '') emit(delta(clean));
  };
  const tool = (call: ToolCallDelta): void => {
    const { index } = call;
    const { name, arguments: written } = call.function;
    if (name !== undefined) emit({ tool_calls: [{ ...call, function: { name, arguments: '' } }] });
    if (written !== '') text(`tool ${index}`, written, (clean) => ({ tool_calls: [{ index, function: { arguments: clean } }] }));
  };
  return {
    begun,
    push({ content, reasoning_content: reasoning, refusal, tool_calls: calls }) {
      if (content !== undefined) text('content', content, (clean) => ({ content: clean }));
      if (reasoning !== undefined) text('reasoning', reasoning, (clean) => ({ reasoning_content: clean }));
      if (refusal !== undefined) text('refusal', refusal, (clean) => ({ refusal: clean }));
      for (const call of calls ?? []) tool(call);
      begin();
    },
    end() {
      for (const { filter, delta } of filters.values()) {
        const rest = filter.rest();
        if (rest !== '') emit(delta(rest));
      }
    },
    play(to) {
      for (const delta of held.splice(0)) to(delta);
      listener = to;
    },
  };
}
