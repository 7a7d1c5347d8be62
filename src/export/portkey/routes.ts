import type { RouterConfig } from '../../router/config.js';

/** The model asked first, then who is asked on an error. */
export type Chain = readonly string[];

/** More than these don't fit into a header, and no other config is readable with them. */
const MOST_ROUTES = 150;

/**
 * Every route a router may take, from the models its filters may leave: any of them first, then what is left of the fallback chain.
 * A text says why they can't be told beforehand.
 */
export function possibleRoutes({ models, pipeline, fallback }: RouterConfig): readonly Chain[] | string {
  let sets: (readonly string[])[] = [models.map(({ id }) => id)];
  for (const stage of pipeline) {
    if (stage.kind === 'context') return 'context: which models a request fits into is not known before it comes';
    if (stage.kind !== 'filter') continue;
    const { allow } = stage;
    if (stage.keep !== undefined || allow === undefined)
      return 'filter by keep: which models hold at the moment is not known beforehand';
    sets = unique([...sets, ...sets.map((set) => set.filter((id) => allow.includes(id)))]);
  }
  const routes = unique(
    sets.flatMap((set) => set.map((first) => [first, ...fallback.filter((id) => id !== first && set.includes(id))])),
  );
  return routes.length > MOST_ROUTES ? `${routes.length} routes, more than a config holds (${MOST_ROUTES})` : routes;
}

/** A gateway's name for each route. */
export type NamedRoutes = Readonly<Record<string, Chain>>;

/** The possible routes by names that no model has. */
export function namedRoutes(config: RouterConfig): NamedRoutes | string {
  const routes = possibleRoutes(config);
  if (typeof routes === 'string') return routes;
  let prefix = 'r';
  while (config.models.some(({ id }) => id.startsWith(prefix) && /^\d+$/.test(id.slice(prefix.length)))) prefix += 'r';
  return Object.fromEntries(routes.map((chain, index) => [`${prefix}${index}`, chain]));
}

function unique(lists: readonly (readonly string[])[]): (readonly string[])[] {
  return [...new Map(lists.map((list) => [JSON.stringify(list), list])).values()];
}
