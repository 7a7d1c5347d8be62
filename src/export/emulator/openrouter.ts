import { idsByName } from '../dispatch/asked.js';
import { textOf } from '../dispatch/dispatch.js';
import type { ExportFile } from '../target.js';

/** Whom OpenRouter asks by a route's body when every model fails: its models, one after another. */
export function openrouterChains(files: readonly ExportFile[]): (name: string) => readonly string[] {
  const bodies = JSON.parse(textOf(files, 'openrouter.json')) as Readonly<Record<string, { readonly models: readonly string[] }>>;
  const idsOf = idsByName(files, (model) => model.name);
  return (name) => (bodies[name]?.models ?? []).flatMap(idsOf);
}
