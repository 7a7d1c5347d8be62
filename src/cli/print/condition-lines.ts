import type { Results } from '../../domain/results.js';
import { inertResults } from '../../report/inert-text.js';
import { whatWouldChange } from '../../report/what-would-change.js';
import { colour } from './colour.js';
import { stdoutWidth, wrapLine } from './wrap-line.js';

/** What would change the verdict, in the words of page and summary, under a title; nothing where nothing was chosen. */
export function conditionLines(results: Results, title: string): string[] {
  const conditions = whatWouldChange(inertResults(results));
  if (conditions.length === 0) return [];
  const width = Math.max(...conditions.map(({ term }) => term.length));
  return [
    '',
    colour.bold(title),
    ...conditions.flatMap(({ term, text }) =>
      wrapLine(`  ${term.padEnd(width)}  ${text}`, stdoutWidth(), width + 4).map((line, index) =>
        index > 0 ? line : `  ${colour.dim(line.slice(2, width + 2))}${line.slice(width + 2)}`,
      ),
    ),
  ];
}
