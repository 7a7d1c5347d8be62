import type { Model, Price } from '../../domain/model.js';
import { nearest } from '../../domain/nearest.js';
import type { PriceFile, PriceRow } from './price-file.js';

/** By what a row was found: the user's word, the model's id, its provider and name, or its name alone. */
export type MatchedBy = 'stated' | 'id' | 'provider' | 'name';

export type PriceMatch =
  | { readonly kind: 'found'; readonly by: MatchedBy; readonly row: PriceRow }
  /** Several rows have the name, and their prices differ. */
  | { readonly kind: 'ambiguous'; readonly keys: readonly string[] }
  | { readonly kind: 'other_mode'; readonly key: string; readonly mode: string }
  | { readonly kind: 'not_found'; readonly nearest: readonly string[] };

/** Names shown of those that are near or ambiguous. */
const MOST_SHOWN = 4;

/**
 * The row of a model, by whole names only:
 * 1. the row the user states;
 * 2. where the file knows the model's provider, that provider's rows: `provider/name`, or `name` with this provider;
 * 3. else the row whose key is the id, where the id names a provider;
 * 4. else every row of that name, whoever sells it, if all of them agree on the prices.
 * Part of a name never matches: `gpt-4` is not `gpt-4-turbo`.
 */
export function matchPrice(model: Model, { rows, otherModes }: PriceFile, stated: string | undefined): PriceMatch {
  const all = [...rows.values()];
  const found = (by: MatchedBy, matching: readonly PriceRow[]): PriceMatch | null => decided(by, matching);
  if (stated !== undefined) {
    const row = rows.get(stated);
    return row === undefined ? missing(stated, { rows, otherModes }) : { kind: 'found', by: 'stated', row };
  }
  const { id, provider, name } = model;
  const ofProvider = all.filter((row) => row.provider === provider || row.key.startsWith(`${provider}/`));
  if (ofProvider.length > 0) {
    const own = ofProvider.filter(({ key }) => key === name || key === `${provider}/${name}`);
    return found('provider', own) ?? missing(name, { rows, otherModes }, [id, name, `${provider}/${name}`]);
  }
  const exact = id.includes('/') ? rows.get(id) : undefined;
  if (exact !== undefined) return { kind: 'found', by: 'id', row: exact };
  const named = all.filter(({ key }) => key === name || key.endsWith(`/${name}`));
  return found('name', named) ?? missing(name, { rows, otherModes }, [id, name]);
}

/** The one row, or the first of several that agree; null where there is none. */
function decided(by: MatchedBy, matching: readonly PriceRow[]): PriceMatch | null {
  const [first] = matching;
  if (first === undefined) return null;
  const agree = matching.every((row) => samePrice(row.price, first.price));
  return agree
    ? { kind: 'found', by, row: first }
    : { kind: 'ambiguous', keys: matching.map(({ key }) => key).slice(0, MOST_SHOWN) };
}

function samePrice(a: Price | null, b: Price | null): boolean {
  if (a === null || b === null) return a === b;
  const keys: readonly (keyof Price)[] = ['inputUsdPerMTok', 'outputUsdPerMTok', 'cachedInputUsdPerMTok', 'reasoningUsdPerMTok'];
  return keys.every((key) => a[key] === b[key]);
}

function missing(name: string, { rows, otherModes }: PriceFile, keys: readonly string[] = [name]): PriceMatch {
  const other = keys.find((key) => otherModes.has(key));
  if (other !== undefined) return { kind: 'other_mode', key: other, mode: otherModes.get(other) ?? '' };
  return { kind: 'not_found', nearest: namesNear(name, [...rows.keys()]) };
}

/** Names to show, never to take: those that begin like this one (dated versions), then the closest by spelling. */
function namesNear(name: string, keys: readonly string[]): string[] {
  const last = (key: string): string => key.slice(key.lastIndexOf('/') + 1);
  const longer = keys.filter((key) => last(key).startsWith(last(name)));
  const close = nearest(name, keys) ?? keys.find((key) => last(key) === nearest(last(name), keys.map(last)));
  return [...new Set([...longer, ...(close === undefined ? [] : [close])])].slice(0, MOST_SHOWN);
}
