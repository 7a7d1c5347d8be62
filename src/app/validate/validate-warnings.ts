import { join } from 'node:path';
import type { Dataset } from '../../domain/dataset.js';
import type { Json } from '../../domain/json.js';
import { type Problem, problemLine } from '../../domain/user-error.js';
import { placed, readConfigFile } from '../load/config-file.js';
import type { LoadedExperiment } from '../load/load-experiment.js';
import type { LoadedStrategy } from '../load/load-strategies.js';
import { setAside } from '../load/set-aside.js';
import { explainIncomplete } from '../outcome/incomplete.js';
import { incompleteTexts } from '../outcome/incomplete-text.js';
import type { LoadedOutcomes } from '../outcome/load-outcomes.js';
import { unmatchedWords, type Vocabulary } from './unmatched-words.js';
import { providerFindings } from './validate-providers.js';

export interface WarningsInput extends LoadedExperiment {
  readonly experimentFile: string;
  readonly root: string;
  readonly strategies: readonly LoadedStrategy[];
  readonly dataset: Dataset;
  /** Null where the recordings can't be read. */
  readonly outcomes: LoadedOutcomes | null;
  readonly env: NodeJS.ProcessEnv;
}

/** What a run takes and what may still be a mistake, and what is worth knowing. */
export interface Warnings {
  readonly warnings: readonly Problem[];
  readonly notes: readonly string[];
}

/** Words that never occur, settings of providers, and what the recordings lack. */
export async function workspaceWarnings(input: WarningsInput): Promise<Warnings> {
  const { root, experiment, models, env } = input;
  const modelsFile = await readConfigFile(join(root, experiment.models));
  const { warnings, notes } = await providerFindings({ experiment, models, root }, env);
  const { tuned, untuned } = setAside(input.strategies);
  return {
    warnings: [...untuned, ...(await wordWarnings(input)), ...placed(modelsFile, warnings), ...(await recordingWarnings(input))],
    notes: [...tuned.map(problemLine), ...notes],
  };
}

async function wordWarnings({ strategies, file, dataset, models }: WarningsInput): Promise<Problem[]> {
  const known = vocabularyOf(
    dataset,
    models.models.map(({ id }) => id),
  );
  const { constraints = null } = (file.value ?? {}) as { readonly constraints?: Json };
  const ofStrategies = await Promise.all(
    strategies.map(async ({ path, strategy }) => {
      const own = { ...(await readConfigFile(path)), path: strategy.file };
      const { pipeline = null } = (own.value ?? {}) as { readonly pipeline?: Json };
      return placed(own, unmatchedWords(pipeline, known, 'pipeline'));
    }),
  );
  return [...placed(file, unmatchedWords(constraints, known, 'constraints')), ...ofStrategies.flat()];
}

function vocabularyOf({ queries, labels }: Dataset, modelIds: readonly string[]): Vocabulary {
  return {
    signals: new Map([...queries.signals].map(([name, { values }]) => [name, values])),
    categories: labels.category.values,
    difficulties: labels.difficulty.values,
    modelIds,
  };
}

/** In numbers, with the nearest recordings and what to do, as a run says it. */
async function recordingWarnings(input: WarningsInput): Promise<Problem[]> {
  const { outcomes, dataset } = input;
  if (outcomes === null) return [];
  const incomplete = await explainIncomplete({ ...input, ...outcomes, queries: dataset.queries });
  if (incomplete === null) return [];
  const { counts, cells, fixes } = incompleteTexts(incomplete);
  return counts.map((message, at) => ({ message, ...(at === 0 ? { hint: [...cells, ...fixes].join('\n') } : {}) }));
}
