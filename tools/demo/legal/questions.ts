import { choiceSet } from '../choice.js';
import type { Category, Difficulty, Draft } from '../draft.js';
import { fill } from '../fill.js';
import { addMonths, cents, isoDate, longDate, usd } from '../format.js';
import type { Random } from '../random.js';
import type { LegalDocument } from './document.js';

export type LegalCategory = Extract<Category, `legal_${string}`>;

/** A question about a document, without the document's text. */
export type LegalQuestion = Omit<Draft, 'prompt'> & { readonly ask: string };

type Ask = (random: Random, document: LegalDocument, difficulty: Difficulty) => LegalQuestion;

const askDate: Ask = (random, d, difficulty) => {
  const expiry = addMonths(d.effective, d.termMonths);
  const options = {
    easy: [
      {
        ask: ['On which date was this signed?', 'When was the document executed?', 'Extract the date of signature.'],
        day: d.signed,
      },
      {
        ask: ['When does it take effect?', 'From which day is the agreement in force?', 'Give the effective date.'],
        day: d.effective,
      },
    ],
    medium: [
      {
        ask: [
          `By which date must the first performance of the ${d.kind.roleA} be complete?`,
          'When is the first handover or acceptance due?',
          'Find the delivery milestone.',
        ],
        day: d.delivery,
      },
      {
        ask: ['When do the duties begin, as opposed to the day of signature?', 'Which day does the term start to run?'],
        day: d.effective,
      },
    ],
    hard: [
      {
        ask: [
          `If the fixed term ends exactly ${d.termMonths} months after the start date, on which date (same day of the month) is that?`,
          'Compute the day on which the fixed term is over, counting full months from the start to the same day of the month.',
        ],
        day: expiry,
      },
      {
        ask: [
          `The ${d.kind.roleB} is handed the goods 45 days after the agreed handover date. Which date is that?`,
          'Which date lies 45 days after the agreed first performance?',
        ],
        day: d.delivery + 45,
      },
    ],
  }[difficulty];
  const { ask, day } = random.pick(options);
  const wrong = [d.signed, d.effective, d.delivery, expiry, day + 1, day - 1, day + 30].filter((other) => other !== day);
  const form = random.pick([
    'Answer as YYYY-MM-DD, nothing else.',
    'Only the date, in the form YYYY-MM-DD.',
    'Format: YYYY-MM-DD. No other words.',
  ]);
  return {
    ask: `${random.pick(ask)} ${form}`,
    scorer: 'exact',
    reference: isoDate(day),
    right: isoDate(day),
    wrong: wrong.map(isoDate),
    reasoning: [],
  };
};

const askParty: Ask = (random, d, difficulty) => {
  const { roleA, roleB } = d.kind;
  const options = {
    easy: [
      {
        ask: ['Name the two contracting parties.', 'Which companies conclude this contract?', 'Who are the parties? Full names.'],
        names: [d.a, d.b],
      },
      { ask: [`Which company is the ${roleA}?`, `Extract the full name of the ${roleA}.`], names: [d.a] },
    ],
    medium: [
      { ask: ['Who signs for each side? Name both persons.', 'List the signatories.'], names: [d.signerA, d.signerB] },
      { ask: [`Who guarantees the payments of the ${roleB}?`, 'Which company stands surety?'], names: [d.guarantor] },
    ],
    hard: [
      {
        ask: [
          'List every legal entity mentioned, not only the two parties.',
          'Which companies appear anywhere in this text? All of them, full names.',
        ],
        names: [d.a, d.b, d.guarantor, d.agent],
      },
      {
        ask: [
          `Who receives documents on behalf of the ${roleA}, and which person there is the contact?`,
          'Name the agent for service and the person whose attention letters are marked for.',
        ],
        names: [d.agent, d.contact],
      },
    ],
  }[difficulty];
  const { ask, names } = random.pick(options);
  const say = (list: readonly string[]): string =>
    `${list.length > 1 ? 'They are' : 'It is'} ${list.join(' and ')}.`.replace('..', '.');
  const strangers = [d.a, d.b, d.guarantor, d.agent, d.signerA, d.signerB, d.contact].filter((name) => !names.includes(name));
  const swapped = names.map((_, k) => say(names.map((name, j) => (j === k ? (strangers[k] ?? d.contact) : name))));
  const short = names.length > 1 ? [say(names.slice(0, -1)), say(names.slice(1))] : [];
  return {
    ask: random.pick(ask),
    scorer: 'contains',
    reference: { contains: names },
    right: say(names),
    wrong: [...swapped, ...short],
    reasoning: ['I went through the heading, the clauses and the signatures.', 'Roles are as defined in the text.'],
  };
};

const askAmount: Ask = (random, d, difficulty) => {
  const gross = cents((d.fee * (100 + d.vat)) / 100);
  const late = random.int(4, 19);
  const months = random.int(3, 11);
  const options = {
    easy: [
      {
        ask: ['What is the monthly fee before tax?', 'How much is paid each month, net?'],
        sum: d.fee,
        step: 'The figure stands in the clause on payment',
      },
      {
        ask: ['How high is the limit of liability?', 'To which amount is liability capped?'],
        sum: d.cap,
        step: 'The clause on liability names one limit',
      },
    ],
    medium: [
      {
        ask: [
          `The ${d.kind.roleA} is ${late} days late with the first handover. Which penalty accrues?`,
          `What is owed for a delay of ${late} days at the first milestone?`,
        ],
        sum: d.penalty * late,
        step: 'The penalty counts by the day',
      },
      {
        ask: ['What does one month cost including tax?', 'State a monthly payment with tax added.'],
        sum: gross,
        step: 'Tax is added to the net fee',
      },
    ],
    hard: [
      {
        ask: [
          `How much has the ${d.kind.roleB} paid in all after ${months} months, tax and deposit included?`,
          `Add up deposit and ${months} monthly payments with tax. Which total results?`,
        ],
        sum: cents(gross * months + d.deposit),
        step: `Monthly payments with tax come to ${usd(cents(gross * months))}`,
      },
      {
        ask: [
          `What are the net fees over the entire fixed term, less a penalty for ${late} days of delay?`,
          `Net fees for the full fixed term minus ${late} days of penalty: which sum is that?`,
        ],
        sum: d.fee * d.termMonths - d.penalty * late,
        step: `The net fees of the term are ${usd(d.fee * d.termMonths)}`,
      },
    ],
  }[difficulty];
  const { ask, sum, step } = random.pick(options);
  const slips = [d.deposit, d.cap, d.fee, gross, d.penalty, cents(sum + d.fee), cents(sum * 1.1)].filter(
    (slip) => Math.abs(slip - sum) > 0.01,
  );
  const say = (amount: number): string => `The sum is ${usd(amount)}.`;
  return {
    ask: `${random.pick(ask)} ${random.pick(['End with the figure.', 'Put the amount last.', 'The final number of your reply is what counts.'])}`,
    scorer: 'numeric',
    reference: sum,
    right: say(sum),
    wrong: slips.map(say),
    reasoning: [`${step}.`, `The term starts on ${longDate(d.effective)}.`],
  };
};

const askClause: Ask = (random, d) => {
  const { provision, slots } = random.pick(d.provisions);
  const set = choiceSet(
    random,
    fill(provision.right, slots),
    provision.wrong.map((text) => fill(text, slots)),
  );
  const ask = `${fill(random.pick(provision.cases), slots)}\n${set.block}\n${random.pick(['Choose one letter.', 'Which answer is correct?', 'Decide on the basis of the text alone: A, B, C or D?'])}`;
  return {
    ask,
    scorer: 'multiple_choice',
    reference: set.right,
    choices: set.choices,
    right: set.right,
    wrong: set.wrong,
    reasoning: [
      `Decisive is that ${provision.why}.`,
      'The remaining clauses do not change this.',
      'The opposite view would empty the provision of its meaning.',
    ],
  };
};

/** The questions by category. */
export const LEGAL_QUESTIONS: Readonly<Record<LegalCategory, Ask>> = {
  legal_date: askDate,
  legal_party: askParty,
  legal_amount: askAmount,
  legal_clause: askClause,
};
