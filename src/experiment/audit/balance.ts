import { counted } from '../../domain/measured-text.js';
import type { Audit } from '../../domain/results.js';
import { categoriesOf } from '../workbench.js';
import { type AuditRule, note, some, warn } from './audit.js';

/** Too few queries, categories too small to speak of, and one that drowns the rest. */
export const balance: AuditRule = {
  of: 'data',
  definitions: [
    { id: 'few_queries', level: 'warn', looksFor: 'Fewer than 100 measured queries.', blindTo: '—' },
    {
      id: 'small_categories',
      level: 'note',
      looksFor: 'Categories with fewer than 20 measured queries.',
      blindTo: 'Kinds of questions that no category names.',
    },
    {
      id: 'imbalance',
      level: 'warn',
      looksFor: 'One category with more than 80 % of the measured queries: means speak of it.',
      blindTo: 'Imbalance that categories do not show.',
    },
  ],
  find: ({ bench, part }) => {
    const categories = categoriesOf(bench, part);
    const small = categories.filter(({ n }) => n < 20).map(({ category }) => category);
    const largest = categories[0];
    const audits: Audit[] = [];
    if (part.rows.length < 100) {
      audits.push(
        warn(
          'few_queries',
          `only ${counted(part.rows.length, 'query is', 'queries are')} measured: intervals are wide and rough`,
        ),
      );
    }
    if (small.length > 0) {
      audits.push(
        note(
          'small_categories',
          `${counted(small.length, 'category has', 'categories have')} fewer than 20 measured queries (${some(small)})`,
        ),
      );
    }
    if (largest !== undefined && categories.length > 1 && largest.n > 0.8 * part.rows.length) {
      const share = Math.round((100 * largest.n) / part.rows.length);
      audits.push(warn('imbalance', `${largest.category} makes up ${share} % of the measured queries: means speak of it`));
    }
    return audits;
  },
};
