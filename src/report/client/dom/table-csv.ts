import { csvBlob } from './download.js';

/** A table as it is shown, as CSV: rows taken out of sight are left out. */
export function csvOfTable(table: HTMLTableElement): Blob {
  const rows = [...table.rows].filter((row) => !row.hidden && !row.classList.contains('section'));
  return csvBlob(rows.map((row) => [...row.cells].map((cell) => cell.textContent.replace(/\s+/g, ' ').trim())));
}
