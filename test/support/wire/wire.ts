/** Token counts of an answer, as far as the server reports them. */
export interface WireUsage {
  readonly input: number;
  readonly output: number;
  /** Parts of the two. */
  readonly cached?: number;
  readonly reasoning?: number;
}

/** Why an answer ends, in no provider's words. */
export type WireEnd = 'stop' | 'length' | 'tool_call' | 'refusal';

/** A streamed answer as one provider writes it: every member gives the bytes of one or more server-sent events. */
export interface WireStream {
  /** What comes before the answer; providers that report input tokens first do it here. */
  start(usage: WireUsage | null): string;
  text(delta: string): string;
  refusal(text: string): string;
  /** A tool call, in the pieces it comes in. */
  toolCall(name: string, pieces: readonly string[]): readonly string[];
  /** An error in the middle of the stream. */
  error(): string;
  end(why: WireEnd, usage: WireUsage | null): string;
  /** Counts that can't be: no output for an answer, more cached than sent. */
  readonly impossible: WireUsage;
}

/** How one provider is spoken to over HTTP. */
export interface Wire {
  readonly path: RegExp;
  promptIn(body: Record<string, unknown>): string;
  /** Where the key stands in the headers. */
  keyIn(headers: Readonly<Record<string, unknown>>): string;
  errorBody(status: number, error: { readonly message: string; readonly type?: string; readonly code?: string }): object;
  stream(id: string, model: string): WireStream;
}

export function event(data: object, name?: string): string {
  return `${name === undefined ? '' : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`;
}

/** The text of the last message of the user. */
export function lastUserText(messages: unknown, partsOf: (message: Record<string, unknown>) => unknown): string {
  const list = Array.isArray(messages) ? (messages as readonly Record<string, unknown>[]) : [];
  const content = partsOf(list.findLast(({ role }) => role === 'user') ?? {});
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return JSON.stringify(content);
  const texts = (content as readonly { readonly text?: unknown }[]).map(({ text }) => text);
  return texts.every((text) => typeof text === 'string') ? texts.join('') : JSON.stringify(content);
}
