/** The part of vLLM semantic-router's `config.yaml`, version v0.3, that we write and read. */
export interface SemanticRouterConfig {
  readonly version: 'v0.3';
  readonly listeners: readonly {
    readonly name: string;
    readonly address: string;
    readonly port: number;
    readonly timeout: string;
  }[];
  readonly providers: { readonly models: readonly ProviderModel[] };
  readonly routing: {
    readonly strategy: 'priority';
    readonly modelCards: readonly { readonly name: string }[];
    readonly signals: {
      readonly structure?: readonly StructureSignal[];
      readonly metadata?: readonly MetadataSignal[];
    };
    readonly decisions: readonly Decision[];
  };
}

export interface ProviderModel {
  readonly name: string;
  readonly provider_model_id: string;
  readonly api_format: 'openai';
  readonly pricing?: {
    readonly currency: 'USD';
    readonly prompt_per_1m?: number;
    readonly completion_per_1m?: number;
  };
  readonly backend_refs: readonly {
    readonly name: string;
    readonly provider: 'openai';
    readonly base_url: string;
    readonly api_key_env: string;
    readonly weight: number;
  }[];
}

/** What is found of a pattern in the text: whether at all, or how often. */
export interface StructureSignal {
  readonly name: string;
  readonly feature: {
    readonly type: 'exists' | 'count';
    readonly source: { readonly type: 'regex'; readonly pattern: string; readonly case_sensitive: true };
  };
  readonly predicate?: { readonly gte: number };
}

/** A text that the caller sends along, by its key. */
export interface MetadataSignal {
  readonly name: string;
  readonly key: string;
  readonly predicate: { readonly equals: string } | { readonly in: readonly string[] } | { readonly exists: boolean };
}

/** The one of the greatest priority that holds decides; one without conditions always holds, and comes last. */
export interface Decision {
  readonly name: string;
  readonly priority: number;
  readonly rules: { readonly operator: 'AND' | 'OR' | 'NOT'; readonly conditions: readonly Rule[] };
  readonly modelRefs: readonly { readonly model: string; readonly use_reasoning: false }[];
  readonly algorithm: { readonly type: 'static' };
}

/** A condition of a decision: a signal by its name, or several put together. NOT has one. */
export type Rule =
  | { readonly type: 'structure' | 'metadata'; readonly name: string }
  | { readonly operator: 'AND' | 'OR' | 'NOT'; readonly conditions: readonly Rule[] };

/** What callers ask for. */
export const AUTO = 'auto';

/** Where a caller says the model that our runtime decided for. */
export const HINT = 'routelab_model';
