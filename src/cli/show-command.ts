import { showQuery } from '../app/report/show-query.js';
import { shownQueryJson } from '../report/shown-query-json.js';
import { queryLines } from './print/print-query.js';

/** `routelab show`: what a report knows of one query, as lines or as one document. */
export async function showCommand(request: {
  readonly query: string;
  readonly report: string | undefined;
  readonly full: boolean;
  readonly json: boolean;
}): Promise<number> {
  const shown = await showQuery(request.report, request.query);
  const text = request.json ? shownQueryJson(shown) : queryLines(shown, request.full).join('\n');
  process.stdout.write(`${text}\n`);
  return 0;
}
