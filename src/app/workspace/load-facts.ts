import type { ModelList } from '../../domain/model.js';
import type { LoadFacts } from '../../experiment/audit/audit.js';
import type { JudgeFacts } from '../../experiment/judge/judge-facts.js';
import type { OutcomesReport } from '../outcome/outcomes-report.js';

/** What loading found, in the audits' words. */
export function loadFacts(report: OutcomesReport, models: ModelList, judges: readonly JudgeFacts[]): LoadFacts {
  return {
    newestRecordedAt: report.newestRecordedAt,
    oldestRecordedAt: report.oldestRecordedAt,
    pricedAt: models.pricedAt ?? null,
    unrecordedModels: report.unrecordedModels,
    unknownQueryRecordings: report.skippedUnknownQuery,
    unknownModels: report.unknownModels,
    tornTails: report.tornTails,
    costMismatch: report.costMismatch,
    askedOtherwise: countsOf(report.askedOtherwise.map(({ modelId }) => modelId)),
    judges,
  };
}

/** How often each word occurs, in the order of first sight. */
function countsOf(words: readonly string[]): { readonly modelId: string; readonly recordings: number }[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([modelId, recordings]) => ({ modelId, recordings }));
}
