import Handlebars from 'handlebars';
import type { Results } from '../domain/results.js';
import { tableView } from './table-view.js';

const PAGE = Handlebars.compile(`<!doctype html><html lang="en"><meta charset="utf-8"><title>{{experiment.name}}</title><h1>{{experiment.name}}</h1><p>{{verdict}}</p>{{#each sections}}<h2>{{title}}</h2><table>{{#each rows}}<tr>{{#each cells}}<td>{{this}}</td>{{/each}}</tr>{{/each}}</table>{{/each}}</html>`);

/** The comparison as a page. */
export async function renderHtml(results: Results): Promise<string> {
  return PAGE({ ...results, ...tableView(results) });
}
