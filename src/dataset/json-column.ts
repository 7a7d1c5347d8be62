/** What may come next at a place in a JSON text. */
type Expected = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'comma-or-end' | 'nothing';

const LITERAL = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/**
 * The 1-based column (in UTF-16 units) of the first character that keeps a text from being JSON, one past the end where
 * it stops too early, undefined where it is JSON. Engines name this place in some of their messages only.
 */
export function jsonErrorColumn(text: string): number | undefined {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = 0;
  for (;;) {
    while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at++;
    if (at === text.length) return expected === 'nothing' ? undefined : at + 1;
    const character = text.charAt(at);
    if (expected === 'nothing') return at + 1;
    if (expected === 'comma-or-end' && character === ',') {
      expected = open.at(-1) === '{' ? 'key' : 'value';
      at++;
    } else if (closes(character, open.at(-1), expected)) {
      open.pop();
      expected = after(open);
      at++;
    } else if (expected === 'key' || expected === 'key-or-end') {
      const colon = keyEnd(text, at);
      if (colon < 0) return -colon;
      expected = 'value';
      at = colon;
    } else if (expected === 'comma-or-end') {
      return at + 1;
    } else if (character === '{' || character === '[') {
      open.push(character);
      expected = character === '{' ? 'key-or-end' : 'value-or-end';
      at++;
    } else {
      const end = character === '"' ? stringEnd(text, at) : literalEnd(text, at);
      if (end < 0) return -end;
      expected = after(open);
      at = end;
    }
  }
}

function after(open: readonly string[]): Expected {
  return open.length === 0 ? 'nothing' : 'comma-or-end';
}

function closes(character: string, open: string | undefined, expected: Expected): boolean {
  if (character === '}') return open === '{' && (expected === 'key-or-end' || expected === 'comma-or-end');
  return character === ']' && open === '[' && (expected === 'value-or-end' || expected === 'comma-or-end');
}

/** Index after `"key" :`, or minus the column of what is wrong. */
function keyEnd(text: string, from: number): number {
  let at = stringEnd(text, from);
  if (at < 0) return at;
  while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at++;
  return text[at] === ':' ? at + 1 : -(at + 1);
}

/** Index after the closing quote, or minus the column of what is wrong. */
function stringEnd(text: string, from: number): number {
  if (text[from] !== '"') return -(from + 1);
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code < 0x20) return -(at + 1);
    if (code !== 0x5c) continue;
    ESCAPE.lastIndex = at;
    if (!ESCAPE.test(text)) return -(at + 1);
    at = ESCAPE.lastIndex - 1;
  }
  return -(text.length + 1);
}

function literalEnd(text: string, from: number): number {
  LITERAL.lastIndex = from;
  return LITERAL.test(text) ? LITERAL.lastIndex : -(from + 1);
}
