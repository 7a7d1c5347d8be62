import { dirname, join, resolve } from 'node:path';
import { readDataset } from '../../dataset/read-dataset.js';
import type { Json } from '../../domain/json.js';
import type { Model, ModelList } from '../../domain/model.js';
import { UserError } from '../../domain/user-error.js';
import type { Experiment } from '../../experiment/experiment.js';
import { spentBefore } from '../../provider/spend-entries.js';
import { type CountTokens, countTokens } from '../../provider/tokens.js';
import { bookkeepingDir } from '../../recording/recording-file.js';
import { redactJson } from '../../recording/redact.js';
import { type ModelPlan, type PlannedModel, planModel } from '../call/plan-recording.js';
import { type RecordKeys, recordKeys } from '../call/record-keys.js';
import { chosenModels, type RecordTarget, recordTarget, variablesOf } from '../call/record-target.js';
import { type RecordedCells, recordedCells } from '../call/recorded-cells.js';
import { type JudgePlan, type PlannedVerdicts, planVerdicts } from '../judge/plan-verdicts.js';
import { readConfigFile } from '../load/config-file.js';
import { judgeModel } from '../load/judge-calls.js';
import { loadExperiment, withPlaces } from '../load/load-experiment.js';
import type { RecordRequest } from './record-request.js';

/** What would be recorded, before anything is. */
export interface RecordPlan {
  readonly experiment: string;
  readonly recordings: string;
  readonly queries: number;
  readonly samples: number;
  readonly models: readonly ModelPlan[];
  /** Verdicts, by judge; empty where the scorer has none. */
  readonly judges: readonly JudgePlan[];
  /** Of answers; verdicts are counted with their judges. */
  readonly calls: number;
  /** Cells without a recording of the queries that `--limit` leaves out; 0 where it leaves none out. */
  readonly beyondLimit: number;
  /** Earlier runs: known cost, and reservations that count in full for ever. */
  readonly spentUsd: number;
  readonly unresolvedUsd: number;
}

export interface PreparedRecording {
  readonly plan: RecordPlan;
  readonly planned: readonly PlannedModel[];
  readonly verdicts: PlannedVerdicts;
  /** The verdicts again, once more answers are recorded. */
  readonly replanVerdicts: () => Promise<PlannedVerdicts>;
  readonly experiment: Experiment;
  readonly datasetSha256: string;
  readonly dir: string;
  readonly spendFile: string;
  readonly keys: RecordKeys;
  readonly countTokens: CountTokens;
}

const DAY_MS = 86_400_000;
const USD = 1e12;

/** The workspace as its files say it. */
export async function openForRecording(request: Pick<RecordRequest, 'experimentFile' | 'models'>) {
  const root = dirname(resolve(request.experimentFile));
  const { experiment, models, scorer } = await loadExperiment(request.experimentFile);
  const { judgings } = scorer.scorer;
  return {
    root,
    experiment,
    models,
    judgings,
    chosen: chosenModels(models, request.models),
    dir: join(root, experiment.recordings),
  };
}

/** Reads the workspace, what is recorded and what was spent, and plans the calls. Opens no client and sends nothing. */
export async function prepareRecording(request: RecordRequest, now: Date): Promise<PreparedRecording> {
  const { root, experiment, models, judgings, chosen, dir } = await openForRecording(request);
  const { dataset, sha256 } = await readDataset(join(root, experiment.dataset));
  const { queries } = dataset;
  const spendFile = join(bookkeepingDir(dir), 'spend.jsonl');
  const rowOf = new Map(Array.from({ length: queries.size }, (_, row) => [queries.ids.get(row), row]));
  const allRows = rowsOf(request, rowOf);
  const rows = allRows.slice(0, request.limit ?? allRows.length);
  const samples = request.samples ?? experiment.record.samples;
  const { maxAgeDays } = experiment.record;
  const cells = await recordedCells(dir, rowOf);
  const complete = ({ id }: Model): boolean =>
    request.mode !== 'all' &&
    rows.every((row) => samplesUpTo(samples).every((sample) => cells.held(id, row, sample) !== undefined));
  const modelsFile = await readConfigFile(join(root, experiment.models));
  const targets = withPlaces(modelsFile, () => chosen.flatMap((model) => askable(model, models, complete)));
  const own = experiment.record.envFile === null ? null : join(root, experiment.record.envFile);
  const judges = withPlaces(modelsFile, () => judgings.map((judging) => recordTarget(judgeModel(judging, models), models)));
  const keys = await recordKeys(request.envFile ?? own, [...targets, ...judges].flatMap(variablesOf), request.env);
  const count = await countTokens();
  const input = {
    queries,
    rows,
    samples,
    wanting: {
      // What is missing is told also where nothing is to be recorded.
      mode: request.mode === 'none' ? ('missing' as const) : request.mode,
      retryErrors: request.retryErrors,
      maxAgeMs: maxAgeDays === null ? Number.POSITIVE_INFINITY : maxAgeDays * DAY_MS,
      nowMs: now.getTime(),
      beforeMs: (request.before ?? now).getTime(),
    },
    cells,
    countTokens: count,
    redacted: (parameters: Json) => redactJson(parameters, keys.secrets),
    hasKey: (name: string) => keys.read(name) !== undefined,
  };
  const planned = targets.map((target) => planModel(target, input));
  const judgedIds = chosen.map(({ id }) => id);
  const targetOf = (id: string): RecordTarget => judges.find(({ model }) => model.id === id) as RecordTarget;
  const verdictsAfter = (first: readonly PlannedModel[]): Promise<PlannedVerdicts> =>
    planVerdicts({ ...input, judgings, models, judgedIds, dataset, dir, targetOf, first });
  const verdicts = await verdictsAfter(planned);
  const spent = await spentBefore(spendFile);
  const plan: RecordPlan = {
    experiment: experiment.name,
    recordings: experiment.recordings,
    queries: rows.length,
    samples,
    models: planned.map((one) => one.plan),
    judges: verdicts.plans,
    calls: planned.reduce((sum, { calls }) => sum + calls.length, 0),
    beyondLimit: missingIn(allRows.slice(rows.length), targets, samples, cells),
    spentUsd: spent.settledPico / USD,
    unresolvedUsd: spent.unresolvedPico / USD,
  };
  const replanVerdicts = (): Promise<PlannedVerdicts> => verdictsAfter([]);
  const found = { plan, planned, verdicts, replanVerdicts };
  return { ...found, experiment, datasetSha256: sha256, dir, spendFile, keys, countTokens: count };
}

/** How a model is asked; nothing for one that nobody says how to ask, and that lacks nothing. */
function askable(model: Model, list: ModelList, complete: (model: Model) => boolean): RecordTarget[] {
  try {
    return [recordTarget(model, list)];
  } catch (error) {
    if (error instanceof UserError && complete(model)) return [];
    throw error;
  }
}

function missingIn(rows: readonly number[], targets: readonly RecordTarget[], samples: number, cells: RecordedCells): number {
  const missing = ({ model: { id } }: RecordTarget, row: number): number =>
    samplesUpTo(samples).filter((sample) => cells.held(id, row, sample) === undefined).length;
  return targets.reduce((sum, target) => sum + rows.reduce((inRows, row) => inRows + missing(target, row), 0), 0);
}

function samplesUpTo(count: number): number[] {
  return Array.from({ length: count }, (_, sample) => sample);
}

/** The queries asked for, before any limit. */
function rowsOf({ queries }: RecordRequest, rowOf: ReadonlyMap<string, number>): number[] {
  const rows = queries.map((id) => {
    const row = rowOf.get(id);
    if (row === undefined) throw new UserError({ field: '--query', message: 'no such query in the dataset', value: id });
    return row;
  });
  return queries.length === 0 ? [...rowOf.values()] : [...new Set(rows)].sort((a, b) => a - b);
}
