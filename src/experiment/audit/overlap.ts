import { codedValue } from '../../domain/column.js';
import { counted } from '../../domain/measured-text.js';
import type { Audit } from '../../domain/results.js';
import { PARTS } from '../split/parts.js';
import type { Workbench } from '../workbench.js';
import { type AuditRule, error, note, some } from './audit.js';

/** Repeated prompts, and whether they cross the parts. */
export const overlap: AuditRule = {
  of: 'data',
  definitions: [
    {
      id: 'leak',
      level: 'error',
      looksFor:
        "The same question (an explicit group, a repeated prompt, or a near-copy: 70 % of the five-word runs) in more than one part of the dataset's own split or of a split file (LLMRouter's files: 23.8 % of the test questions are also in train).",
      blindTo: 'Paraphrases, translations, and questions that a model saw in its own training.',
    },
    {
      id: 'repeated_prompts',
      level: 'note',
      looksFor: 'Prompts that repeat an earlier one, or nearly do.',
      blindTo: 'Paraphrases.',
    },
    {
      id: 'no_overlap',
      level: 'note',
      looksFor: 'Says that no prompt or group stands in more than one part.',
      blindTo: 'Paraphrases.',
    },
  ],
  find: ({ bench }) => {
    const { repeatedPrompts, nearCopies } = bench.grouping;
    const split = bench.experiment.split.kind !== 'none';
    const audits: Audit[] = [];
    if (repeatedPrompts + (nearCopies ?? 0) > 0) {
      const near = (nearCopies ?? 0) > 0 ? `, ${counted(nearCopies ?? 0, 'nearly does', 'nearly do')}` : '';
      const kept = split ? 'kept in one part with the first and ' : '';
      audits.push(
        note(
          'repeated_prompts',
          `${counted(repeatedPrompts, 'prompt repeats', 'prompts repeat')} an earlier one${near}; they are ${kept}resampled together`,
        ),
      );
    }
    const leak = leaks(bench);
    if (leak !== null) audits.push(leak);
    else if (split) audits.push(note('no_overlap', 'no prompt or group stands in more than one part'));
    return audits;
  },
};

/**
 * Groups that stand in several parts of a split that was made elsewhere: the one the experiment uses, or the dataset's own where it uses
 * none. Splits made here keep groups together.
 */
function leaks({ dataset, grouping, experiment, split }: Workbench): Audit | null {
  const { kind } = experiment.split;
  if (kind !== 'none' && split.straddlingGroups === 0) return null;
  const partAt = (query: number): string | undefined =>
    kind === 'none' ? codedValue(dataset.labels.split, query) : PARTS[split.part[query] as number];
  const partOf = new Map<number, string>();
  const straddling = new Map<number, number>();
  grouping.group.forEach((group, query) => {
    const part = partAt(query);
    if (part === undefined) return;
    const first = partOf.get(group);
    if (first === undefined) partOf.set(group, part);
    else if (first !== part && !straddling.has(group)) straddling.set(group, query);
  });
  if (straddling.size === 0) return null;
  const tested = Array.from(grouping.group.keys()).filter((query) => partAt(query) === 'test');
  const inTest = tested.filter((query) => straddling.has(grouping.group[query] as number)).length;
  const ids = [...straddling.values()].map((query) => dataset.queries.ids.get(query));
  const whose = kind === 'file' ? 'the split file' : "the dataset's own split";
  const means = kind === 'none' ? 'numbers measured with it leak' : 'test numbers leak';
  return error(
    'leak',
    `${counted(straddling.size, 'group of the same question stands', 'groups of the same question stand')} in more than one part of ${whose} (${inTest} of ${tested.length} test queries; ${some(ids, 3)}): ${means}`,
  );
}
