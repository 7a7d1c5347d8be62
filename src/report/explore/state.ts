import { decodedText, numberField, numbersField, type StateField, textField, textsField, wordField } from './state-field.js';

/**
 * Everything a reader can set, by its key in the address. Adding one = one line here; a section reads and sets it by name.
 */
export const FIELDS = {
  /** Row id that differences are taken against; null for the reference of the results. */
  baseline: textField,
  /** Quality a dollar is worth, per 1,000 queries; null before the slider was touched. */
  worth: numberField,
  /** Cost axis of the cost–quality chart. */
  scale: wordField(['log', 'linear']),
  /** Column that the strategy table is sorted by, with a minus for descending; null for the results' order. */
  sort: textField,
  /** Rows taken out of table and charts. */
  hidden: textsField,
  /** What the cells of the heat map say. */
  heat: wordField(['difference', 'quality']),
  /** Row id whose worst categories come first; null for the row asked about first. */
  worst: textField,
  /** Row id that the row looked at duels with; null for the baseline. */
  rival: textField,
  theme: wordField(['auto', 'light', 'dark']),
  /** Id of the query whose drawer is open. */
  query: textField,
  /** Row id that is looked at closely, and whose queries are, against the baseline; null for the chosen one. */
  row: textField,
  /** What picks queries: flags (all must hold), a category, the model called first, the model that answered, a text. */
  show: textsField,
  category: textField,
  asked: textField,
  answered: textField,
  find: textField,
  /** Column that queries are ordered by, with a minus for descending; null for the dataset's order. */
  order: textField,
  /** What if: factors on models' costs, typed prices (`input lab/large`: USD per million tokens; `request …`: USD), factors on categories' weights. */
  times: numbersField,
  usd: numbersField,
  weigh: numbersField,
} as const;

type ValueOf<F> = F extends StateField<infer T> ? T : never;
export type PageState = { readonly [Key in keyof typeof FIELDS]: ValueOf<(typeof FIELDS)[Key]> };
export type StateKey = keyof PageState;

const KEYS = Object.keys(FIELDS) as StateKey[];

/** State as it is before anyone touched it. */
export const INITIAL_STATE = Object.fromEntries(KEYS.map((key) => [key, FIELDS[key].initial])) as unknown as PageState;

/** An address: the heading it points at, and what differs from the initial state. */
export interface Address {
  readonly anchor: string;
  readonly state: PageState;
}

/** `#comparison&baseline=router%3Aa` and the like; what means nothing is passed over. */
export function readAddress(hash: string): Address {
  const [first = '', ...rest] = hash.replace(/^#/, '').split('&');
  const anchor = first.includes('=') ? '' : first;
  const given = new Map(
    (anchor === '' ? [first, ...rest] : rest).map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), decodedText(pair.slice(at + 1)) ?? ''];
    }),
  );
  const entries = KEYS.map((key) => {
    const field = FIELDS[key] as StateField<unknown>;
    const text = given.get(key);
    return [key, (text === undefined ? undefined : field.read(text)) ?? field.initial];
  });
  return { anchor, state: Object.fromEntries(entries) as unknown as PageState };
}

/** The address of a state; empty for an untouched page. */
export function writeAddress({ anchor, state }: Address): string {
  const pairs = KEYS.flatMap((key) => {
    const field = FIELDS[key] as StateField<unknown>;
    const text = field.write(state[key]);
    return text === field.write(field.initial) ? [] : [`${key}=${encodeURIComponent(text)}`];
  });
  const parts = [...(anchor === '' ? [] : [anchor]), ...pairs];
  return parts.length === 0 ? '' : `#${parts.join('&')}`;
}
