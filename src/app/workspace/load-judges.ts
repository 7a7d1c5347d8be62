import type { Dataset } from '../../domain/dataset.js';
import type { ModelList } from '../../domain/model.js';
import type { JudgeFacts } from '../../experiment/judge/judge-facts.js';
import type { Scorer } from '../../quality/scorer.js';
import { readAnswers } from '../../recording/read-answers.js';
import { readVerdicts } from '../../recording/read-verdicts.js';
import { judgedRecordings } from '../judge/judge-verdicts.js';
import { judgeModel, judgePanel } from '../load/judge-calls.js';
import type { LoadedScorer } from '../load/load-scorer.js';

/** A scorer that knows what its judges said. */
export interface JudgedScorer {
  readonly scorer: Scorer;
  readonly judges: readonly JudgeFacts[];
  /** Files of verdicts that were read. */
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

/** Reads the verdicts that a scorer's judges gave on a set of recordings; calls nobody. A scorer without a judge stays as it is. */
export async function loadJudges(
  loaded: LoadedScorer,
  models: ModelList,
  dataset: Dataset,
  recordingsDir: string,
): Promise<JudgedScorer> {
  const { judgings } = loaded.scorer;
  if (judgings.length === 0) return { scorer: loaded.scorer, judges: [], files: [] };
  const { ids, size } = dataset.queries;
  const rowOf = new Map(Array.from({ length: size }, (_, row) => [ids.get(row), row]));
  const modelIds = models.models.map(({ id }) => id);
  const book = await readAnswers(recordingsDir, rowOf, modelIds);
  const verdicts = await readVerdicts(recordingsDir);
  const judged = judgings.map((judging) => {
    const panel = judgePanel(judging, judgeModel(judging, models), modelIds, book, dataset);
    return { field: judging.field, ...judgedRecordings(panel, verdicts) };
  });
  return {
    scorer: loaded.withVerdicts(new Map(judged.map(({ field, verdictOf }) => [field, verdictOf]))),
    judges: judged.map(({ facts }) => facts),
    files: verdicts.files,
  };
}
