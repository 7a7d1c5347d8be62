import { DEFAULT_INPUT } from '../router/config.js';
import { featureColumn } from '../router/feature/index.js';
import { promptLengths } from './prompt-lengths.js';
import { crossedKeys, keysOf, type QueryKeys, quantileKeys } from './query-keys.js';
import type { Workbench } from './workbench.js';

/** Prompt lengths are cut into this many classes. */
const LENGTH_CLASSES = 4;

/** Kinds of queries that anybody can see: category (none counts as one), prompt length, whether there is code, whether there are digits. */
export function visibleKinds({ batch, dataset }: Workbench): QueryKeys {
  const category = keysOf(dataset.labels.category);
  const presence = (name: string): QueryKeys => ({
    codes: Int32Array.from(featureColumn(batch, name, DEFAULT_INPUT), (count) => (count > 0 ? 1 : 0)),
    count: 2,
  });
  return crossedKeys([
    { codes: category.codes.map((code) => code + 1), count: category.count + 1 },
    quantileKeys(promptLengths(batch), LENGTH_CLASSES),
    presence('prompt.code_fences'),
    presence('prompt.digits'),
  ]);
}
