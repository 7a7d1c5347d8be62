import { afterEach, expect, it, vi } from 'vitest';
import { commands } from '../../src/cli/command/index.js';
import { program } from '../../src/cli/program.js';

/** Every numeric option of every command, with words that stand where the command wants some. */
const numeric = commands.flatMap(({ command, options }) => {
  const [name = '', ...words] = command.split(' ');
  const needed = words.filter((word) => word.startsWith('<')).map(() => 'x');
  return Object.entries(options)
    .filter(([, { type }]) => type === 'number')
    .map(([option]) => ({ words: [name, ...needed], option }));
});

async function told(args: readonly string[]): Promise<string> {
  let text = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  expect(await program(args)).toBe(2);
  return text;
}
afterEach(() => {
  vi.restoreAllMocks();
});

it('there are some', () => {
  const of = (name: string) => numeric.filter(({ words }) => words[0] === name).map(({ option }) => option);
  expect(of('simulate')).toEqual(['seeds', 'seed', 'threads']);
  expect(of('ab')).toEqual(['detect', 'alpha', 'power', 'share', 'look', 'aa-tests', 'seeds', 'seed', 'days']);
});

it.each(numeric)('$words --$option that is no number is told as it was typed', async ({ words, option }) => {
  for (const typed of ['abc', '5x', '2%'])
    expect(await told([...words, `--${option}`, typed])).toMatch(
      new RegExp(`--${option} {2}is not a number \\(got ${typed}\\); accepted: a number\n`),
    );
  expect(await told([...words, `--${option}`, '1', `--${option}`, '2'])).toMatch(
    new RegExp(`--${option} {2}is given twice \\(got 1, 2\\)\n`),
  );
});
