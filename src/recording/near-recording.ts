import type { Json } from '../domain/json.js';
import type { Message } from '../domain/query.js';
import type { Recording } from '../domain/recording.js';
import { type Difference, jsonDifferences } from './json-differences.js';
import { recordingKey } from './recording-key.js';
import type { StoredRecording } from './stored-recordings.js';

/** A request as the experiment would make it now. */
export interface WantedRequest {
  readonly modelId: string;
  readonly queryId: string;
  /** As they would be stored: redacted. */
  readonly parameters: Readonly<Record<string, Json>>;
  readonly messages: readonly Message[];
}

/** The stored recording that comes nearest to a request, and in what it differs. */
export interface NearRecording {
  /** The same request under another query; this cell; another sample of the query; another query; another model. */
  readonly of: 'same_request' | 'cell' | 'query' | 'model' | 'other_model';
  readonly file: string;
  readonly line: number;
  readonly modelId: string;
  readonly queryId: string;
  readonly sample: number;
  /** Null where the line doesn't keep its parameters. */
  readonly parameters: readonly Difference[] | null;
  /** Whether the query's messages are still those it was asked with; they are not stored, so the key tells. Unknown elsewhere. */
  readonly messages: 'same' | 'different' | 'unknown';
}

/** Compares a stored recording with the request that is wanted. */
export function nearRecording(
  of: NearRecording['of'],
  { file, line, recording }: StoredRecording,
  wanted: WantedRequest,
): NearRecording {
  const { modelId, queryId, sample, request } = recording;
  const parameters = request === undefined ? null : jsonDifferences(request, wanted.parameters);
  return { of, file, line, modelId, queryId, sample, parameters, messages: messagesOf(recording, wanted) };
}

function messagesOf(recording: Recording, wanted: WantedRequest): NearRecording['messages'] {
  const { key, request, modelId, queryId, sample } = recording;
  if (key === null || request === undefined || queryId !== wanted.queryId || isRedacted(request)) return 'unknown';
  return recordingKey({ modelId, parameters: request, messages: wanted.messages, sample }) === key ? 'same' : 'different';
}

/** A request that lost a text to redaction no longer has what its key was made from. */
export function isRedacted(request: Readonly<Record<string, Json>>): boolean {
  return JSON.stringify(request).includes('[redacted:');
}
