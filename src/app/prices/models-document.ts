import { isDeepStrictEqual } from 'node:util';
import { type Document, isMap, isSeq, type Pair, parse, parseDocument, type Scalar, type YAMLMap } from 'yaml';
import type { Model, ModelList } from '../../domain/model.js';
import { PRICE_FIELDS, type PriceOutcome } from './price-changes.js';

/** Prices to write into a models file. */
export interface PriceEdit {
  readonly outcomes: readonly PriceOutcome[];
  /** Date and source of the new prices. */
  readonly pricedAt: string;
  readonly priceSource: string;
}

/**
 * The text of a models file with new prices: comments, order, number formats and everything else stay as the user wrote them. The file's
 * date and source become those of the new prices; a price that is not from there keeps its old date and source beside it.
 *
 * @param text a models file that parses; JSON (`json`) stays JSON
 * @param before the models the text holds, in its order
 */
export function withPrices(text: string, json: boolean, before: ModelList, edit: PriceEdit): string {
  const document = parseDocument(text);
  const items = ['models', 'judges'].flatMap((list) => itemsOf(document.get(list)));
  pricedModels(before).forEach((model, index) => {
    const outcome = edit.outcomes.find(({ modelId }) => modelId === model.id);
    const item = items[index];
    if (!isMap(item)) return;
    if (outcome?.kind === 'priced') setPrice(document, item, outcome);
    else if (model.price !== undefined) keepDate(document, item, before);
  });
  setFirst(document, 'price_source', edit.priceSource);
  setFirst(document, 'priced_at', edit.pricedAt);
  if (json) return `${JSON.stringify(document.toJS(), null, 2)}\n`;
  const after = document.toString({ lineWidth: 0, flowCollectionPadding: true });
  const spelled = asSpelled(text, after);
  return isDeepStrictEqual(parse(spelled), document.toJS()) ? spelled : after;
}

/** Models that a price file has rows for: those that answer, then those that judge. */
export function pricedModels({ models, judges = [] }: ModelList): readonly Model[] {
  return [...models, ...judges];
}

function itemsOf(list: unknown): readonly unknown[] {
  return isSeq(list) ? list.items : [];
}

/** Lines that differ in white space alone go back to how they were written. */
function asSpelled(before: string, after: string): string {
  const compact = (line: string): string => line.replace(/\s+/g, '');
  const old = before.split('\n');
  let next = 0;
  const lines = after.split('\n').map((line) => {
    const at = old.findIndex((one, index) => index >= next && compact(one) === compact(line));
    if (at < 0) return line;
    next = at + 1;
    return old[at] ?? line;
  });
  return lines.join('\n');
}

function setPrice(document: Document, item: YAMLMap, { changes }: Extract<PriceOutcome, { kind: 'priced' }>): void {
  const entries = changes.map(({ field, to }) => [PRICE_FIELDS[field], to] as const);
  const price = item.get('price');
  if (isMap(price)) for (const [key, value] of entries) price.set(key, value);
  else if (entries.length > 0) insertAfter(item, 'name', document.createPair('price', flowMap(document, entries)));
  item.delete('priced_at');
  item.delete('price_source');
}

function flowMap(document: Document, entries: readonly (readonly [string, number])[]): YAMLMap {
  return document.createNode(Object.fromEntries(entries), { flow: true }) as YAMLMap;
}

/** New members stand where readers look for them: after the model's name, else after its provider, else after its id. */
function insertAfter(item: YAMLMap, name: string, pair: Pair): void {
  const at = [name, 'provider', 'id'].map((key) => item.items.findIndex((one) => keyOf(one) === key)).find((place) => place >= 0);
  const old = item.items.findIndex((one) => keyOf(one) === 'price');
  if (old >= 0) item.items[old] = pair as YAMLMap['items'][number];
  else item.items.splice((at ?? -1) + 1, 0, pair as YAMLMap['items'][number]);
}

/** The price stays, and with it when and where it was true: the file's date no longer says so. */
function keepDate(document: Document, item: YAMLMap, { pricedAt, priceSource }: ModelList): void {
  const members = { priced_at: pricedAt, price_source: priceSource };
  for (const [key, value] of Object.entries(members)) {
    if (value !== undefined && !item.has(key)) item.items.push(document.createPair(key, value) as YAMLMap['items'][number]);
  }
}

/** Sets a top-level member; a new one goes to the front. */
function setFirst(document: Document, key: string, value: string): void {
  const top = document.contents;
  if (!isMap(top)) return;
  const held = top.items.find((one) => keyOf(one) === key);
  if (held === undefined) top.items.unshift(document.createPair(key, value) as YAMLMap['items'][number]);
  else document.set(key, value);
}

function keyOf(pair: YAMLMap['items'][number]): unknown {
  return (pair.key as Scalar | null)?.value;
}
