import type { Random } from '../random.js';

const NOUNS =
  'order invoice sensor ticket parcel shipment booking patient lesson reading recipe vehicle tenant meter badge voucher drone player robot ledger coupon turbine sample permit auction harvest cargo beacon itinerary podcast'.split(
    ' ',
  );
const FIELDS =
  'price weight score duration quantity distance rating balance height priority volume latency temperature age amount credits length depth points mileage'.split(
    ' ',
  );
const FLAGS = 'active paid expired urgent verified archived shipped public muted broken approved refundable'.split(' ');
const VERBS = 'collect gather compute derive resolve estimate summarise tally prepare assemble measure fetch'.split(' ');
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** A coherent set of identifiers for one snippet, so that no two snippets read alike. */
export interface Identifiers {
  readonly noun: string;
  readonly nouns: string;
  readonly other: string;
  readonly field: string;
  readonly field2: string;
  readonly flag: string;
  readonly verb: string;
  readonly verb2: string;
  /** A short variable name. */
  readonly v: string;
  readonly w: string;
}

export function identifiers(random: Random): Identifiers {
  const [noun = '', other = ''] = random.sample(NOUNS, 2);
  const [field = '', field2 = ''] = random.sample(FIELDS, 2);
  const [verb = '', verb2 = ''] = random.sample(VERBS, 2);
  const [v = '', w = ''] = random.sample(
    LETTERS.split('').filter((letter) => letter !== 'l' && letter !== 'o'),
    2,
  );
  return { noun, nouns: plural(noun), other, field, field2, flag: random.pick(FLAGS), verb, verb2, v, w };
}

function plural(noun: string): string {
  return noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

/** `order` → `Order`. */
export function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/** A fenced code block. */
export function fence(language: string, code: string): string {
  return `\`\`\`${language}\n${code.trim()}\n\`\`\``;
}
