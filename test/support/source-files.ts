import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A new folder with these files: a text as it is, a list as JSONL, any other value as JSON, indented. */
export function sourceFolder(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'routelab-source-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === 'string' ? content : fileText(name, content));
  }
  return folder;
}

function fileText(name: string, content: unknown): string {
  if (!name.endsWith('.jsonl')) return `${JSON.stringify(content, null, 2)}\n`;
  return (content as readonly unknown[]).map((row) => `${JSON.stringify(row)}\n`).join('');
}
