import { Document, parse } from 'yaml';
import type { ImportedExperiment } from '../../dataset/importer/importer.js';
import type { Json } from '../../domain/json.js';
import type { Model } from '../../domain/model.js';
import { UserError } from '../../domain/user-error.js';

/** Every control that needs no training. */
const BASELINES = ['single', 'random', 'random_at_shares', 'oracle', 'category_oracle', 'zero_router', 'prompt_length'];

/** `models.yaml` of a new workspace. A model without a price has no `price`. */
export function modelsYaml(models: readonly Model[], settings: ImportedExperiment): string {
  const document = {
    priced_at: settings.pricedAt,
    price_source: settings.priceSource,
    models: models.map(({ id, provider, name, price, contextTokens, tags, limits }) => ({
      id,
      provider,
      name,
      price: price === undefined ? undefined : priceKeys(price),
      context_tokens: contextTokens,
      tags: tags.length === 0 ? undefined : tags,
      limits,
    })),
  };
  return yamlText(document, ' The models of this workspace. Add prices (USD per million tokens) where you know them.');
}

function priceKeys(price: NonNullable<Model['price']>): Record<string, number | undefined> {
  return {
    input_usd_per_mtok: price.inputUsdPerMTok,
    output_usd_per_mtok: price.outputUsdPerMTok,
    cached_input_usd_per_mtok: price.cachedInputUsdPerMTok,
    reasoning_usd_per_mtok: price.reasoningUsdPerMTok,
    request_usd: price.requestUsd,
  };
}

/** `routelab.yaml` of a new workspace: compares the models and the controls, and runs as it is. */
export function experimentYaml(settings: ImportedExperiment, recordings: string, format: string, hasDecisions: boolean): string {
  const document = {
    name: settings.name,
    dataset: 'dataset.jsonl',
    recordings,
    models: 'models.yaml',
    scorer: settings.scorer,
    split: settings.split,
    strategies: [],
    decisions: hasDecisions ? ['decisions/*.jsonl'] : undefined,
    baselines: BASELINES,
    reference: settings.reference,
    pair: settings.pair,
    cost: settings.cost.by === 'usd' ? undefined : settings.cost,
    right_at: settings.rightAt,
  };
  return yamlText(
    document,
    ` Made by \`routelab import ${format}\`. Runs as it is; add strategies: [strategies/*.yaml] to compare your own.`,
  );
}

/** Reads YAML as plain JSON values; throws UserError naming file, line and column. */
export function parseYaml(text: string, file: string): Json {
  try {
    return parse(text) as Json;
  } catch (error) {
    const at = (error as { readonly linePos?: readonly [{ readonly line: number; readonly col: number }] }).linePos?.[0];
    const place = at === undefined ? {} : { line: at.line, column: at.col };
    throw new UserError({ file, ...place, message: `not YAML: ${(error as Error).message.split('\n')[0] ?? ''}` });
  }
}

function yamlText(value: Readonly<Record<string, unknown>>, comment: string): string {
  const document = new Document(JSON.parse(JSON.stringify(value)));
  document.commentBefore = comment;
  return document.toString({ lineWidth: 120 });
}
