import { type EmbedRequest, embedDataset } from '../app/embed/embed-dataset.js';
import { type EmbedCalls, embedLiveCommand, refuseCalls } from './embed-live-command.js';
import { colour } from './print/colour.js';

interface EmbedArguments extends EmbedCalls {
  readonly dataset: string;
  readonly model: string;
  readonly out: string | undefined;
  readonly pooling: string;
  readonly dtype: string;
  readonly download: boolean;
  readonly force: boolean;
  readonly json: boolean;
}

/** `routelab embed`: the dataset with a column of embeddings, and where to name it. */
export async function embedCommand({ models, ...given }: EmbedArguments): Promise<number> {
  if (models !== undefined) return embedLiveCommand({ ...given, models });
  refuseCalls({ ...given, models });
  const { json, pooling, ...request } = given;
  const shown = process.stderr.isTTY && !json;
  const made = await embedDataset({
    ...request,
    pooling: pooling as EmbedRequest['pooling'],
    from: process.cwd(),
    onQuery: (done) => {
      if (shown && done % 10 === 0) process.stderr.write(`\rembedded ${done} queries`);
    },
  });
  if (shown) process.stderr.write('\r\u001b[K');
  if (json) process.stdout.write(`${JSON.stringify(made)}\n`);
  else
    process.stdout.write(
      `${colour.bold(`${made.queries} queries`)}, ${made.length} numbers each\nwrote  ${made.out}\nnext   dataset: ${made.out} in the experiment file, features: [embedding] in a strategy\n`,
    );
  return 0;
}
