import type { Operands } from './operands.js';

/** Lengths around which thresholds tend to lie, each probed one below, at, and one above. */
const LENGTHS = [
  1, 4, 8, 12, 16, 20, 24, 28, 32, 40, 48, 56, 64, 72, 80, 96, 100, 120, 128, 150, 160, 180, 200, 240, 256, 300, 320, 350, 400,
  450, 500, 512, 600, 640, 700, 800, 900, 1000, 1024, 1200, 1600, 2000, 2048, 3000, 4000, 4096,
];

/** A text of which each repetition adds one to a counted feature. */
const ONE_MORE: Readonly<Record<string, string>> = {
  'prompt.words': 'w ',
  'prompt.lines': 'l\n',
  'prompt.digits': '7',
  'prompt.question_marks': '?',
  'prompt.capitals': 'C',
  'prompt.symbols': '#',
  'prompt.code_fences': '```\n',
  'prompt.question_words': 'why ',
};

/** Texts longer than this are probed by nobody's threshold but a length's own. */
const MOST_CODE_POINTS = 50_000;
const MOST_COUNTED = 2_000;

/** Texts at usual lengths and one to each side of every threshold: of lengths in three scripts, of counts by what they count. */
export function boundaryTexts({ numbers }: Operands, codePointsPerToken: number): string[] {
  const lengths = new Set<number>();
  const texts: string[] = [];
  for (const size of LENGTHS) for (const near of [size - 1, size, size + 1]) lengths.add(near);
  for (const [field, thresholds] of numbers) {
    for (const threshold of thresholds) {
      const scaled = threshold * codePointsPerToken;
      for (const near of [threshold - 1, threshold, threshold + 1, scaled - 1, scaled, scaled + 1])
        if (near >= 0 && near <= MOST_CODE_POINTS) lengths.add(Math.floor(near));
      const more = ONE_MORE[field];
      if (more === undefined) continue;
      for (const near of [threshold - 2, threshold - 1, threshold, threshold + 1])
        if (near >= 0 && near <= MOST_COUNTED) texts.push(more.repeat(Math.floor(near)));
    }
  }
  for (const size of lengths)
    texts.push('a'.repeat(size), '日'.repeat(size), `${'ab '.repeat(Math.floor(size / 3))}${'😀'.repeat(size % 3)}`);
  return texts;
}
