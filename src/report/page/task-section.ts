import type { Results } from '../../domain/results.js';
import {
  allConfusions,
  confusionLines,
  confusionTitles,
  matrixView,
  mistakeLines,
  mistakeTitles,
  type RowConfusion,
} from '../confusion-view.js';
import { rowNames } from '../row-name.js';
import { type PlainTable, plainTable } from './plain-table.js';

/** A matrix as the page shows it: right cells carry a sign beside their tint. */
interface TaskMatrix {
  readonly title: string;
  readonly classes: readonly string[];
  readonly labels: readonly {
    readonly label: string;
    readonly n: string;
    readonly cells: readonly { readonly text: string; readonly cls: string }[];
  }[];
  readonly mistakes: PlainTable | null;
}

export interface TaskSection {
  readonly totals: PlainTable | null;
  readonly matrices: readonly TaskMatrix[];
}

/** What classify policies made of the labels; null where no row classifies. */
export function taskSection(results: Results): TaskSection | null {
  const lines = confusionLines(results);
  if (lines.length === 0) return null;
  const titles = confusionTitles(results);
  return {
    totals: plainTable({
      label: 'How often the class is right',
      columns: titles.map((title, index) => [title, index < 2 ? 'text' : 'number'] as const),
      rows: lines,
    }),
    matrices: allConfusions(results).map((one) => taskMatrix(results, one)),
  };
}

function taskMatrix(results: Results, { row, confusion }: RowConfusion): TaskMatrix {
  const { classes, labels } = matrixView(confusion);
  const titles = mistakeTitles(results);
  return {
    title: `${rowNames(results)(row)}: ${confusion.of}`,
    classes,
    labels: labels.map(({ label, n, cells }) => ({
      label,
      n,
      cells: cells.map(({ text, right }) => ({
        text: right === true ? `✓ ${text}` : text,
        cls: right === true ? 'up2' : right === false ? 'down1' : '',
      })),
    })),
    mistakes: plainTable({
      label: `Mistakes of ${row.label}`,
      caption:
        'Per query of the cell: what the row did less what it would have done, had it known the right class. Mistakes that changed nothing are left out.',
      columns: titles.map((title, index) => [title, index < 2 ? 'text' : 'number'] as const),
      rows: mistakeLines(results, confusion, Number.POSITIVE_INFINITY),
    }),
  };
}
