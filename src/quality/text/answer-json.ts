import type { Json } from '../../domain/json.js';

/** Where JSON may stand: alone or in one code fence around it (`around`), alone (`none`), in the last fence of prose (`within`). */
export const FENCES = ['around', 'none', 'within'] as const;
export type Fence = (typeof FENCES)[number];

/** Lists and objects inside each other; deeper answers count as no JSON, so that checking them can't exhaust the stack. */
const MOST_DEPTH = 500;

/** The JSON value an answer consists of, undefined where it is none. */
export function answerJson(text: string, fence: Fence): { readonly value: Json } | undefined {
  const bare = text.trim();
  const json = fence === 'none' ? bare : fence === 'around' ? aroundFence(bare) : lastFence(bare);
  if (tooDeep(json)) return undefined;
  try {
    return { value: JSON.parse(json) as Json };
  } catch {
    return undefined;
  }
}

/** What one fence around the whole text holds, else the text. */
function aroundFence(text: string): string {
  const mark = text.slice(0, 3);
  if ((mark !== '```' && mark !== '~~~') || text.length < 6 || !text.endsWith(mark)) return text;
  return text.slice(3, -3).replace(/^[A-Za-z0-9_+-]*(?=\s)/, '');
}

/** What the last closed fence of a text holds, else the text. A fence begins and ends on a line of its own. */
function lastFence(text: string): string {
  let from = -1;
  let held: string | undefined;
  for (let line = 0; line <= text.length; ) {
    const end = lineEnd(text, line);
    const isFence = text.startsWith('```', line) || text.startsWith('~~~', line);
    if (isFence && from >= 0) held = text.slice(from, line);
    if (isFence) from = from >= 0 ? -1 : end + 1;
    line = end + 1;
  }
  return held ?? aroundFence(text);
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function tooDeep(json: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < json.length; i++) {
    const code = json.charCodeAt(i);
    if (inString) {
      if (code === BACKSLASH) i++;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      depth++;
      if (depth > MOST_DEPTH) return true;
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth--;
  }
  return false;
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
