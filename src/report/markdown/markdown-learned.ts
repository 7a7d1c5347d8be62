import type { Results } from '../../domain/results.js';
import { allConfusions, confusionLines, confusionTitles, mistakeLines, mistakeTitles } from '../confusion-view.js';
import { judgeViews } from '../judge-view.js';
import { escapeCell, escapeText, head, line, section } from '../markdown-text.js';
import { onlineView } from '../online-view.js';
import { reliabilityView } from '../reliability-view.js';

/** Whether what was predicted came true. */
export function predictions(results: Results): string[] {
  const view = reliabilityView(results);
  if (view === null) return [];
  return [
    section('Do predictions come true?', [
      'Predicted quality of the model asked first, beside what it then was, on the reported queries. The error is their mean distance over ten',
      'bins of equal width (expected calibration error).',
      '',
      ...head(['strategy', 'n', 'calibration error'], 1),
      ...view.rows.map(({ label, n, error }) => line([escapeCell(label), n, error])),
      '',
      `Of ${escapeText(view.shown.label)}:`,
      '',
      ...head(['predicted', 'n', 'mean predicted', 'mean quality'], 1),
      ...view.shown.bins.map(({ range, n, predicted, actual }) => line([range, n, predicted, actual])),
    ]),
  ];
}

/** Mistakes that are told in the summary; the page has them all. */
const MOST_MISTAKES = 5;

/** Whether the named task is the real one, and what the mistakes of the first row cost. */
export function tasks(results: Results): string[] {
  const all = allConfusions(results);
  // Of a matrix whose classes are no labels there are no mistakes to tell.
  const first = all.find(({ confusion }) => confusion.total !== null) ?? all[0];
  if (first === undefined) return [];
  const mistakes = mistakeLines(results, first.confusion, MOST_MISTAKES);
  return [
    section('Is the task recognised?', [
      'What classify policies made of the labels, which no router sees. What a mistake cost is against the same pipeline told the right class,',
      'on the same recordings.',
      '',
      ...head([...confusionTitles(results).map(escapeCell)], 2),
      ...confusionLines(results).map((cells) => line(cells.map(escapeCell))),
      ...(mistakes.length === 0
        ? []
        : [
            '',
            `Costliest mistakes of ${escapeText(first.row.label)} (${first.confusion.of}), per query of each:`,
            '',
            ...head([...mistakeTitles(results).map(escapeCell)], 2),
            ...mistakes.map((cells) => line(cells.map(escapeCell))),
          ]),
    ]),
  ];
}

/** What strategies with a memory did while they ran. */
export function whileRunning(results: Results): string[] {
  const view = onlineView(results);
  if (view === null) return [];
  const tables = view.tables.flatMap(({ title, caption, columns, rows }) => [
    '',
    `**${title}.** ${caption}`,
    '',
    ...head(columns, 1),
    ...rows.map((cells) => line(cells.map(escapeCell))),
  ]);
  return [section('Strategies with a memory', [...view.sentences, ...tables])];
}

/** Who judged, how sure that is, and by which prompt. */
export function judges(results: Results): string[] {
  return judgeViews(results).map(({ title, facts, prompt }) =>
    section(`The judge: ${escapeText(title)}`, [
      ...facts.map(({ term, text }) => `- **${term}**: ${escapeText(text)}`),
      '',
      'Its instructions and prompt (`MARK` is another in every request):',
      '',
      // Indented, nothing in it can end the block.
      ...prompt.map((one) => `    ${one}`),
    ]),
  );
}
