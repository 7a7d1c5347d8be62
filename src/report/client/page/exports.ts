/** A file the reader can take from the page. */
export interface PageExport {
  /** What the menu says, e.g. `Strategy table, CSV`. */
  readonly title: string;
  run(): void;
}

const offered: PageExport[] = [];

/** Puts a file into the export menu; it is made when it is asked for. */
export function offerExport(one: PageExport): void {
  offered.push(one);
}

/** In the order they were offered. */
export function offeredExports(): readonly PageExport[] {
  return offered;
}
