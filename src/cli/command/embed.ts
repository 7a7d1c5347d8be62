import { defineCommand, flagOption, textOption } from './command.js';

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
    'dry-run': { type: 'boolean', default: false, describe: 'with --models: show calls, tokens and cost; send nothing' },
    'max-cost': { type: 'number', describe: 'with --models: USD that may ever be spent on embeddings of this dataset' },
    'allow-unpriced': { type: 'boolean', default: false, describe: 'with --models: also ask a model whose price nobody knows' },
    concurrency: { type: 'string', default: '4-32', describe: 'with --models: calls in flight, at the start and at most' },
    'max-retries': { type: 'number', default: 5, describe: 'with --models: attempts after the first; 0 for none' },
    'attempt-timeout': { type: 'string', default: '60s', describe: 'with --models: time for one attempt' },
    'total-timeout': { type: 'string', default: '10m', describe: 'with --models: time for a call with its retries and waits' },
    'give-up-after': {
      type: 'string',
      default: '10s',
      describe: 'with --models: time after which it is given up where no connection was ever made',
    },
    'env-file': { type: 'string', describe: 'with --models: file of NAME=value lines that hold keys' },
    progress: {
      choices: ['auto', 'json', 'none'] as const,
      default: 'auto',
      describe: 'with --models: a line on a terminal, JSON lines, or nothing',
    },
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
      dryRun: flagOption(parsed, 'dry-run'),
      maxCost: parsed['max-cost'],
      allowUnpriced: flagOption(parsed, 'allow-unpriced'),
      concurrency: textOption(parsed, 'concurrency') ?? '',
      maxRetries: parsed['max-retries'],
      attemptTimeout: textOption(parsed, 'attempt-timeout') ?? '',
      totalTimeout: textOption(parsed, 'total-timeout') ?? '',
      giveUpAfter: textOption(parsed, 'give-up-after') ?? '',
      envFile: textOption(parsed, 'env-file'),
      progress: textOption(parsed, 'progress') ?? 'auto',
    });
  },
});
