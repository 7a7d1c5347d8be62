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
  let lastKey = '';
  let last: Page | undefined;
  const pageFor = (model: number, sample: number, query: number): Page => {
    const key = `${model}#${sample}#${Math.floor(query / PAGE)}`;
    // Files are mostly in the dataset's order, so that the page is mostly the one before.
    const page = key === lastKey && last !== undefined ? last : pageOf(pages, key);
    lastKey = key;
    last = page;
    return page;
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
    page = { prints: new Uint32Array(PAGE), files: new Uint16Array(PAGE), lines: new Uint32Array(PAGE) };
    pages.set(key, page);
  }
  return page;
}

/** 32-bit FNV-1a over UTF-16 units: enough to tell a line said twice from one that says otherwise. */
export function linePrint(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
