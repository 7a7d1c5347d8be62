import type { Json } from '../../domain/json.js';
import type { Recording } from '../../domain/recording.js';
import { jsonDifferences } from '../../recording/json-differences.js';
import { readAnswers } from '../../recording/read-answers.js';
import { redactJson } from '../../recording/redact.js';
import { type JudgeCall, type JudgePanel, judgeModel, judgePanel } from '../load/judge-calls.js';
import type { OpenedRecordings } from './open-recordings.js';

/** Whether a verdict's key is that of what it says it was asked; `unknown` where it was asked on what is no longer there. */
export type VerdictKey = 'right' | 'wrong' | 'unknown';

/** Everything that judges are asked about a set of recordings now, judge by judge. */
export async function judgePanels({ judgings, models, dataset, rowOf, dir }: OpenedRecordings): Promise<JudgePanel[]> {
  if (judgings.length === 0) return [];
  const modelIds = models.models.map(({ id }) => id);
  const book = await readAnswers(dir, rowOf, modelIds);
  return judgings.map((judging) => judgePanel(judging, judgeModel(judging, models), modelIds, book, dataset));
}

/** Makes the keys of verdicts again from the answers, prompts and parameters of today. */
export async function verdictKeys(
  opened: OpenedRecordings,
  secrets: readonly string[],
): Promise<(recording: Recording) => VerdictKey> {
  const keys = new Set<string>();
  const byCell = new Map<string, { readonly panel: JudgePanel; readonly call: JudgeCall }[]>();
  for (const panel of await judgePanels(opened)) {
    for (const call of panel.answers.flatMap(({ calls }) => calls)) {
      keys.add(call.key);
      const { of, order, queryId, judgeSample } = call;
      const cell = cellOf(panel.judge.id, judgeSample, queryId, of.modelId, of.sample, panel.judging.kind, order);
      byCell.set(cell, [...(byCell.get(cell) ?? []), { panel, call }]);
    }
  }
  return ({ key, modelId, sample, queryId, judged, request }) => {
    if (key === null || judged === undefined || request === undefined) return 'unknown';
    if (keys.has(key)) return 'right';
    const cell = cellOf(modelId, sample, queryId, judged.modelId, judged.sample, judged.kind, judged.order ?? null);
    const same = (byCell.get(cell) ?? []).some(
      ({ panel, call }) =>
        jsonDifferences({ ...judged.parts }, { ...panel.judged(call).parts }).length === 0 &&
        jsonDifferences(request as Json, redactJson({ ...panel.judge.parameters } as Json, secrets)).length === 0,
    );
    return same ? 'wrong' : 'unknown';
  };
}

function cellOf(...parts: readonly (string | number | null)[]): string {
  return JSON.stringify(parts);
}
