import type { Measured } from './benchmark.js';
import { tables } from './table.js';

const BEGIN = '<!-- measured: npm run bench -- --write -->';
const END = '<!-- /measured -->';

/** The page with what was measured now in place of what stood there. What people wrote around it stays. */
export function withMeasured(page: string, measured: readonly Measured[], machine: string): string {
  const from = page.indexOf(BEGIN);
  const to = page.indexOf(END);
  if (from < 0 || to < from) throw new Error(`the page has no place between ${BEGIN} and ${END}`);
  return `${page.slice(0, from + BEGIN.length)}\n\n${machine}\n\n${tables(measured)}\n\n${page.slice(to)}`;
}
