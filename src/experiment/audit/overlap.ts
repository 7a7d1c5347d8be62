import { codedValue } from '../../domain/column.js';
import type { Audit } from '../../domain/results.js';
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
        "The same question (an explicit group, a repeated prompt, or a near-copy: 70 % of the five-word runs) in more than one part of the dataset's own split (LLMRouter's files: 23.8 % of the test questions are also in train).",
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
      const near = (nearCopies ?? 0) > 0 ? `, ${nearCopies} nearly do` : '';
      const kept = split ? 'kept in one part with the first and ' : '';
      audits.push(
        note('repeated_prompts', `${repeatedPrompts} prompts repeat an earlier one${near}; they are ${kept}resampled together`),
      );
    }
    const leak = leaks(bench);
    if (leak !== null) audits.push(leak);
    else if (split) audits.push(note('no_overlap', 'no prompt or group stands in more than one part'));
    return audits;
  },
};

/** Groups that the dataset's own split column spreads over parts, whether the experiment splits by it or not. */
function leaks({ dataset, grouping, experiment }: Workbench): Audit | null {
  const { split } = dataset.labels;
  const partOf = new Map<number, string>();
  const straddling = new Map<number, number>();
  let tested = 0;
  grouping.group.forEach((group, query) => {
    const part = codedValue(split, query);
    if (part === undefined) return;
    if (part === 'test') tested++;
    const first = partOf.get(group);
    if (first === undefined) partOf.set(group, part);
    else if (first !== part && !straddling.has(group)) straddling.set(group, query);
  });
  if (straddling.size === 0) return null;
  const inTest = grouping.group.filter((group, query) => straddling.has(group) && codedValue(split, query) === 'test').length;
  const ids = [...straddling.values()].map((query) => dataset.queries.ids.get(query));
  const whose = experiment.split.kind === 'column' ? 'test numbers leak' : 'numbers measured with it leak';
  return error(
    'leak',
    `${straddling.size} groups of the same question stand in more than one part of the dataset's own split (${inTest} of ${tested} test queries; ${some(ids, 3)}): ${whose}`,
  );
}
