/** A line broken between words where it is wider than `width`; what follows is indented. */
export function wrapLine(text: string, width: number, indent: number): string[] {
  const [first = '', ...words] = text.split(' ');
  const lines: string[] = [];
  let line = first;
  for (const word of words) {
    // Spaces at the start are empty words; nothing is broken before the first real one.
    if (line.trim() === '' || [...line, ' ', ...word].length <= width) line = `${line} ${word}`;
    else {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    }
  }
  return [...lines, line];
}

/** Columns of the terminal that stdout is; endless for a file or a pipe, where nothing is broken or left out. */
export function stdoutWidth(): number {
  return process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
}
