import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPythonLiteral } from '../../../../src/dataset/importer/source/python-literal.js';
import type { Json } from '../../../../src/domain/json.js';

const value = (text: string): Json => {
  const read = readPythonLiteral(text);
  if ('fault' in read) throw new Error(JSON.stringify(read.fault));
  return read.value;
};
const fault = (text: string) => {
  const read = readPythonLiteral(text);
  return 'fault' in read ? [read.fault.offset, read.fault.message, read.fault.accepted] : read.value;
};

describe('literals', () => {
  test.each<[string, Json]>([
    ["['a']", ['a']],
    ['["it\'s"]', ["it's"]],
    [String.raw`['it\'s', "\"q\""]`, ["it's", '"q"']],
    [String.raw`['a\nb\t\\n\x41\u00e9\U0001F600\101']`, ['a\nb\t\\nAé😀A']],
    ["['line\nbreak', 'cr\r\nlf']", ['line\nbreak', 'cr\r\nlf']],
    [String.raw`['\d \s kept']`, [String.raw`\d \s kept`]],
    ["['']", ['']],
    ['[]', []],
    ['[ ]', []],
    ['[1, -2.5, 1e3, .5, 3., 1_000]', [1, -2.5, 1000, 0.5, 3, 1000]],
    ['[True, False, None]', [true, false, null]],
    ["[['a'], ['b', ['c']],]", [['a'], ['b', ['c']]]],
    ["('a', 1)", ['a', 1]],
    ['(3,)', [3]],
    ["[{'role': 'user', 'content': 'hi'}]", [{ role: 'user', content: 'hi' }]],
    ["{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }", { descr: '<f8', fortran_order: false, shape: [3, 2] }],
    ["  ['a' ,\n 'b' ]  ", ['a', 'b']],
    ["'__proto__'", '__proto__'],
  ])('%j', (text, expected) => {
    expect(value(text)).toEqual(expected);
  });

  test.each<[string, number, string, string]>([
    ["['a'", 0, 'the [ is never closed', '] at its end'],
    ["['a', ['b']", 0, 'the [ is never closed', '] at its end'],
    ["['a', 'b", 6, 'the string is never closed', "' at its end"],
    ["['a' 'b']", 5, 'no comma between items', ', or ]'],
    ["['a',", 5, 'the literal ends too early', 'a quoted string, a number, True, False, None, [list] or {"key": value}'],
    ["['a']]", 5, 'text after the literal', 'the end'],
    ['[a]', 1, 'no Python literal', 'a quoted string, a number, True, False, None, [list] or {"key": value}'],
    ['[true]', 1, 'no Python literal', 'a quoted string, a number, True, False, None, [list] or {"key": value}'],
    ['[1x]', 1, 'no Python literal', 'a quoted string, a number, True, False, None, [list] or {"key": value}'],
    [String.raw`['\xZZ']`, 2, 'a broken escape', '\\xhh, \\uhhhh, \\Uhhhhhhhh'],
    [String.raw`['\U00110000']`, 2, 'no such character', 'up to \\U0010ffff'],
    ["{1: 'a'}", 1, 'no key', 'a quoted string'],
    ["{'a' 1}", 5, 'no colon after the key', ':'],
    ["['a')", 4, 'no comma between items', ', or ]'],
    ['', 0, 'the literal ends too early', 'a quoted string, a number, True, False, None, [list] or {"key": value}'],
  ])('%j is refused at %i: %s', (...[text, offset, message, accepted]) => {
    expect(fault(text)).toEqual([offset, message, accepted]);
  });

  test('deep nesting is refused, not a crash', () => {
    expect(fault('['.repeat(100_000))).toEqual([65, 'nested too deeply', 'at most 64 levels']);
  });
});

/** What `repr` writes for a string: single quotes unless that takes more escapes. */
function repr(item: Json): string {
  if (Array.isArray(item)) return `[${item.map(repr).join(', ')}]`;
  if (item === null) return 'None';
  if (typeof item === 'boolean') return item ? 'True' : 'False';
  if (typeof item !== 'string') return String(item);
  const quote = item.includes("'") && !item.includes('"') ? '"' : "'";
  const body = item.replace(/[\\\n\r\t]/g, (one) => ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' })[one] ?? one);
  return quote + body.replaceAll(quote, `\\${quote}`) + quote;
}

test('whatever repr writes is read back', () => {
  const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
    tree: fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom("'", '"', '\\', 'n', '\n', ',', ']') }),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('tree'), { maxLength: 3 }),
    ),
  }));
  fc.assert(
    fc.property(tree, (item) => {
      expect(value(repr(item))).toEqual(item);
    }),
  );
});

test('what is cut off is never read as if it were whole', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom("'", '"', '\\', 'x', ',', ']', '\n') }), { minLength: 1 }),
      (items) => {
        const text = repr(items);
        for (let end = 0; end < text.length; end++) expect(readPythonLiteral(text.slice(0, end))).toHaveProperty('fault');
      },
    ),
    { numRuns: 50 },
  );
});
