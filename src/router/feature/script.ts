import { codePointAt } from '../identity/utf8.js';
import type { Feature } from './feature.js';

/** Scripts by Unicode block, as [first, last] code points. */
const SCRIPTS: readonly {
  readonly name: string;
  readonly title: string;
  readonly blocks: readonly (readonly [number, number])[];
}[] = [
  {
    name: 'latin',
    title: 'Latin',
    blocks: [
      [0x41, 0x5a],
      [0x61, 0x7a],
      [0xc0, 0x24f],
      [0x1e00, 0x1eff],
    ],
  },
  { name: 'cyrillic', title: 'Cyrillic', blocks: [[0x400, 0x52f]] },
  { name: 'arabic', title: 'Arabic', blocks: [[0x600, 0x6ff]] },
  { name: 'indic', title: 'Indic', blocks: [[0x900, 0xdff]] },
  {
    name: 'cjk',
    title: 'Chinese, Japanese and Korean',
    blocks: [
      [0x3040, 0x30ff],
      [0x3400, 0x4dbf],
      [0x4e00, 0x9fff],
      [0xac00, 0xd7af],
      [0x20000, 0x3ffff],
    ],
  },
];

type Blocks = (typeof SCRIPTS)[number]['blocks'];

/** Which scripts the text is written in: code points of a script per thousand code points. */
export const script: readonly Feature[] = SCRIPTS.map(({ name, title, blocks }) => {
  // Most of most texts is ASCII: looked up, not compared block by block.
  const ascii = Uint8Array.from({ length: 128 }, (_, point) => (isIn(blocks, point) ? 1 : 0));
  return {
    name: `prompt.${name}`,
    unit: 'per mille',
    describe: `Code points of ${title} blocks per thousand, rounded down.`,
    of(text) {
      let count = 0;
      let all = 0;
      for (let i = 0; i < text.length; i++, all++) {
        const code = text.charCodeAt(i);
        if (code < 128) {
          count += ascii[code] as number;
          continue;
        }
        const point = codePointAt(text, i);
        if (point > 0xffff) i++;
        if (isIn(blocks, point)) count++;
      }
      return all === 0 ? 0 : Math.floor((count * 1000) / all);
    },
  };
});

function isIn(blocks: Blocks, point: number): boolean {
  for (let block = 0; block < blocks.length; block++) {
    const [first, last] = blocks[block] as readonly [number, number];
    if (point >= first && point <= last) return true;
  }
  return false;
}
