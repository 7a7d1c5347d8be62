import { existsSync, statSync } from 'node:fs';
import { UserError } from '../../../domain/user-error.js';
import { isTableFile, tableColumns } from './table-rows.js';

/**
 * True for a table whose columns pass the test, and for one whose head can't be read: then it is the reading that must say
 * what is wrong with it. False for everything else.
 */
export async function detectTable(path: string, fits: (columns: readonly string[]) => boolean): Promise<boolean> {
  if (!isTableFile(path) || !existsSync(path) || !statSync(path).isFile()) return false;
  try {
    return fits(await tableColumns(path));
  } catch (error) {
    if (error instanceof UserError) return true;
    throw error;
  }
}
