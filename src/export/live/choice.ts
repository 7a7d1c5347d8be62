import type { RouterModel } from '../../router/config.js';
import { textOf } from '../dispatch/dispatch.js';
import type { PortkeyTarget } from '../portkey/upstream.js';
import type { ExportFile } from '../target.js';

/** What a proxy answered: as much as tells whom it asked. */
export interface LiveAnswer {
  header(name: string): string | null;
  /** `model` of the body. */
  readonly model: string | null;
}

/** One way in which proxies say whom they asked: a word for the model, null where they don't. */
interface ChoiceReader {
  readonly from: string;
  read(answer: LiveAnswer, files: readonly ExportFile[]): string | null;
}

/** The surest first: what a body says may be the provider's own name of an alias. */
export const choiceReaders: readonly ChoiceReader[] = [
  { from: 'x-routelab-model', read: ({ header }) => header('x-routelab-model') },
  {
    from: 'x-portkey-last-used-option-index',
    read: ({ header }, files) => portkeyName(header('x-portkey-last-used-option-index'), files),
  },
  { from: 'x-litellm-model-id', read: ({ header }) => header('x-litellm-model-id') },
  { from: 'x-vsr-selected-model', read: ({ header }) => header('x-vsr-selected-model') },
  { from: 'the answer’s model', read: ({ model }) => model },
];

/** The router's model that an answer speaks of, and where that was read; null where nothing tells. */
export function choiceIn(
  answer: LiveAnswer,
  models: readonly RouterModel[],
  files: readonly ExportFile[],
): { readonly modelId: string; readonly from: string } | null {
  for (const { from, read } of choiceReaders) {
    const word = read(answer, files);
    const modelId = word === null ? null : idOf(word, models, files);
    if (modelId !== null) return { modelId, from };
  }
  return null;
}

/**
 * Whose id a proxy's word is: an id, a provider's name of a model, that with the provider before it, or with a date behind it; or a
 * route's name, which stands for its first model. The longest name counts.
 */
export function idOf(word: string, models: readonly RouterModel[], files: readonly ExportFile[]): string | null {
  const exact = models.find(({ id, name, provider }) => [id, name, `${provider}/${name}`].includes(word));
  if (exact !== undefined) return exact.id;
  const routes = JSON.parse(textOf(files, 'routes.json')) as Readonly<Record<string, readonly string[]>> | null;
  const first = routes?.[word]?.[0];
  if (first !== undefined) return first;
  const dated = models.filter(({ name }) => word.startsWith(`${name}-`)).toSorted((a, b) => b.name.length - a.name.length);
  return dated[0]?.id ?? null;
}

/** `config.targets[1].targets[0]` as the name of the target that it leads to. */
function portkeyName(path: string | null, files: readonly ExportFile[]): string | null {
  const steps = [...(path ?? '').matchAll(/targets\[(\d+)\]/g)].map(([, index]) => Number(index));
  let target = JSON.parse(textOf(files, 'portkey.config.json')) as PortkeyTarget | null;
  for (const step of steps) target = target?.targets?.[step] ?? null;
  return steps.length === 0 ? null : (target?.name ?? null);
}
