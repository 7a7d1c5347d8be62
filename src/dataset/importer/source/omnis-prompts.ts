import { basename, dirname, join } from 'node:path';
import type { Json } from '../../../domain/json.js';
import { UserError } from '../../../domain/user-error.js';
import type { ImportItem } from '../importer.js';
import { readJsonLines } from './json-lines.js';
import { filesIn, firstJsonLine } from './peek.js';
import { recordFields } from './record-fields.js';

/** Item ids by data set. */
export type ItemIds = ReadonlyMap<string, ReadonlySet<string>>;

/** The id of an item's query: ids are unique within a data set only. */
export function omnisQueryId(dataset: string, item: string): string {
  return `${dataset}/${item}`;
}

/** Prompt files: those named, else those beside the results, else those in a `data` folder of the project. */
export async function promptFiles(named: readonly string[], results: string): Promise<readonly string[]> {
  if (named.length > 0) return named;
  const folder = dirname(results);
  for (const place of [folder, join(folder, 'data'), join(folder, '..', '..', 'data')]) {
    const files = await filesIn(place, '.jsonl', '.jsonl.gz');
    const firsts = await Promise.all(files.map(firstJsonLine));
    // A file whose first line can't be read is kept: reading it tells what is wrong.
    const prompts = files.filter((_, at) => firsts[at] === undefined || ('id' in firsts[at] && 'prompt' in firsts[at]));
    if (prompts.length > 0) return prompts;
  }
  const hint = 'name the files of prompts: --prompts <dataset>.jsonl';
  throw new UserError({ file: results, message: 'results hold no prompts, and no file of prompts lies beside them', hint });
}

/**
 * Queries of the items that were run, from prompt files `{"id", "prompt", "reference"}`. A file named like a data set holds that
 * one; any other is searched for all that have no file of their name. Returns the ids of the queries it found.
 */
export async function* readPrompts(files: readonly string[], items: ItemIds): AsyncGenerator<ImportItem, ReadonlySet<string>> {
  const found = new Set<string>();
  const own = new Set(files.map(stemOf));
  for (const file of files) {
    const stem = stemOf(file);
    const datasets = items.has(stem) ? [stem] : [...items.keys()].filter((dataset) => !own.has(dataset));
    for await (const { line, record } of readJsonLines(file)) {
      const fields = recordFields(record, file, line);
      const item = fields.text('id');
      const prompt = fields.text('prompt');
      const reference = fields.raw('reference') as Json | undefined;
      if (item === undefined || prompt === undefined) {
        if (fields.problems.length === 0) fields.complain({ message: 'not an item', accepted: 'id and prompt' });
        for (const problem of fields.problems) yield { kind: 'problem', problem };
        continue;
      }
      for (const dataset of datasets) {
        const id = omnisQueryId(dataset, item);
        if (items.get(dataset)?.has(item) !== true || found.has(id)) continue;
        found.add(id);
        const label = { queryId: id, category: dataset, ...(reference === undefined ? {} : { reference }) };
        yield { kind: 'query', query: { id, prompt }, label };
      }
    }
  }
  return found;
}

function stemOf(file: string): string {
  return basename(file).replace(/\.jsonl(\.gz)?$/, '');
}
