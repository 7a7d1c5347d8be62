import type { Results } from '../domain/results.js';
import type { Part } from '../metric/part.js';
import type { PartName } from './split/parts.js';

/** The part that is reported and what rows are held against. */
export interface Setting {
  readonly partName: PartName | 'all';
  readonly reportedOn: Results['protocol']['reportedOn'];
  readonly part: Part;
  /** Model index of the reference. */
  readonly reference: number;
  readonly pair: { readonly weak: number; readonly strong: number } | null;
  readonly bestSingle: number;
}
