import type { Audit } from '../../domain/results.js';
import { UserError } from '../../domain/user-error.js';
import { auditData } from '../../experiment/audit/index.js';
import { openWorkbench } from '../workspace/open-workbench.js';

/**
 * What the audits of the data find in a workspace; nothing where nothing is recorded. A workspace that does not load is told as a finding:
 * what was written stays.
 */
export async function auditWorkspace(experimentFile: string): Promise<readonly Audit[]> {
  try {
    const { bench, load } = await openWorkbench(experimentFile);
    return load === null || bench.compared.length === 0 ? [] : auditData({ bench, part: bench.part('all'), load });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [{ id: 'not_audited', level: 'error', message: `does not load, and was not audited: ${error.message}` }];
  }
}
