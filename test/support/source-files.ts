import { tempFolder } from './temp-file.js';

/** A new folder with these files: a text as it is, a list as JSONL, any other value as JSON, indented. */
export function sourceFolder(files: Readonly<Record<string, unknown>>): string {
  const texts = Object.entries(files).map(([name, content]) => [name, fileText(name, content)]);
  return tempFolder(Object.fromEntries(texts) as Record<string, string>);
}

function fileText(name: string, content: unknown): string {
  if (typeof content === 'string') return content;
  if (!name.endsWith('.jsonl')) return `${JSON.stringify(content, null, 2)}\n`;
  return (content as readonly unknown[]).map((row) => `${JSON.stringify(row)}\n`).join('');
}
