import { ROUTER_FORMAT, type RouterConfig, type RouterDraft } from './config.js';
import { canonicalJson } from './identity/canonical-json.js';
import { sha256Hex } from './identity/sha256.js';

/**
 * A config with its hashes: what decides is hashed apart from what merely describes. The hashes are worked out when first
 * read, because a sweep makes a thousand routers of half a megabyte and ships a few; the config itself must not change.
 */
export function sealRouter(draft: RouterDraft): RouterConfig {
  let decision: string | undefined;
  let whole: string | undefined;
  const sealed: RouterConfig = {
    format: ROUTER_FORMAT,
    ...draft,
    get decisionHash() {
      decision ??= decisionHashOf(draft);
      return decision;
    },
    get checksum() {
      whole ??= checksumOf({ format: ROUTER_FORMAT, ...draft, decisionHash: sealed.decisionHash });
      return whole;
    },
  };
  return sealed;
}

/** SHA-256 over all that decides: models, input, pipeline, fallback. */
export function decisionHashOf({
  models,
  input,
  pipeline,
  fallback,
}: Pick<RouterConfig, 'models' | 'input' | 'pipeline' | 'fallback'>): string {
  return sha256Hex(canonicalJson({ models, input, pipeline, fallback }));
}

/** SHA-256 over everything but the checksum itself and the time of creation. */
export function checksumOf(config: Omit<RouterConfig, 'checksum'>): string {
  const { checksum: _checksum, createdAt: _createdAt, ...rest } = config as RouterConfig;
  return sha256Hex(canonicalJson(rest));
}
