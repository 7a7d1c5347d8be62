import type { Results } from '../../domain/results.js';
import { shareTable } from '../share-view.js';
import type { PlainTable } from './plain-table.js';
import { shareColour } from './share-bar.js';

export interface ShareSection {
  /** Which colour stands for which model. */
  readonly key: readonly { readonly modelId: string; readonly colour: string }[];
  readonly twin: PlainTable | null;
}

/** Which models rows ask first; null where no row but single models does. */
export function shareSection(results: Results): ShareSection | null {
  const twin = shareTable(results);
  const models = results.workload.models.map(({ modelId }) => modelId);
  return twin === null ? null : { key: models.map((modelId, index) => ({ modelId, colour: shareColour(index) })), twin };
}
