import type { ExportRecord } from '../domain/exported.js';

/** A file of an export as the page takes it along. */
export interface ShippedFile {
  readonly path: string;
  /** In characters. */
  readonly size: number;
  /** Null where it is no longer what was exported, or too long to take along. */
  readonly text: string | null;
  /** Why there is no text. */
  readonly note: string | null;
}

/** An export of a run's router: what is known of it, and its files where they are at hand. */
export interface ShippedExport {
  readonly record: ExportRecord;
  /** Folder it is in, as seen from the workspace; null where nothing was written. */
  readonly dir: string | null;
  readonly files: readonly ShippedFile[];
}

/** Longest file, and all files of a page together, in characters. */
const LONGEST_FILE = 65_536;
const LONGEST_PAGE = 524_288;

/** A file with its text, as far as that is short enough. */
export function shippedFile(path: string, text: string): ShippedFile {
  const long = text.length > LONGEST_FILE;
  return { path, size: text.length, text: long ? null : text, note: long ? 'too long for this page' : null };
}

/** Exports with texts until the page has enough of them. */
export function withinPage(exports: readonly ShippedExport[]): ShippedExport[] {
  let left = LONGEST_PAGE;
  return exports.map((one) => ({
    ...one,
    files: one.files.map((file) => {
      if (file.text === null) return file;
      if (file.size > left) return { ...file, text: null, note: 'this page has enough of files already' };
      left -= file.size;
      return file;
    }),
  }));
}
