import { codedValue } from '../../domain/column.js';
import type { Dataset } from '../../domain/dataset.js';
import { UserError } from '../../domain/user-error.js';
import { PARTS, type PartName } from './parts.js';

/**
 * The dataset's own split column.
 *
 * @returns index into PARTS by query
 * @throws UserError naming the first query without a part
 */
export function splitByColumn({ queries, labels }: Dataset): Uint8Array {
  return Uint8Array.from({ length: queries.size }, (_, row) => {
    const code = PARTS.indexOf(codedValue(labels.split, row) as PartName);
    if (code >= 0) return code;
    throw new UserError({
      message: `split: column needs a split on every query, and ${queries.ids.get(row)} has none`,
      field: 'split',
      accepted: PARTS.join(', '),
    });
  });
}
