import type { Audit } from '../../domain/results.js';
import { categoriesOf } from '../workbench.js';
import type { AuditRule } from './audit.js';

/** Categories too small to speak of, and one that drowns the rest. */
export const balance: AuditRule = ({ bench, setting }) => {
  const categories = categoriesOf(bench, setting.part);
  const small = categories.filter(({ n }) => n < 20);
  const largest = categories[0];
  const audits: Audit[] = [];
  if (small.length > 0) {
    const names = small
      .slice(0, 5)
      .map(({ category }) => category)
      .join(', ');
    audits.push({
      id: 'small_categories',
      level: 'note',
      message: `${small.length} categories have fewer than 20 measured queries (${names}${small.length > 5 ? ', …' : ''})`,
    });
  }
  if (largest !== undefined && categories.length > 1 && largest.n > 0.8 * setting.part.rows.length) {
    audits.push({
      id: 'imbalance',
      level: 'warn',
      message: `${largest.category} makes up ${Math.round((100 * largest.n) / setting.part.rows.length)} % of the measured queries: means speak of it`,
    });
  }
  return audits;
};
