import type { Json } from '../../domain/json.js';
import type { JudgeKind, JudgeOrder } from '../../domain/judged.js';
import type { Difference } from '../../recording/json-differences.js';
import { readAnswers } from '../../recording/read-answers.js';
import { readVerdicts, type VerdictBook } from '../../recording/read-verdicts.js';
import { nearVerdict, verdictFound } from '../judge/judge-verdicts.js';
import { type JudgeCall, type JudgePanel, judgeModel, judgePanel } from '../load/judge-calls.js';
import type { OpenedRecordings } from './open-recordings.js';

/** One verdict that the experiment asks for, and what is recorded of it. */
export interface ExplainedVerdict {
  readonly judgeId: string;
  /** Whose answer is judged, and which sample of it. */
  readonly modelId: string;
  readonly sample: number;
  readonly kind: JudgeKind;
  readonly order: JudgeOrder | null;
  readonly judgeSample: number;
  readonly key: string;
  /** `changed`: there is one, on another request. */
  readonly state: 'recorded' | 'failed' | 'unreadable' | 'changed' | 'missing';
  /** Of the verdict alone; null where none can be read. */
  readonly quality: number | null;
  /** Where it stands, or the one that comes nearest. */
  readonly file: string | null;
  readonly line: number | null;
  /** In what that one differs from what is asked for. */
  readonly differences: readonly Difference[];
}

/** The verdicts on a query's answers that a model gives, or that are given on its answers. */
export async function explainVerdicts(
  { judgings, models, dataset, rowOf, dir }: OpenedRecordings,
  queryId: string,
  modelId: string,
  redacted: (parameters: Json) => Json,
): Promise<ExplainedVerdict[]> {
  if (judgings.length === 0) return [];
  const modelIds = models.models.map(({ id }) => id);
  const book = await readAnswers(dir, new Map([[queryId, rowOf.get(queryId) ?? -1]]), modelIds);
  const verdicts = await readVerdicts(dir);
  return judgings.flatMap((judging) => {
    const panel = judgePanel(judging, judgeModel(judging, models), modelIds, book, dataset);
    const calls = panel.answers.flatMap((answer) => answer.calls);
    const about = calls.filter(({ of }) => judging.modelId === modelId || of.modelId === modelId);
    return about.map((call) => explained(panel, verdicts, call, redacted));
  });
}

function explained(
  panel: JudgePanel,
  verdicts: VerdictBook,
  call: JudgeCall,
  redacted: (parameters: Json) => Json,
): ExplainedVerdict {
  const { judge, judging } = panel;
  const { of, order, judgeSample, key } = call;
  const read = verdicts.fits(key);
  const found = verdictFound(panel, order, read);
  const near = found === 'missing' ? nearVerdict(panel, verdicts, call, redacted) : null;
  const place = read ?? near?.last;
  return {
    judgeId: judge.id,
    modelId: of.modelId,
    sample: of.sample,
    kind: judging.kind,
    order,
    judgeSample,
    key,
    state: near !== null ? 'changed' : typeof found === 'object' ? 'recorded' : found,
    quality: typeof found === 'object' ? found.quality : null,
    file: place?.file ?? null,
    line: place?.line ?? null,
    differences: near?.differences ?? [],
  };
}
