import type { InputSpec } from '../config.js';
import { inputKey, keptColumn } from '../kept-column.js';
import type { RequestBatch } from '../router.js';
import type { Feature } from './feature.js';
import { length } from './length.js';
import { requestText } from './request-text.js';
import { script } from './script.js';
import { shape } from './shape.js';
import { wording } from './wording.js';

/** Every numeric feature a condition may name. One file a family; a test holds this list and the folder equal. */
export const features: readonly Feature[] = [...length, ...shape, ...wording, ...script];

/** The text of the request, for $contains, $regex and comparisons of the whole text. */
export const TEXT_FIELD = 'prompt.text';

/** Reads a column off a batch; the column is computed once and kept with the batch. */
export type ReadColumn = (batch: RequestBatch) => Float64Array;

/** The feature of a name, or undefined. */
export function featureNamed(name: string): Feature | undefined {
  for (let i = 0; i < features.length; i++) if (features[i]?.name === name) return features[i];
  return undefined;
}

/** How a feature is read off batches. */
export function readFeature(feature: Feature, input: InputSpec): ReadColumn {
  const key = `${feature.name}|${inputKey(input)}`;
  return (batch) =>
    keptColumn(batch, key, (row) => {
      const messages = batch.messages(row);
      return feature.of(requestText(messages, input), messages, input);
    });
}

/** How a yes/no test of the text, named by `name`, is read off batches: 1 where it holds. */
export function readTextTest(name: string, input: InputSpec, test: (text: string) => boolean): ReadColumn {
  const key = `${name}|${inputKey(input)}`;
  return (batch) => keptColumn(batch, key, (row) => (test(requestText(batch.messages(row), input)) ? 1 : 0));
}

/** A numeric feature over a batch. */
export function featureColumn(batch: RequestBatch, name: string, input: InputSpec): Float64Array {
  const feature = featureNamed(name);
  if (feature === undefined) throw new RangeError(`no feature ${name}`);
  return readFeature(feature, input)(batch);
}
