import { createReadStream } from 'node:fs';
import { parse } from 'fast-csv';

/** All rows of a CSV file as objects by header. */
export async function readCsv(path: string): Promise<Record<string, string>[]> {
  const rows: Record<string, string>[] = [];
  for await (const row of createReadStream(path).pipe(parse({ headers: true }))) rows.push(row as Record<string, string>);
  return rows;
}
