import { nearest } from '../domain/nearest.js';
import { listAt, modelAt, objectAt, refuse, textAt, wholeAt } from './check.js';
import { ROUTER_FORMAT, type RouterConfig, type Stage } from './config.js';
import { createRouter } from './create-router.js';
import { policies } from './policy/index.js';
import type { Router } from './router.js';
import { checksumOf, decisionHashOf } from './seal.js';

const MEMBERS = [
  'format',
  'name',
  'models',
  'input',
  'pipeline',
  'fallback',
  'provenance',
  'createdAt',
  'decisionHash',
  'checksum',
];
const MODEL_MEMBERS = ['id', 'provider', 'name', 'price', 'contextTokens', 'tags'];
const INPUT_MEMBERS = ['text', 'join', 'maxCodePoints', 'codePointsPerToken', 'stickySignal'];
const TEXTS = ['last_user', 'all_user', 'all'];

/** Sum of a split's weights must stay below this, so that products with a 32-bit hash are exact. */
const MOST_WEIGHT = 2 ** 21 - 1;

/**
 * Loads `router.json` (already parsed): checks format, structure and both hashes, and compiles it.
 *
 * @throws UserError naming the member, what is wrong with it and what is accepted
 */
export function loadRouter(json: unknown): Router {
  const config = checkedConfig(json);
  if (decisionHashOf(config) !== config.decisionHash) {
    throw refuse('decisionHash', 'does not fit the content: the router was changed after it was measured');
  }
  if (checksumOf(config) !== config.checksum)
    throw refuse('checksum', 'does not fit the content: the file was changed or damaged');
  return createRouter(config);
}

function checkedConfig(json: unknown): RouterConfig {
  const config = objectAt(json, 'router', MEMBERS);
  if (config['format'] !== ROUTER_FORMAT) {
    throw refuse('format', 'this runtime does not read', {
      value: JSON.stringify(config['format']) ?? 'missing',
      accepted: ROUTER_FORMAT,
    });
  }
  textAt(config['name'], 'name');
  const modelIds = checkModels(config['models']);
  checkInput(config['input']);
  listAt(config['pipeline'], 'pipeline').forEach((stage, index) => {
    checkStage(stage, `pipeline[${index}]`, modelIds);
  });
  listAt(config['fallback'], 'fallback').forEach((id, index) => {
    modelAt(id, `fallback[${index}]`, modelIds);
  });
  textAt(config['decisionHash'], 'decisionHash');
  textAt(config['checksum'], 'checksum');
  return json as RouterConfig;
}

function checkModels(value: unknown): string[] {
  const ids: string[] = [];
  listAt(value, 'models').forEach((model, index) => {
    const id = textAt(objectAt(model, `models[${index}]`, MODEL_MEMBERS)['id'], `models[${index}].id`);
    if (ids.indexOf(id) >= 0) throw refuse(`models[${index}].id`, 'stands twice', { value: id });
    ids.push(id);
  });
  if (ids.length === 0) throw refuse('models', 'is empty');
  return ids;
}

function checkInput(value: unknown): void {
  const input = objectAt(value, 'input', INPUT_MEMBERS);
  if (TEXTS.indexOf(String(input['text'])) < 0) {
    throw refuse('input.text', 'not accepted', { value: JSON.stringify(input['text']) ?? 'missing', accepted: TEXTS.join(', ') });
  }
  if (typeof input['join'] !== 'string') throw refuse('input.join', 'is not a text');
  wholeAt(input['maxCodePoints'], 'input.maxCodePoints', 0, 2 ** 31);
  wholeAt(input['codePointsPerToken'], 'input.codePointsPerToken', 1, 1000);
}

function checkStage(value: unknown, field: string, modelIds: readonly string[]): void {
  const kind = (value as { kind?: unknown } | null)?.kind;
  const policy = Object.values(policies).find((one) => one.kind === kind);
  if (policy === undefined) {
    const kinds = Object.keys(policies);
    const close = nearest(String(kind), kinds);
    throw refuse(`${field}.kind`, 'unknown policy', {
      value: JSON.stringify(kind) ?? 'missing',
      accepted: kinds.join(', '),
      ...(close === undefined ? {} : { nearest: close }),
    });
  }
  const stage = objectAt(value, field, policy.members) as unknown as Stage;
  switch (stage.kind) {
    case 'filter':
      listAt(stage.allow, `${field}.allow`).forEach((id, index) => {
        modelAt(id, `${field}.allow[${index}]`, modelIds);
      });
      return;
    case 'classify':
      listAt(stage.categories, `${field}.categories`).forEach((category, index) => {
        textAt(
          objectAt(category, `${field}.categories[${index}]`, ['name', 'when'])['name'],
          `${field}.categories[${index}].name`,
        );
      });
      return;
    case 'rules':
      listAt(stage.rules, `${field}.rules`).forEach((rule, index) => {
        modelAt(objectAt(rule, `${field}.rules[${index}]`, ['when', 'use'])['use'], `${field}.rules[${index}].use`, modelIds);
      });
      return;
    case 'split':
      checkSplit(stage.weights, stage.salt, field, modelIds);
  }
}

function checkSplit(weights: unknown, salt: unknown, field: string, modelIds: readonly string[]): void {
  if (typeof salt !== 'string') throw refuse(`${field}.salt`, 'is not a text');
  let total = 0;
  listAt(weights, `${field}.weights`).forEach((entry, index) => {
    const { model, weight } = objectAt(entry, `${field}.weights[${index}]`, ['model', 'weight']);
    modelAt(model, `${field}.weights[${index}].model`, modelIds);
    total += wholeAt(weight, `${field}.weights[${index}].weight`, 0, MOST_WEIGHT);
  });
  wholeAt(total, `${field}.weights (sum)`, 1, MOST_WEIGHT);
}
