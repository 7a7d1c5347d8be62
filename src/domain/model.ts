import type { CallParameters } from './call-parameters.js';

/** USD prices of a model. A missing price is missing, never 0. */
export interface Price {
  readonly inputUsdPerMTok?: number;
  readonly outputUsdPerMTok?: number;
  readonly cachedInputUsdPerMTok?: number;
  readonly reasoningUsdPerMTok?: number;
  /** Per call, whatever its size. */
  readonly requestUsd?: number;
}

export interface Limits {
  readonly rpm?: number;
  readonly tpm?: number;
  readonly concurrency?: number;
}

/** A model that answers queries. `id` is the name used everywhere in a workspace. */
export interface Model {
  readonly id: string;
  readonly provider: string;
  /** The provider's own name of the model. */
  readonly name: string;
  readonly price?: Price;
  /** ISO date and source of the price, where they are not those of the list. */
  readonly pricedAt?: string;
  readonly priceSource?: string;
  readonly contextTokens?: number;
  readonly tags: readonly string[];
  readonly limits?: Limits;
  /** How it is asked when it is recorded; the list's own settings included. */
  readonly parameters?: Partial<CallParameters>;
}

/** A model that turns texts into numbers. It bills nothing for what it gives. */
export interface Embedder extends Model {
  /** Numbers of an embedding, where the model can be asked for fewer. */
  readonly dimensions?: number;
}

/** How calls of a provider are made. No key ever stands in a file: only where to find it. */
export interface ProviderSettings {
  /** One of the interfaces that can be spoken; unset: the one of the provider's name. */
  readonly api?: string;
  readonly baseUrl?: string;
  /** Environment variable that holds the key. */
  readonly apiKeyEnv?: string;
  /** Headers by name; none of them a secret. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers whose values stand in environment variables. */
  readonly headersEnv?: Readonly<Record<string, string>>;
  /** Calls in flight at most, over all models of the provider. */
  readonly concurrency?: number;
  /** Nothing is billed for an answer with an error status; unset: nobody knows of 5xx. */
  readonly errorsAreFree?: boolean;
}

/** The models of a workspace, with the date and source of their prices. */
export interface ModelList {
  readonly models: readonly Model[];
  /** Models that judge answers and are compared with nobody. */
  readonly judges?: readonly Model[];
  /** Embedding models, asked at their provider. */
  readonly embedders?: readonly Embedder[];
  /** ISO date on which the prices were true. */
  readonly pricedAt?: string;
  readonly priceSource?: string;
  /** By the provider's name. */
  readonly providers?: Readonly<Record<string, ProviderSettings>>;
}
