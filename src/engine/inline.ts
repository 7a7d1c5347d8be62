import { type Engine, unbreakable } from './engine.js';

/** Runs every unit here, one after another. */
export const inline: Engine = {
  name: 'inline',
  async run({ kind, common, inputs }, { signal, onUnit, breakable = unbreakable }) {
    const outputs: unknown[] = [];
    for (const input of inputs) {
      signal?.throwIfAborted();
      outputs.push(breakable(() => kind.run(common, input)));
      onUnit?.(outputs.length, inputs.length, kind.name);
      // Lets an interruption and a line of progress through.
      await new Promise(setImmediate);
    }
    return outputs;
  },
  close: () => Promise.resolve(),
};
