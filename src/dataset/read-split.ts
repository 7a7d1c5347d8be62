import { createHash } from 'node:crypto';
import { type Problem, UserError } from '../domain/user-error.js';
import { csvRecords } from './csv-rows.js';

/** A line of a split file. */
interface SplitLine {
  readonly line: number;
  readonly id: string;
  /** Name of the part or fold. */
  readonly place: string;
  readonly group?: string;
}

export interface ReadSplit {
  /** The column that says where a query goes. */
  readonly by: 'part' | 'fold';
  readonly hasGroups: boolean;
  readonly lines: readonly SplitLine[];
  readonly sha256: string;
}

const ACCEPTED = 'id, part (or fold), and perhaps group';

/**
 * Reads a split file: CSV with a header, one line a query.
 *
 * @throws UserError naming file and line for columns that don't belong, and for cells that are empty
 */
export async function readSplit(file: string): Promise<ReadSplit> {
  const hash = createHash('sha256');
  const lines: SplitLine[] = [];
  const problems: Problem[] = [];
  let header: Header | null = null;
  for await (const { line, cells } of csvRecords(file, hash)) {
    if (header === null) {
      header = headerOf(file, line, cells);
      continue;
    }
    const id = cells[header.id] ?? '';
    const place = cells[header.place] ?? '';
    if (id === '' || place === '') problems.push({ file, line, field: id === '' ? 'id' : header.by, message: 'empty' });
    const group = header.group < 0 ? '' : (cells[header.group] ?? '');
    lines.push({ line, id, place, ...(group === '' ? {} : { group }) });
  }
  if (header === null) throw new UserError({ file, message: 'the split file is empty', accepted: ACCEPTED });
  if (problems.length > 0) throw new UserError(problems.slice(0, 20));
  return { by: header.by, hasGroups: header.group >= 0, lines, sha256: hash.digest('hex') };
}

interface Header {
  readonly by: 'part' | 'fold';
  /** Places of the columns; -1 for none. */
  readonly id: number;
  readonly place: number;
  readonly group: number;
}

function headerOf(file: string, line: number, cells: readonly string[]): Header {
  const by = cells.includes('part') ? 'part' : 'fold';
  const known = ['id', by, 'group'];
  const unknown = cells.find((cell) => !known.includes(cell));
  if (unknown !== undefined) throw new UserError({ file, line, message: 'unknown column', value: unknown, accepted: ACCEPTED });
  const missing = ['id', by].find((name) => !cells.includes(name));
  if (missing !== undefined) throw new UserError({ file, line, message: `no column ${missing}`, accepted: ACCEPTED });
  return { by, id: cells.indexOf('id'), place: cells.indexOf(by), group: cells.indexOf('group') };
}
