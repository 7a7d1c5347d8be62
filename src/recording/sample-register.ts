/** Where a recording stands. */
export interface Place {
  /** Index into the list of files read. */
  readonly file: number;
  readonly line: number;
}

/** Remembers which samples were read, to tell repeated lines from contradicting ones. */
export interface SampleRegister {
  /**
   * 'new' for a sample not seen before, 'repeated' for the same line again, else where the different one stands.
   *
   * @param print of the line (`linePrint`)
   */
  seen(model: number, sample: number, query: number, print: number, place: Place): 'new' | 'repeated' | Place;
  /** From now on this line is the one seen of the sample. */
  replace(model: number, sample: number, query: number, print: number, place: Place): void;
}

interface Page {
  readonly prints: Uint32Array;
  readonly files: Uint16Array;
  /** 0 where nothing was read. */
  readonly lines: Uint32Array;
}

const PAGE = 4096;

/** An empty register: 10 bytes a cell, in pages of queries, made where a sample number has any. */
export function sampleRegister(): SampleRegister {
  const pages = new Map<string, Page>();
  let last = { model: -1, sample: -1, number: -1, page: emptyPage() };
  const pageFor = (model: number, sample: number, query: number): Page => {
    const number = Math.floor(query / PAGE);
    // Files are mostly in the dataset's order, so that the page is mostly the one before.
    if (model !== last.model || sample !== last.sample || number !== last.number)
      last = { model, sample, number, page: pageOf(pages, `${model}#${sample}#${number}`) };
    return last.page;
  };
  return {
    seen(model, sample, query, print, place) {
      const page = pageFor(model, sample, query);
      const at = query % PAGE;
      const line = page.lines[at] as number;
      if (line !== 0) return page.prints[at] === print ? 'repeated' : { file: page.files[at] as number, line };
      put(page, at, print, place);
      return 'new';
    },
    replace: (model, sample, query, print, place) => put(pageFor(model, sample, query), query % PAGE, print, place),
  };
}

function put(page: Page, at: number, print: number, place: Place): void {
  page.prints[at] = print;
  page.files[at] = place.file;
  page.lines[at] = place.line;
}

function pageOf(pages: Map<string, Page>, key: string): Page {
  let page = pages.get(key);
  if (page === undefined) {
    page = emptyPage();
    pages.set(key, page);
  }
  return page;
}

function emptyPage(): Page {
  return { prints: new Uint32Array(PAGE), files: new Uint16Array(PAGE), lines: new Uint32Array(PAGE) };
}

/** 32 bits, of FNV-1a over every other UTF-16 unit each: enough to tell a line said twice from one that says otherwise. */
export function linePrint(text: string): number {
  // Two that don't wait for each other.
  let even = 0x811c9dc5;
  let odd = 0x811c9dc5;
  for (let i = 1; i < text.length; i += 2) {
    even = Math.imul(even ^ text.charCodeAt(i - 1), 0x01000193);
    odd = Math.imul(odd ^ text.charCodeAt(i), 0x01000193);
  }
  if (text.length % 2 === 1) even = Math.imul(even ^ text.charCodeAt(text.length - 1), 0x01000193);
  return (Math.imul(even, 0x01000193) ^ ((odd << 16) | (odd >>> 16))) >>> 0;
}
