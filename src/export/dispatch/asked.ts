import type { RouterConfig, RouterModel } from '../../router/config.js';
import type { ExportFile } from '../target.js';
import { textOf } from './dispatch.js';

/** The model of an id that a route names. */
export function modelOf({ models }: RouterConfig, id: string): RouterModel {
  return models.find((one) => one.id === id) as RouterModel;
}

/** Whose id in the exported router a gateway's own name is, as `nameOf` gives it; no name of any model is nobody's. */
export function idsByName(files: readonly ExportFile[], nameOf: (model: RouterModel) => string): (name: string) => string[] {
  const { models } = JSON.parse(textOf(files, 'router.json')) as RouterConfig;
  const ids = new Map(models.map((model) => [nameOf(model), model.id]));
  return (name) => {
    const id = ids.get(name);
    return id === undefined ? [] : [id];
  };
}

/** Two models that a gateway would ask in one and the same way: what tells them apart stands in no router. */
export function askedAlike(models: readonly RouterModel[]): string[] {
  const first = new Map<string, string>();
  return models.flatMap(({ id, provider, name }) => {
    const asked = `${name} of ${provider}`;
    const other = first.get(asked);
    first.set(asked, other ?? id);
    return other === undefined
      ? []
      : [`models ${other} and ${id}: both are ${asked}, and their settings are not part of a router`];
  });
}
