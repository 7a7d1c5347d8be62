import { defineCommand, flagOption, textOption } from './command.js';
import { liveArguments, liveOptions } from './live-options.js';

/** An embedding column for a dataset, by a model on this machine or at its provider. */
export const embed = defineCommand({
  command: 'embed <dataset>',
  describe:
    'Write a dataset again with an embedding of every prompt, by a local model (transformers.js, if installed) or one at its provider (--models)',
  setup: (parser) => parser.positional('dataset', { type: 'string', demandOption: true, describe: 'dataset file' }),
  options: {
    model: {
      type: 'string',
      demandOption: true,
      describe: 'folder of an ONNX model, or a name on the hub; with --models the id of an embedder',
    },
    models: { type: 'string', describe: 'models file whose `embedders` has the model: it is asked at its provider' },
    ...liveOptions({
      when: 'with --models: ',
      maxCost: 'USD that may ever be spent on embeddings of this dataset',
      allowUnpriced: 'also ask a model whose price nobody knows',
      concurrency: 'calls in flight, at the start and at most',
      giveUpAfter: 'time after which it is given up where no connection was ever made',
      attemptTimeout: '60s',
    }),
    out: { type: 'string', describe: 'file to write (default: <dataset>.embedded.jsonl beside it)' },
    pooling: {
      choices: ['mean', 'cls', 'last_token'] as const,
      default: 'mean' as const,
      describe: "how one vector is made of the tokens'",
    },
    dtype: { type: 'string', default: 'fp32', describe: 'precision of the weights: fp32, fp16, q8 …' },
    download: { type: 'boolean', default: false, describe: 'fetch a model that is not on this machine' },
    force: { type: 'boolean', default: false, describe: 'write over a file that is there' },
    json: { type: 'boolean', default: false, describe: 'print what was written as JSON' },
  },
  examples: [
    ['routelab embed datasets/support-desk.jsonl --model ./models/small', 'then name the new file in `dataset:`'],
    [
      'routelab embed data.jsonl --models models.yaml --model openai/text-embedding-3-small --max-cost 1',
      'the same command goes on after an interruption',
    ],
  ],
  handler: async (parsed) => {
    const { embedCommand } = await import('../embed-command.js');
    return embedCommand({
      dataset: String(parsed['dataset']),
      model: String(parsed['model']),
      out: textOption(parsed, 'out'),
      pooling: String(parsed['pooling']),
      dtype: String(parsed['dtype']),
      download: flagOption(parsed, 'download'),
      force: flagOption(parsed, 'force'),
      json: flagOption(parsed, 'json'),
      models: textOption(parsed, 'models'),
      ...liveArguments(parsed),
    });
  },
});
