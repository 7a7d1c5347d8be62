import { CITIES, COMPANY_FORMS, COMPANY_HEADS, COMPANY_TAILS, FIRST_NAMES, LAST_NAMES } from '../bank.js';
import type { Difficulty } from '../draft.js';
import { fill } from '../fill.js';
import { addMonths, type Day, dayOf, longDate, usDate, usd } from '../format.js';
import type { Random } from '../random.js';
import { DELIVERY, GUARANTEE, LIABILITY, PAYMENT, PREAMBLES, SIGNATURES, TERM } from './core-clauses.js';
import { EXTRA_CLAUSES } from './extra-clauses.js';
import { type ContractKind, KINDS } from './kinds.js';
import type { Provision } from './provision.js';
import { PROVISIONS } from './provisions.js';

/** What a contract says, and its text. */
export interface LegalDocument {
  readonly kind: ContractKind;
  readonly a: string;
  readonly b: string;
  readonly guarantor: string;
  readonly signerA: string;
  readonly signerB: string;
  readonly contact: string;
  readonly agent: string;
  readonly signed: Day;
  readonly effective: Day;
  readonly delivery: Day;
  readonly termMonths: number;
  readonly noticeDays: number;
  readonly fee: number;
  readonly deposit: number;
  readonly cap: number;
  readonly penalty: number;
  readonly vat: number;
  readonly provisions: readonly { readonly provision: Provision; readonly slots: Slots }[];
  readonly text: string;
}

export type Slots = Readonly<Record<string, string | number>>;

const EXTRAS: Readonly<Record<Difficulty, readonly [number, number]>> = { easy: [0, 1], medium: [3, 5], hard: [7, 10] };
const NUMBERINGS: readonly ((n: number) => string)[] = [
  (n) => `${n}. `,
  (n) => `§ ${n} `,
  (n) => `Article ${n}. `,
  (n) => `Clause ${n}: `,
  (n) => `(${n}) `,
];

/** Invents a contract: short when easy, up to about 600 words when hard. */
export function inventDocument(random: Random, difficulty: Difficulty): LegalDocument {
  const facts = inventFacts(random, difficulty);
  return { ...facts, text: writeText(random, difficulty, facts) };
}

type Facts = Omit<LegalDocument, 'text'>;

function inventFacts(random: Random, difficulty: Difficulty): Facts {
  const heads = random.sample(COMPANY_HEADS, 4);
  const [a = '', b = '', guarantor = '', agent = ''] = heads.map(
    (head) => `${head} ${random.pick(COMPANY_TAILS)} ${random.pick(COMPANY_FORMS)}`,
  );
  const people = random.sample(LAST_NAMES, 3).map((last) => `${random.pick(FIRST_NAMES)} ${last}`);
  const [signerA = '', signerB = '', contact = ''] = people;
  const signedYear = random.int(2021, 2026);
  const signed = dayOf(signedYear, random.int(1, 12), random.int(1, 28));
  const effective = dayOf(signedYear + 1, random.int(1, 12), random.int(1, 28));
  const fee = random.int(12, 950) * 100;
  const facts = { kind: random.pick(KINDS), a, b, guarantor, signerA, signerB, contact, agent, signed, effective };
  const count = { easy: 1, medium: 2, hard: 2 }[difficulty];
  const chosen = random.sample(
    PROVISIONS.filter((p) => p.difficulty === difficulty),
    count,
  );
  return {
    ...facts,
    delivery: effective + random.int(20, 200),
    termMonths: random.pick([12, 18, 24, 30, 36, 48, 60]),
    noticeDays: random.pick([30, 45, 60, 90, 120, 180]),
    fee,
    deposit: fee * random.int(2, 3) + random.int(1, 9) * 50,
    cap: fee * random.int(5, 15) + random.int(1, 9) * 10,
    penalty: random.int(2, 40) * 25,
    vat: random.pick([5, 7, 10, 19, 20, 21, 23, 25]),
    provisions: chosen.map((provision) => ({
      provision,
      slots: { A: facts.kind.roleA, B: facts.kind.roleB, ...provision.slots(random) },
    })),
  };
}

function writeText(random: Random, difficulty: Difficulty, facts: Facts): string {
  const date = random.pick([longDate, usDate]);
  const slots: Slots = {
    title: facts.kind.title,
    subject: facts.kind.subject,
    A: facts.kind.roleA,
    B: facts.kind.roleB,
    a: facts.a,
    b: facts.b,
    guarantor: facts.guarantor,
    agent: facts.agent,
    contact: facts.contact,
    signerA: facts.signerA,
    signerB: facts.signerB,
    cityA: random.pick(CITIES),
    cityB: random.pick(CITIES),
    registerA: random.int(100000, 999999),
    registerB: random.int(100000, 999999),
    signed: date(facts.signed),
    effective: date(facts.effective),
    delivery: date(facts.delivery),
    expiry: date(addMonths(facts.effective, facts.termMonths)),
    term: facts.termMonths,
    notice: facts.noticeDays,
    fee: usd(facts.fee),
    deposit: usd(facts.deposit),
    cap: usd(facts.cap),
    penalty: usd(facts.penalty),
    vat: facts.vat,
    days: random.pick([10, 14, 20, 21, 30]),
    rate: random.int(3, 12),
    years: random.int(2, 6),
    hours: random.pick([12, 24, 36, 48, 72]),
  };
  const say = (templates: readonly string[]): string => fill(random.pick(templates), slots);
  const [least, most] = EXTRAS[difficulty];
  const extras = random.sample(EXTRA_CLAUSES, random.int(least, most)).map(say);
  const core = [TERM, PAYMENT, LIABILITY, DELIVERY, ...(difficulty === 'easy' ? [] : [GUARANTEE])].map(say);
  const provisions = facts.provisions.map((entry) => fill(random.pick(entry.provision.texts), entry.slots));
  const number = random.pick(NUMBERINGS);
  const clauses = random.shuffle([...core, ...extras, ...provisions]).map((clause, k) => `${number(k + 1)}${clause}`);
  return [say(PREAMBLES), ...clauses, say(SIGNATURES)].join(random.chance(0.5) ? '\n\n' : '\n').replaceAll('..', '.');
}
