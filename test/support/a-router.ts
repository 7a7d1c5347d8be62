import { DEFAULT_INPUT, type RouterConfig, type Stage } from '../../src/router/config.js';
import { sealRouter } from '../../src/router/seal.js';

/** A sealed router over these models. */
export function aRouter(modelIds: readonly string[], pipeline: readonly Stage[], fallback: readonly string[] = []): RouterConfig {
  return sealRouter({
    name: 'test',
    models: modelIds.map((id) => ({ id, provider: 'p', name: id })),
    input: DEFAULT_INPUT,
    pipeline,
    fallback,
  });
}

/** Always one model. */
export function fixedRouter(modelIds: readonly string[], use: string, fallback: readonly string[] = []): RouterConfig {
  return aRouter(modelIds, [{ kind: 'rules', rules: [{ use }] }], fallback);
}
