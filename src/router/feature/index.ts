import type { InputSpec } from '../config.js';
import type { RequestBatch } from '../router.js';
import type { Feature } from './feature.js';
import { length } from './length.js';
import { requestText } from './request-text.js';
import { shape } from './shape.js';

/** Every numeric feature a condition may name. One file a family; a test holds this list and the folder equal. */
export const features: readonly Feature[] = [...length, ...shape];

/** The text of the request, for $contains, $regex and comparisons of the whole text. */
export const TEXT_FIELD = 'prompt.text';

/** The feature of a name, or undefined. */
export function featureNamed(name: string): Feature | undefined {
  for (let i = 0; i < features.length; i++) if (features[i]?.name === name) return features[i];
  return undefined;
}

/** A numeric feature over a batch, computed once and kept with the batch. */
export function featureColumn(batch: RequestBatch, name: string, input: InputSpec): Float64Array {
  const feature = featureNamed(name);
  if (feature === undefined) throw new RangeError(`no feature ${name}`);
  return keptColumn(batch, `${name}|${inputKey(input)}`, (row) => {
    const messages = batch.messages(row);
    return feature.of(requestText(messages, input), messages, input);
  });
}

/** A yes/no test of the text over a batch, computed once and kept with the batch under `key`. */
export function textTestColumn(
  batch: RequestBatch,
  key: string,
  input: InputSpec,
  test: (text: string) => boolean,
): Float64Array {
  return keptColumn(batch, `${key}|${inputKey(input)}`, (row) => (test(requestText(batch.messages(row), input)) ? 1 : 0));
}

function keptColumn(batch: RequestBatch, key: string, of: (row: number) => number): Float64Array {
  const held = batch.features.get(key);
  if (held !== undefined) return held;
  const column = new Float64Array(batch.size);
  for (let row = 0; row < batch.size; row++) column[row] = of(row);
  batch.features.set(key, column);
  return column;
}

function inputKey(input: InputSpec): string {
  return `${input.text}|${input.maxCodePoints}|${input.codePointsPerToken}|${input.join}`;
}
