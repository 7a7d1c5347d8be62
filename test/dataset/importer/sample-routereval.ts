import { floats, texts, zip } from '../../support/npz.js';

const STRONG = {
  train: [
    [1, 0.5],
    [Number.NaN, 0],
  ],
  val: [[1, 1]],
  test: [[0, 1]],
};
const WEAK = {
  train: [
    [0, 0],
    [0, 1],
  ],
  val: [[0, 0]],
  test: [[1, 0.25]],
};
const PROMPTS = { train_prompt: ['one', 'two'], val_prompt: ['three'], test_prompt: ['four'] };

/** Two pools of two models as RouterEval nests them, the prompts beside the pools; NaN is null in JSON. */
export function poolsObject(): object {
  const pool = ({ train, val, test }: typeof STRONG, model: readonly string[]) => ({
    data: { train_score: train, val_score: val, test_score: test },
    model,
  });
  return {
    easy: { 2: { all_strong: pool(STRONG, ['org/a', 'b']) } },
    hard: { 2: { all_weak: pool(WEAK, ['x', 'y']) } },
    split_index: { train: [1, 2] },
    embedding: { train_embed: [[0.5, 0.5]] },
    prompt: PROMPTS,
  };
}

/** The same as exported to .npz. */
export function poolsNpz(): Buffer {
  const pool = (path: string, { train, val, test }: typeof STRONG, model: readonly string[]) => ({
    [`${path}/data/train_score.npy`]: floats(train),
    [`${path}/data/val_score.npy`]: floats(val),
    [`${path}/data/test_score.npy`]: floats(test),
    [`${path}/model.npy`]: texts(model),
  });
  return zip({
    ...pool('easy/2/all_strong', STRONG, ['org/a', 'b']),
    ...pool('hard/2/all_weak', WEAK, ['x', 'y']),
    ...Object.fromEntries(Object.entries(PROMPTS).map(([name, items]) => [`prompt/${name}.npy`, texts(items)])),
  });
}
