import type { EmbeddingModelV3, LanguageModelV3 } from '@ai-sdk/provider';

/** What a client is made from. */
export interface ClientSettings {
  /** The provider's own name of the model. */
  readonly model: string;
  readonly apiKey?: string;
  readonly baseUrl?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fetch: typeof fetch;
}

/** An interface that can be spoken. Its SDK is loaded when a client is opened, never before. */
export interface Api {
  readonly name: string;
  /** The environment variable its users know; null where a key is not usual. */
  readonly keyEnv: string | null;
  readonly needsBaseUrl: boolean;
  /** Under which name its SDK looks for settings of its own. */
  readonly optionsName: string;
  open(settings: ClientSettings): Promise<LanguageModelV3>;
  /** Null for an interface that has no embeddings. */
  readonly embeddings: Embeddings | null;
}

/** The embeddings of an interface. */
export interface Embeddings {
  /** Under which name the number of dimensions is asked for. */
  readonly dimensions: 'dimensions' | 'outputDimensionality';
  open(settings: ClientSettings): Promise<EmbeddingModelV3>;
}

/** Settings in the form all SDKs take them; a client without a key gets none rather than one from the environment. */
export function sdkSettings({ apiKey, baseUrl, headers, fetch }: ClientSettings) {
  return {
    apiKey: apiKey ?? '',
    fetch,
    ...(baseUrl === undefined ? {} : { baseURL: baseUrl }),
    ...(headers === undefined ? {} : { headers: { ...headers } }),
  };
}
