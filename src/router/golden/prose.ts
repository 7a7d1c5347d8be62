/** Words that requests are made of: questions, tasks, code, figures, several scripts. */
const WORDS =
  'how do I reset my password please explain why the integral of x^2 dx equals 42 write a function def sort(list): return summarise ' +
  'this contract in 3 bullet points translate into French bonjour le monde who is she 1.5 % of $300 TypeError: undefined is not a ' +
  'function prove that n*(n+1)/2 holds SELECT name FROM users WHERE id = 7; heute ist ein schöner Tag 東京 の天気 は ？ привет мир ' +
  'سلام नमस्ते ``` const a = [1, 2]; ``` list five cities compare both options step by step therefore maybe not sure 😀 thanks';

/**
 * Texts as people write them, more or less: runs of 1 to 60 words, drawn by a fixed linear congruential sequence (a =
 * 1664525, c = 1013904223, modulo 2³²; Numerical Recipes). What learned policies read differs from text to text.
 */
export function proseTexts(count: number): string[] {
  const words = WORDS.split(' ');
  let state = 1;
  const draw = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 0x100000000) * below);
  };
  const texts: string[] = [];
  for (let text = 0; text < count; text++) {
    const drawn: string[] = [];
    for (let left = 1 + draw(60); left > 0; left--) drawn.push(words[draw(words.length)] as string);
    texts.push(drawn.join(draw(8) === 0 ? '\n' : ' '));
  }
  return texts;
}
