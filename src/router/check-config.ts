import { describe, listAt, modelAt, objectAt, refuse, refuseWord, textAt, wholeAt, wordAt } from './check.js';
import { checkExecution } from './check-execution.js';
import { checkPrice } from './check-price.js';
import { ROUTER_FORMAT, type RouterConfig } from './config.js';
import { policies } from './policy/index.js';

const MEMBERS = [
  'format',
  'name',
  'models',
  'input',
  'pipeline',
  'fallback',
  'execution',
  'provenance',
  'createdAt',
  'decisionHash',
  'checksum',
];
const MODEL_MEMBERS = ['id', 'provider', 'name', 'price', 'contextTokens', 'tags'];
const INPUT_MEMBERS = ['text', 'join', 'maxCodePoints', 'codePointsPerToken', 'stickySignal'];
const TEXTS = ['last_user', 'all_user', 'all'];

/** Deepest nesting of a provenance. */
const MOST_NESTING = 64;

/**
 * Checks everything of a router config but its conditions and its hashes.
 *
 * @throws UserError naming the member, what is wrong with it and what is accepted
 */
export function checkConfig(json: unknown): RouterConfig {
  const config = objectAt(json, 'router', MEMBERS);
  wordAt(config['format'], 'format', [ROUTER_FORMAT]);
  textAt(config['name'], 'name');
  const modelIds = checkModels(config['models']);
  checkInput(config['input']);
  listAt(config['pipeline'], 'pipeline').forEach((stage, index) => {
    checkStage(stage, `pipeline[${index}]`, modelIds);
  });
  listAt(config['fallback'], 'fallback').forEach((id, index) => {
    modelAt(id, `fallback[${index}]`, modelIds);
  });
  if (config['execution'] !== undefined) checkExecution(config['execution'], 'execution');
  if (config['provenance'] !== undefined) {
    checkJson(config['provenance'], 'provenance', 0);
    if (Array.isArray(config['provenance']) || typeof config['provenance'] !== 'object' || config['provenance'] === null)
      throw refuse('provenance', 'is not an object');
  }
  if (config['createdAt'] !== undefined) textAt(config['createdAt'], 'createdAt');
  textAt(config['decisionHash'], 'decisionHash');
  textAt(config['checksum'], 'checksum');
  return json as RouterConfig;
}

function checkModels(value: unknown): string[] {
  const ids: string[] = [];
  listAt(value, 'models').forEach((entry, index) => {
    const at = `models[${index}]`;
    const model = objectAt(entry, at, MODEL_MEMBERS);
    const id = textAt(model['id'], `${at}.id`);
    if (ids.indexOf(id) >= 0) throw refuse(`${at}.id`, 'stands twice', { value: id });
    ids.push(id);
    for (const member of ['provider', 'name'])
      if (typeof model[member] !== 'string') throw refuse(`${at}.${member}`, 'is not a text', { value: describe(model[member]) });
    if (model['price'] !== undefined) checkPrice(model['price'], `${at}.price`);
    if (model['contextTokens'] !== undefined) wholeAt(model['contextTokens'], `${at}.contextTokens`, 1, 2 ** 40);
    if (model['tags'] !== undefined) {
      listAt(model['tags'], `${at}.tags`).forEach((tag, which) => {
        if (typeof tag !== 'string') throw refuse(`${at}.tags[${which}]`, 'is not a text');
      });
    }
  });
  if (ids.length === 0) throw refuse('models', 'is empty', { accepted: 'at least one model' });
  return ids;
}

function checkInput(value: unknown): void {
  const input = objectAt(value, 'input', INPUT_MEMBERS);
  wordAt(input['text'], 'input.text', TEXTS);
  if (typeof input['join'] !== 'string') throw refuse('input.join', 'is not a text');
  wholeAt(input['maxCodePoints'], 'input.maxCodePoints', 0, 2 ** 31);
  wholeAt(input['codePointsPerToken'], 'input.codePointsPerToken', 1, 1000);
  if (input['stickySignal'] !== undefined) textAt(input['stickySignal'], 'input.stickySignal');
}

function checkStage(value: unknown, field: string, modelIds: readonly string[]): void {
  const kind = (value as { kind?: unknown } | null | undefined)?.kind;
  for (const policy of Object.values(policies)) {
    if (policy.kind !== kind) continue;
    policy.check(objectAt(value, field, policy.members), field, modelIds);
    return;
  }
  throw refuseWord(`${field}.kind`, 'unknown policy', typeof kind === 'string' ? kind : 'missing', Object.keys(policies));
}

/** Anything JSON can carry, and not so deep that hashing it could fail. */
function checkJson(value: unknown, field: string, depth: number): void {
  if (depth > MOST_NESTING) throw refuse('provenance', `nested deeper than ${MOST_NESTING}`);
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) return;
  if (typeof value !== 'object') throw refuse(field, 'is nothing JSON can carry');
  for (const key of Object.keys(value)) checkJson((value as Record<string, unknown>)[key], `${field}.${key}`, depth + 1);
}
