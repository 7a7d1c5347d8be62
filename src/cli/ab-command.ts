import { relative } from 'node:path';
import { findExperiment } from '../app/load/find-experiment.js';
import { abWorkspace } from '../app/simulate/ab-workspace.js';
import { AB_METRICS, type AbMetric, type AbSpec } from '../domain/ab.js';
import { nearest } from '../domain/nearest.js';
import { UserError } from '../domain/user-error.js';
import { colour } from './print/colour.js';
import { printAb } from './print/print-ab.js';
import { openDayProgress } from './progress.js';
import { requireWhole } from './require-whole.js';

interface AbRequest {
  readonly a: string;
  readonly b: string;
  readonly scenario: string;
  readonly arm: string | undefined;
  readonly metric: string;
  readonly detect: number;
  readonly guards: readonly string[];
  readonly alpha: number;
  readonly power: number;
  readonly share: number;
  readonly salt: string;
  readonly look: number;
  readonly aaTests: number;
  readonly seeds: number;
  readonly seed: number;
  readonly days: number | undefined;
  readonly experiment: string | undefined;
  readonly out: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** A year of days is longer than any test should take. */
const MOST_DAYS = 366;

/** `routelab ab`: exit 0 whatever the test says. */
export async function abCommand(request: AbRequest): Promise<number> {
  requireWhole('--look', request.look, 1, 1_000_000);
  requireWhole('--aa-tests', request.aaTests, 1, 100_000);
  requireWhole('--seeds', request.seeds, 1, 1000);
  requireWhole('--seed', request.seed, 0, 2 ** 31 - 1);
  if (request.days !== undefined) requireWhole('--days', request.days, 1, MOST_DAYS);
  for (const field of ['alpha', 'power', 'share'] as const) requireBetween(`--${field}`, request[field], 0, 1);
  requireBetween('--detect', request.detect, 0, Number.POSITIVE_INFINITY);
  const guards = request.guards.map(guardOf);
  const progress = openDayProgress(!request.quiet && !request.json, 'tests');
  const { results, dir } = await abWorkspace({
    experimentFile: await findExperiment(request.experiment, process.cwd()),
    routers: [request.a, request.b],
    scenario: request.scenario,
    arm: request.arm,
    seeds: { first: request.seed, count: request.seeds },
    spec: {
      metric: metricNamed('--metric', request.metric),
      detect: request.detect,
      alpha: request.alpha,
      power: request.power,
      share: request.share,
      salt: request.salt,
      everyVisits: request.look,
      guards,
      experiments: request.aaTests,
      mostDays: request.days ?? null,
    },
    ...(request.out === undefined ? {} : { out: request.out }),
    onTrials: progress.days,
    onTrial: progress.day,
  }).finally(() => progress.done());
  const folder = relative(process.cwd(), dir) || '.';
  if (request.json) process.stdout.write(`${JSON.stringify({ results, dir: folder })}\n`);
  else {
    printAb(results);
    if (!request.quiet) process.stderr.write(`${colour.dim(`written  ${folder}/summary.md · ab.json`)}\n`);
  }
  return 0;
}

function requireBetween(field: string, value: number, low: number, high: number): void {
  if (value > low && value < high) return;
  const accepted = high === Number.POSITIVE_INFINITY ? `above ${low}` : `above ${low}, below ${high}`;
  throw new UserError({ field, message: 'not accepted', value: String(value), accepted });
}

function metricNamed(field: string, name: string): AbMetric {
  const found = AB_METRICS.find((metric) => metric === name);
  if (found !== undefined) return found;
  const close = nearest(name, AB_METRICS);
  throw new UserError({
    field,
    message: 'no such metric',
    value: name,
    accepted: AB_METRICS.join(', '),
    ...(close === undefined ? {} : { nearest: close }),
  });
}

/** Of guards, far below what any number of visits can tell. */
const LEAST_MARGIN = 1e-6;

/** `availability=0.01` */
function guardOf(text: string): AbSpec['guards'][number] {
  const [name = '', amount = '', ...more] = text.split('=');
  const metric = metricNamed('--guard', name.trim());
  const margin = Number(amount);
  if (more.length === 0 && amount.trim() !== '' && margin >= LEAST_MARGIN && Number.isFinite(margin)) return { metric, margin };
  throw new UserError({
    field: '--guard',
    message: 'not a guard',
    value: text,
    accepted: 'a metric and how much worse it may get, at least 0.000001: quality=0.03',
  });
}
