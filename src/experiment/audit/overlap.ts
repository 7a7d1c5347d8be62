import type { Audit } from '../../domain/results.js';
import type { AuditRule } from './audit.js';

/** Repeated prompts, and whether they cross the parts. */
export const overlap: AuditRule = ({ bench }) => {
  const { repeatedPrompts } = bench.grouping;
  const { straddlingGroups } = bench.split;
  const split = bench.experiment.split.kind !== 'none';
  const audits: Audit[] = [];
  if (repeatedPrompts > 0) {
    const kept = split ? 'kept in one part with the first and ' : '';
    audits.push({
      id: 'repeated_prompts',
      level: 'note',
      message: `${repeatedPrompts} prompts repeat an earlier one; they are ${kept}resampled together`,
    });
  }
  if (straddlingGroups > 0) {
    audits.push({
      id: 'leak',
      level: 'error',
      message: `${straddlingGroups} groups of the same question stand in more than one part of the dataset's own split: test numbers leak`,
    });
  } else if (split) {
    audits.push({ id: 'no_overlap', level: 'note', message: 'no prompt or group stands in more than one part' });
  }
  return audits;
};
