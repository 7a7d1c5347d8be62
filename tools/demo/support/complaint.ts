import { CITIES, FIRST_NAMES, PRODUCTS } from '../bank.js';
import type { CategoryWriter, Difficulty } from '../draft.js';
import { fill } from '../fill.js';
import { usd } from '../format.js';
import type { Random } from '../random.js';
import { DEMANDS, GRIEVANCES, OPENERS, OUTBURSTS, TONES } from './complaint-bank.js';

const CALLS: readonly string[] = [
  'Monday at 9:30',
  'Tuesday at 14:00',
  'Wednesday at 11:15',
  'Thursday at 16:45',
  'Friday at 10:00',
  'tomorrow at 8:45',
  'tomorrow at 17:20',
];

interface Remedy {
  readonly caseNumber: string;
  readonly amount: string;
  readonly call: string;
  /** What the agent knows; the amount stands in it or follows from it. */
  readonly notes: readonly string[];
  /** Amounts that a careless reader arrives at. */
  readonly slips: readonly string[];
}

/** Upset people; the reply has to be kind and to carry the case number, the right amount and the time of the call. */
export const writeComplaint: CategoryWriter = (facts, difficulty) => {
  const slots = { p: facts.pick(PRODUCTS), city: facts.pick(CITIES), name: facts.pick(FIRST_NAMES) };
  const remedy = inventRemedy(facts, difficulty);
  const grievance = fill(facts.pick(GRIEVANCES), slots);
  return (surface) => {
    const outbursts = surface.sample(OUTBURSTS, surface.int(1, 3));
    const demand = fill(surface.pick(DEMANDS), { city: surface.pick(CITIES), name: surface.pick(FIRST_NAMES) });
    const [first = '', ...later] = outbursts;
    const message = [surface.chance(0.5) ? first : '', grievance, surface.chance(0.5) ? '' : first, ...later, demand]
      .filter(Boolean)
      .join(' ');
    const brief = `${surface.pick(TONES)} ${surface.pick(['Name the case number, the amount and the time of our call.', 'The reply must contain case number, amount and call time.', 'Mention the case, what we pay, and when we ring.'])}`;
    const notes = remedy.notes.join(surface.chance(0.5) ? '\n- ' : ' ');
    return {
      prompt: surface.pick([
        `"${message}"\n\nDraft a reply to this customer. ${brief}\nNotes: ${notes}`,
        `Customer, very upset: ${message}\n\nFacts for the answer: ${notes}\n\nAnswer them. ${brief}`,
        `${brief} We owe the person below an answer.\n\n${message}\n\nInternal notes: ${notes}`,
      ]),
      scorer: 'contains',
      reference: { contains: [remedy.caseNumber, remedy.amount, remedy.call] },
      right: reply(remedy.caseNumber, remedy.amount, remedy.call),
      wrong: [
        ...remedy.slips.map((slip) => reply(remedy.caseNumber, slip, remedy.call)),
        `Your complaint has the number ${remedy.caseNumber}. A specialist will look into it and come back to you.`,
        `We regret the inconvenience. A refund of ${remedy.amount} is on its way under case ${remedy.caseNumber}.`,
      ],
      reasoning: [
        surface.pick(OPENERS),
        `What you wrote about ${slots.p} has been read by me and by nobody’s script.`,
        'You will speak to one and the same person from now on.',
      ],
    };
  };
};

function reply(caseNumber: string, amount: string, call: string): string {
  return `Your case ${caseNumber} is with me; we return ${amount} to you, and I will ring you ${call}.`;
}

function inventRemedy(facts: Random, difficulty: Difficulty): Remedy {
  const caseNumber = `${facts.pick(['C', 'K', 'R', 'T'])}-${facts.int(10000, 99999)}`;
  const [call = '', otherCall = ''] = facts.sample(CALLS, 2);
  const fee = facts.int(11, 95);
  const closed = { caseNumber, call };
  const when = `We call ${call}.`;
  if (difficulty === 'easy') {
    return {
      ...closed,
      amount: usd(fee),
      slips: [usd(fee + 10)],
      notes: [`Case ${caseNumber}.`, `Refund granted: ${usd(fee)}.`, when],
    };
  }
  const months = facts.int(2, 4);
  if (difficulty === 'medium') {
    const notes = [
      `Case ${caseNumber}.`,
      `The customer pays ${usd(fee)} a month; ${months} months are returned.`,
      `${otherCall} is taken, so we call ${call}.`,
    ];
    return { ...closed, amount: usd(fee * months), slips: [usd(fee), usd(fee * (months + 1))], notes };
  }
  const hours = facts.int(25, 160);
  const factor = hours > 96 ? 3 : hours > 48 ? 2 : 1;
  const goodwill = facts.int(2, 9) * 5;
  const amount = fee * factor + goodwill;
  const notes = [
    `Old case C-${facts.int(1000, 9999)} was closed by mistake, use ${caseNumber}.`,
    `Credit by outage: over 24 hours one monthly fee, over 48 hours two, over 96 hours three. Theirs lasted ${hours} hours, the fee is ${usd(fee)}.`,
    `On top there is a goodwill sum of ${usd(goodwill)}, paid together with the credit as one amount.`,
    `Do not offer ${otherCall}; we call ${call}.`,
  ];
  return {
    ...closed,
    amount: usd(amount),
    slips: [usd(fee * factor), usd(fee * (factor === 3 ? 2 : factor + 1) + goodwill)],
    notes,
  };
}
