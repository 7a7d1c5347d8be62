import { findExperiment } from '../app/load/find-experiment.js';
import { type DescribedModels, describedModels, type ModelDescription } from '../app/workspace/describe-workspace.js';
import { DASH, formatCount, formatNumber } from '../report/format.js';
import { inertText } from '../report/inert-text.js';
import { colour } from './print/colour.js';
import { textTable } from './print/text-table.js';

/** `routelab models`: prices and their dates, recordings, errors, refusals, and what each model comes to on its own. */
export async function modelsCommand(request: {
  readonly experiment: string | undefined;
  readonly json: boolean;
}): Promise<number> {
  const described = await describedModels(await findExperiment(request.experiment, process.cwd()));
  process.stdout.write(request.json ? `${JSON.stringify(described)}\n` : `${lines(described).join('\n')}\n`);
  return 0;
}

function lines(described: DescribedModels): string[] {
  const { name, models, complete, queries } = described;
  const columns = columnsOf(described);
  const table = textTable(
    columns.map(({ title, left }, priority) => ({ title, align: left === true ? 'left' : 'right', priority })),
    [{ title: 'models', rows: models.map((model) => ({ chosen: false, cells: columns.map(({ of }) => of(model)) })) }],
    process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY,
  );
  return [
    colour.bold(`${inertText(name)} · ${inertText(described.file)}`),
    ...table,
    '',
    colour.dim(
      `quality and cost on the ${formatCount(complete)} of ${formatCount(queries)} queries complete for every compared model; tokens and latency over all recordings; prices in USD per million tokens`,
    ),
  ];
}

interface Column {
  readonly title: string;
  readonly left?: true;
  readonly of: (model: ModelDescription) => string;
}

function columnsOf({ costUnit }: DescribedModels): readonly Column[] {
  return [
    { title: 'model', left: true, of: ({ modelId }) => inertText(modelId) },
    { title: 'quality', of: ({ quality }) => formatNumber(quality, 'fraction') },
    {
      title: costUnit === 'usd' ? '$/1k queries' : 'calls/1k queries',
      of: ({ cost }) => formatNumber(cost === null ? null : 1000 * cost, costUnit),
    },
    { title: 'ms', of: ({ latencyMs }) => formatNumber(latencyMs, 'ms') },
    { title: 'input $', of: ({ price }) => formatNumber(price?.inputUsdPerMTok ?? null, 'usd') },
    { title: 'output $', of: ({ price }) => formatNumber(price?.outputUsdPerMTok ?? null, 'usd') },
    { title: 'priced', of: ({ pricedAt, price }) => (price === null ? DASH : (pricedAt ?? 'undated')) },
    { title: 'recordings', of: ({ recordings }) => formatCount(recordings) },
    { title: 'missing', of: ({ coverage }) => formatCount(coverage.missing) },
    { title: 'errors', of: ({ errors }) => formatCount(errors) },
    { title: 'refusals', of: ({ refusals }) => formatCount(refusals) },
    { title: 'tokens in', of: ({ inputTokens }) => formatTokens(inputTokens) },
    { title: 'out', of: ({ outputTokens }) => formatTokens(outputTokens) },
    { title: 'recorded', left: true, of: recordedText },
    { title: 'tags', left: true, of: ({ tags }) => inertText(tags.join(', ')) },
  ];
}

function formatTokens(mean: number | null): string {
  return mean === null ? DASH : mean < 100 ? mean.toFixed(1) : formatCount(mean);
}

function recordedText({ oldestRecordedAt, newestRecordedAt }: ModelDescription): string {
  const days = [oldestRecordedAt, newestRecordedAt].map((at) => at?.slice(0, 10));
  return days[0] === undefined ? DASH : days[0] === days[1] ? days[0] : `${days[0]} to ${days[1]}`;
}
