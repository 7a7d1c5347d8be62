import { csvBlob } from './download.js';

/** A table as it is shown, as CSV: rows taken out of sight are left out. */
export function csvOfTable(table: HTMLTableElement): Blob {
  const rows = [...table.rows].filter((row) => !row.hidden && !row.classList.contains('section'));
  return csvBlob(rows.map((row) => [...row.cells].map(textOf)));
}

/** A cell without the buttons that stand beside its text. */
function textOf(cell: HTMLTableCellElement): string {
  const alone = cell.cloneNode(true) as HTMLTableCellElement;
  for (const controls of alone.querySelectorAll('.controls')) controls.remove();
  return alone.textContent.replace(/\s+/g, ' ').trim();
}
