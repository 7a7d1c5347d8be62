import type { CallParameters } from '../../domain/call-parameters.js';
import type { Json } from '../../domain/json.js';
import type { Model } from '../../domain/model.js';
import type { QueryTable } from '../../domain/query.js';
import type { Recording } from '../../domain/recording.js';
import { recordingKey } from '../../recording/recording-key.js';

/** A recording that counts and was asked otherwise than the files say now. */
export interface OtherwiseAsked {
  readonly modelId: string;
  readonly query: number;
  readonly sample: number;
}

/** Finds recordings whose request is no longer the one that the experiment would make. */
export interface OtherwiseFinder {
  /** A recording takes its sample's place. */
  note(recording: Recording, model: Model, query: number): void;
  /** In the order they were read. */
  found(): readonly OtherwiseAsked[];
}

/** Parameters with which a model is asked; null where nothing bounds its answer, so that it can't be. */
export function wantedParameters({ parameters }: Model): CallParameters | null {
  const maxOutputTokens = parameters?.maxOutputTokens;
  return maxOutputTokens === undefined ? null : { ...parameters, maxOutputTokens };
}

/** Looks only at recordings with a key: imported ones were never asked by this experiment. */
export function otherwiseAsked(queries: QueryTable): OtherwiseFinder {
  const found = new Map<string, OtherwiseAsked>();
  return {
    note({ key, modelId, sample }, model, query) {
      const parameters = key === null ? null : wantedParameters(model);
      if (parameters === null) return;
      const cell = `${query} ${sample} ${modelId}`;
      const request = { ...parameters } as unknown as Readonly<Record<string, Json>>;
      const wanted = recordingKey({ modelId, parameters: request, messages: queries.messages(query), sample });
      if (key === wanted) found.delete(cell);
      else found.set(cell, { modelId, query, sample });
    },
    found: () => [...found.values()],
  };
}
