import type { NumberArray } from '../domain/number-array.js';

/** A plain value as it travels: JSON, and the arrays of numbers that it speaks of. Nothing in it can run. */
export interface Message {
  readonly text: string;
  readonly arrays: readonly NumberArray[];
}

/** The one member of an object that stands for something JSON has no word for. No other object may look like it: see `escaped`. */
const TAG = '$';

/** Something JSON has no word for. */
type Tagged =
  | readonly ['array', number]
  | readonly ['number', 'NaN' | 'Infinity' | '-Infinity' | '-0']
  | readonly ['map', readonly (readonly [unknown, unknown])[]]
  | readonly ['object', readonly (readonly [string, unknown])[]]
  /** A value that stands in several places: told once, and one and the same object again where it arrives. */
  | readonly ['same', number];

/** @throws TypeError for what isn't plain: functions, classes, symbols */
export function encode(value: unknown): Message {
  const arrays: NumberArray[] = [];
  const placeOf = new Map<NumberArray, number>();
  const repeated = repeatedObjects(value);
  const shared: unknown[] = [];
  const sharedAt = new Map<object, number>();
  const tag = (tagged: Tagged): object => ({ [TAG]: tagged });
  const plain = (one: unknown): unknown => {
    if (one === null || typeof one === 'string' || typeof one === 'boolean' || one === undefined) return one;
    if (typeof one === 'number') return Number.isFinite(one) && !Object.is(one, -0) ? one : tag(['number', numberName(one)]);
    if (typeof one !== 'object') throw new TypeError(`a ${typeof one} can't travel`);
    if (isNumberArray(one)) {
      const place = placeOf.get(one) ?? arrays.push(one) - 1;
      placeOf.set(one, place);
      return tag(['array', place]);
    }
    if (!repeated.has(one)) return inside(one);
    let at = sharedAt.get(one);
    if (at === undefined) {
      at = shared.push(null) - 1;
      sharedAt.set(one, at);
      shared[at] = inside(one);
    }
    return tag(['same', at]);
  };
  const inside = (one: object): unknown => {
    if (Array.isArray(one)) return one.map((item) => (item === undefined ? null : plain(item)));
    if (one instanceof Map) return tag(['map', [...one].map(([key, item]) => [plain(key), plain(item)])]);
    if (!isPlainObject(one)) throw new TypeError(`${Object.prototype.toString.call(one)} can't travel`);
    const members = Object.entries(one).map(([name, member]) => [name, plain(member)] as const);
    return members.some(([name]) => name === TAG) ? tag(['object', members]) : Object.fromEntries(members);
  };
  const whole = plain(value);
  return { text: JSON.stringify([whole, shared]), arrays };
}

/** The value again; its arrays are the message's own. */
export function decode({ text, arrays }: Message): unknown {
  const [whole, shared] = JSON.parse(text) as [unknown, unknown[]];
  const made = new Map<number, unknown>();
  const value = (one: unknown): unknown => {
    if (one === null || typeof one !== 'object') return one;
    if (Array.isArray(one)) return one.map(value);
    const tagged = (one as Readonly<Record<string, Tagged>>)[TAG];
    if (tagged !== undefined) return untagged(tagged);
    return Object.fromEntries(Object.entries(one).map(([name, member]) => [name, value(member)]));
  };
  const untagged = (tagged: Tagged): unknown => {
    switch (tagged[0]) {
      case 'array':
        return arrays[tagged[1]];
      case 'number':
        return Number(tagged[1]);
      case 'map':
        return new Map(tagged[1].map(([key, item]) => [value(key), value(item)]));
      case 'object':
        return Object.fromEntries(tagged[1].map(([name, member]) => [name, value(member)]));
      case 'same': {
        if (!made.has(tagged[1])) made.set(tagged[1], value(shared[tagged[1]]));
        return made.get(tagged[1]);
      }
    }
  };
  return value(whole);
}

function numberName(value: number): 'NaN' | 'Infinity' | '-Infinity' | '-0' {
  if (Object.is(value, -0)) return '-0';
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

/** Objects that are reached on more than one way. */
function repeatedObjects(value: unknown): ReadonlySet<object> {
  const seen = new Set<object>();
  const repeated = new Set<object>();
  const walk = (one: unknown): void => {
    if (one === null || typeof one !== 'object' || isNumberArray(one)) return;
    if (seen.has(one)) {
      repeated.add(one);
      return;
    }
    seen.add(one);
    if (one instanceof Map) for (const [key, item] of one) walk([key, item]);
    else for (const item of Array.isArray(one) ? one : Object.values(one)) walk(item);
  };
  walk(value);
  return repeated;
}

function isNumberArray(one: object): one is NumberArray {
  return ArrayBuffer.isView(one) && !(one instanceof DataView);
}

function isPlainObject(one: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(one);
  return prototype === Object.prototype || prototype === null;
}
