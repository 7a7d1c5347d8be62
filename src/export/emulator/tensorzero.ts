import { idsByName } from '../dispatch/asked.js';
import { textOf } from '../dispatch/dispatch.js';
import type { ExportFile } from '../target.js';

/** Whom TensorZero asks for a model when every provider fails: those of its routing, in their order. */
export function tensorzeroChains(files: readonly ExportFile[]): (name: string) => readonly string[] {
  const tables = tablesOf(textOf(files, 'tensorzero.toml'));
  const idsOf = idsByName(files, ({ name, provider }) => `${name}\n${provider.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`);
  return (name) => {
    const routing = tables.get(JSON.stringify(['models', name]))?.['routing'];
    if (!Array.isArray(routing)) return [];
    return routing.flatMap((provider) => {
      const asked = tables.get(JSON.stringify(['models', name, 'providers', provider])) ?? {};
      const key = /^env::(.*)_API_KEY$/.exec(String(asked['api_key_location']))?.[1];
      return idsOf(`${asked['model_name']}\n${key}`);
    });
  };
}

/** Tables by their path, as far as our own files go: a line is a header in brackets, or a name and a value that JSON has as well. */
function tablesOf(text: string): Map<string, Record<string, unknown>> {
  const tables = new Map<string, Record<string, unknown>>();
  let table: Record<string, unknown> = {};
  for (const line of text.split('\n')) {
    const header = /^\[(.*)\]$/.exec(line)?.[1];
    const [, key, value] = /^(\w+) = (.*)$/.exec(line) ?? [];
    if (header !== undefined) {
      table = {};
      tables.set(JSON.stringify(pathOf(header)), table);
    } else if (key !== undefined) table[key] = JSON.parse(value as string);
  }
  return tables;
}

function pathOf(header: string): string[] {
  return [...header.matchAll(/"(?:[^"\\]|\\.)*"|\w+/g)].map(([part]) => (part.startsWith('"') ? String(JSON.parse(part)) : part));
}
