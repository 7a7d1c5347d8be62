import type { Json } from './json.js';

/** What shapes an answer besides the messages. All of it is part of a recording's key. */
export interface CallParameters {
  readonly maxOutputTokens: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly presencePenalty?: number;
  readonly frequencyPenalty?: number;
  readonly stop?: readonly string[];
  readonly seed?: number;
  /** Goes before the query's own messages. */
  readonly system?: string;
  /** A JSON Schema the answer must follow, or true for any JSON. */
  readonly responseFormat?: Json;
  /** In the shape OpenAI-compatible endpoints take. */
  readonly tools?: readonly Json[];
  readonly toolChoice?: Json;
  /** The provider's own settings, passed through. */
  readonly options?: Readonly<Record<string, Json>>;
}
