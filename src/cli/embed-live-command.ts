import { type EmbeddedLive, type EmbedLiveRequest, type EmbedPlan, embedLive, planEmbedding } from '../app/embed/embed-live.js';
import { shellWord } from '../domain/shell-word.js';
import { UserError } from '../domain/user-error.js';
import { formatCount, formatNumber } from '../report/format.js';
import { inertText } from '../report/inert-text.js';
import type { LiveArguments } from './command/live-options.js';
import { colour } from './print/colour.js';
import { whyLeft } from './print/print-recorded.js';
import { isCi } from './record-command.js';
import { concurrencyOption, countOption, durationOption, usdOption } from './record-options.js';
import { underControl } from './under-control.js';

/** What the command line says of an embedder that is asked at its provider. */
export interface EmbedCalls extends LiveArguments {
  readonly models: string | undefined;
}

interface Given extends EmbedCalls {
  readonly dataset: string;
  readonly model: string;
  readonly out: string | undefined;
  readonly force: boolean;
  readonly json: boolean;
  readonly models: string;
}

/** `routelab embed --models`: exit 0; 2 before anything is sent; 4 where embeddings are left; 130 when interrupted. */
export async function embedLiveCommand(given: Given): Promise<number> {
  const request = requestOf(given);
  if (given.dryRun || isCi(process.env)) return showPlan(await planEmbedding(request), given);
  const { done, interrupted } = await underControl(given.progress, request.maxCostUsd, (control) =>
    embedLive(request, control, () => undefined),
  );
  if (given.json) process.stdout.write(`${JSON.stringify(done)}\n`);
  else process.stdout.write(`${embeddedLines(done).join('\n')}\n`);
  if (done.embedded === null)
    process.stderr.write(`${colour.dim(`resume   ${['routelab', ...process.argv.slice(2)].map(shellWord).join(' ')}`)}\n`);
  return interrupted ? 130 : done.embedded === null ? 4 : 0;
}

/** Options that say something of calls are a mistake where none are made. */
export function refuseCalls({ dryRun, maxCost, allowUnpriced, envFile }: EmbedCalls): void {
  const set = {
    '--dry-run': dryRun,
    '--max-cost': maxCost !== undefined,
    '--allow-unpriced': allowUnpriced,
    '--env-file': envFile !== undefined,
  };
  for (const [field, isSet] of Object.entries(set))
    if (isSet) throw new UserError({ field, message: 'is for a model at its provider', accepted: 'with --models models.yaml' });
}

function requestOf(given: Given): EmbedLiveRequest {
  const { dataset, out, force, model, models, allowUnpriced } = given;
  return {
    dataset,
    out,
    force,
    model,
    modelsFile: models,
    maxCostUsd: usdOption('--max-cost', given.maxCost),
    allowUnpriced,
    concurrency: concurrencyOption(given.concurrency),
    policy: {
      maxRetries: countOption('--max-retries', given.maxRetries, 0) ?? 0,
      attemptTimeoutMs: durationOption('--attempt-timeout', given.attemptTimeout),
      totalTimeoutMs: durationOption('--total-timeout', given.totalTimeout),
    },
    giveUpAfterMs: durationOption('--give-up-after', given.giveUpAfter),
    envFile: given.envFile ?? null,
    env: process.env,
  };
}

function showPlan(plan: EmbedPlan, { json, dryRun }: Given): number {
  if (json) process.stdout.write(`${JSON.stringify({ plan, outcome: null })}\n`);
  else process.stdout.write(`${planLines(plan).join('\n')}\n`);
  process.stderr.write(`${colour.dim(dryRun ? 'dry run: nothing was sent' : 'CI=true: nothing is asked for')}\n`);
  return dryRun || plan.model.calls === 0 ? 0 : 4;
}

function planLines({ queries, texts, model, spentUsd, unresolvedUsd, recordings }: EmbedPlan): string[] {
  const { calls, inputTokens, expectedUsd, worstUsd, priced, key } = model;
  const unknown =
    unresolvedUsd === 0 ? '' : ` and ${formatNumber(unresolvedUsd, 'usd')} reserved for calls of which nobody knows`;
  return [
    `${colour.bold('plan')}     ${formatCount(queries)} queries, ${formatCount(texts)} texts, ${formatCount(calls)} without an embedding by ${inertText(model.modelId)} in ${recordings}`,
    `cost     expected ${formatNumber(expectedUsd, 'usd')} for ${formatCount(inputTokens)} tokens   worst ${formatNumber(worstUsd, 'usd')} (retries not counted)${priced ? '' : '; no price is known'}`,
    `spent    ${formatNumber(spentUsd, 'usd')} known${unknown}`,
    `key      ${key === null ? 'none needed' : `${key.env} ${key.present ? 'set' : 'not set'}`}`,
  ];
}

function embeddedLines({ plan, lane, failed, spentUsd, unresolvedUsd, embedded }: EmbeddedLive): string[] {
  const unknown =
    unresolvedUsd === 0 ? '' : ` and ${formatNumber(unresolvedUsd, 'usd')} reserved for calls of which nobody knows`;
  const made = lane === null ? 0 : lane.recorded - failed;
  return [
    `${colour.bold('embedded')} ${formatCount(made)} of ${formatCount(plan.model.calls)} texts${failed === 0 ? '' : `, ${formatCount(failed)} failed`}`,
    `spent    ${formatNumber(spentUsd, 'usd')} known${unknown}`,
    ...(lane === null || lane.left === 0
      ? []
      : [
          `${colour.yellow('left')}     ${inertText(lane.modelId)}: ${formatCount(lane.left)} calls, because ${inertText(whyLeft(lane))}`,
        ]),
    ...(embedded === null
      ? [
          `${colour.yellow('kept')}     what was answered stands in ${plan.recordings}; the dataset is written once nothing is left`,
        ]
      : [
          `${colour.bold(`${formatCount(embedded.queries)} queries`)}, ${embedded.length} numbers each`,
          `wrote    ${embedded.out}`,
          `next     dataset: ${embedded.out} in the experiment file, features: [embedding] in a strategy`,
        ]),
  ];
}
