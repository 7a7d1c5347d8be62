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
}

/** The models of a workspace, with the date and source of their prices. */
export interface ModelList {
  readonly models: readonly Model[];
  /** ISO date on which the prices were true. */
  readonly pricedAt?: string;
  readonly priceSource?: string;
}
