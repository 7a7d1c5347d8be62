import { cents, usd } from '../format.js';
import type { Random } from '../random.js';

/** A sum of money asked for, with the slips people make. */
export interface BillingCase {
  /** Several wordings of the same situation. */
  readonly tellings: readonly string[];
  readonly asks: readonly string[];
  readonly answer: number;
  readonly slips: readonly number[];
  readonly steps: readonly string[];
}

type Invent = (random: Random, product: string) => BillingCase;

const price = (random: Random): number => random.int(6, 89) + random.pick([0, 0.5, 0.9, 0.25]);

const seats: Invent = (random, product) => {
  const each = price(random);
  const count = random.int(4, 38);
  const left = random.int(1, 3);
  return {
    tellings: [
      `Each seat of ${product} costs us ${usd(each)} a month. There were ${count} seats until yesterday, when ${left} of them were removed.`,
      `Until last night we paid for ${count} people at ${usd(each)} per head; since then ${left} fewer use ${product}.`,
    ],
    asks: [
      'What will the coming monthly bill be?',
      'How much should next month cost us?',
      'Which total do I put into the budget for one month?',
    ],
    answer: cents(each * (count - left)),
    slips: [cents(each * count), cents(each * (count + left)), cents(each * left)],
    steps: [`There are now ${count - left} seats at ${usd(each)} each.`],
  };
};

const twice: Invent = (random, product) => {
  const charge = price(random) * 3;
  const times = random.int(2, 4);
  const back = cents(charge * (times - 1));
  return {
    tellings: [
      `My card statement shows ${product} ${times} times this month, each time for ${usd(cents(charge))}, although I have a single subscription.`,
      `You took ${usd(cents(charge))} from my account ${times} times within one week. I own exactly one licence of ${product}.`,
    ],
    asks: ['How much do I get back?', 'What refund am I owed in total?', 'Which amount should return to my card?'],
    answer: back,
    slips: [cents(charge * times), cents(charge * times + charge), cents(charge / 2)],
    steps: [`One of the ${times} charges is correct, so ${times - 1} must be returned.`],
  };
};

const proration: Invent = (random, product) => {
  const low = random.int(10, 40);
  const high = low + random.int(3, 12) * 6;
  const days = random.pick([6, 10, 12, 15, 18, 20, 24]);
  const due = cents(((high - low) * days) / 30);
  return {
    tellings: [
      `I moved ${product} from the ${usd(low)} plan to the ${usd(high)} plan with ${days} days of the 30-day cycle still to go. Differences are charged by the day.`,
      `Upgrade happened mid-cycle: old price ${usd(low)}, new price ${usd(high)}, ${days} of 30 days remaining on ${product}, prorated daily.`,
    ],
    asks: [
      'What is the extra charge for the rest of this cycle?',
      'How much will I pay on top right now?',
      'Please tell me the prorated difference.',
    ],
    answer: due,
    slips: [cents((high * days) / 30), high - low, cents(((high - low) * (30 - days)) / 30 + 0.5)],
    steps: [`The plans differ by ${usd(high - low)} a month.`, `Of that, ${days} of 30 days are charged.`],
  };
};

const overage: Invent = (random, product) => {
  const base = random.int(20, 160);
  const included = random.int(2, 30) * 100;
  const used = included + random.int(15, 900);
  const per = random.pick([0.02, 0.04, 0.05, 0.08, 0.1]);
  return {
    tellings: [
      `Our ${product} contract is ${usd(base)} a month with ${included} messages included and ${usd(per)} for each one beyond. Last month we sent ${used}.`,
      `We went through ${used} messages. The ${product} package has ${included} in it for ${usd(base)}; every further message is ${usd(per)}.`,
    ],
    asks: ['What is the whole bill for that month?', 'Which total will you charge?', 'How much do we owe altogether?'],
    answer: cents(base + (used - included) * per),
    slips: [cents((used - included) * per), cents(base + used * per), base],
    steps: [`${used - included} messages lie beyond the package.`, `They cost ${usd(cents((used - included) * per))}.`],
  };
};

const annual: Invent = (random, product) => {
  const monthly = random.int(12, 95);
  const off = random.pick([10, 15, 20, 25]);
  const people = random.int(2, 14);
  const total = cents((monthly * 12 * people * (100 - off)) / 100);
  return {
    tellings: [
      `We are ${people} users of ${product} at ${usd(monthly)} a month each and think about yearly billing, which is ${off} % cheaper.`,
      `Yearly payment saves ${off} %, your page says. Today ${people} of us pay ${usd(monthly)} every month for ${product}.`,
    ],
    asks: [
      'What would a full year cost for all of us?',
      'Give me the sum for one year paid up front.',
      'How much is the annual invoice then?',
    ],
    answer: total,
    slips: [monthly * 12 * people, cents(total / people), cents((monthly * 12 * people * off) / 100)],
    steps: [`Twelve months at the monthly price come to ${usd(monthly * 12 * people)}.`, `${off} % are taken off.`],
  };
};

const tax: Invent = (random, product) => {
  const net = random.int(80, 900);
  const coupon = random.pick([10, 20, 25, 30]);
  const vat = random.pick([7, 10, 19, 20, 21, 25]);
  const credit = random.int(5, 40);
  const after = cents((net * (100 - coupon)) / 100);
  const due = cents(cents((after * (100 + vat)) / 100) - credit);
  return {
    tellings: [
      `Order for ${product}: list price ${usd(net)} before tax, coupon ${coupon} % off the list price, then ${vat} % VAT, and finally a store credit of ${usd(credit)} is deducted from the gross sum.`,
      `The quote for ${product} reads ${usd(net)} net. We hold a ${coupon} % voucher (applied before VAT), VAT is ${vat} %, and ${usd(credit)} of credit comes off at the very end.`,
    ],
    asks: [
      'What do we have to transfer?',
      'Which amount is payable in the end?',
      'Please work out the final sum for my purchase form.',
    ],
    answer: due,
    slips: [cents(due + credit), cents((net * (100 + vat)) / 100 - credit), cents(((after - credit) * (100 + vat)) / 100)],
    steps: [`After the voucher ${usd(after)} remain.`, `VAT brings that to ${usd(cents((after * (100 + vat)) / 100))}.`],
  };
};

const leaving: Invent = (random, product) => {
  const year = random.int(15, 90) * 12;
  const used = random.int(2, 9);
  const fee = random.int(10, 45);
  const seatsLeft = random.int(2, 9);
  const back = cents(((year * (12 - used)) / 12) * seatsLeft - fee);
  return {
    tellings: [
      `We prepaid ${usd(year)} per seat for twelve months of ${product}, ${seatsLeft} seats. After ${used} months we stop. Your terms refund unused whole months minus one handling fee of ${usd(fee)}.`,
      `Terminating ${product} after ${used} of 12 prepaid months. ${seatsLeft} seats, each ${usd(year)} for the year; unused months come back, less a single fee of ${usd(fee)}.`,
    ],
    asks: ['What refund can we expect?', 'How much money returns to us?', 'Could you confirm the sum you will pay back?'],
    answer: back,
    slips: [
      cents(back + fee),
      cents(((year * used) / 12) * seatsLeft - fee),
      cents(((year * (12 - used)) / 12 - fee) * seatsLeft),
    ],
    steps: [
      `${12 - used} months are unused, worth ${usd(cents((year * (12 - used)) / 12))} a seat.`,
      `For ${seatsLeft} seats that is ${usd(cents(back + fee))} before the fee.`,
    ],
  };
};

const tiers: Invent = (random, product) => {
  const first = random.int(2, 8) * 10;
  const units = first + random.int(12, 160);
  const high = random.int(4, 9);
  const low = high - random.int(1, 3);
  const vat = random.pick([10, 20, 25]);
  const net = first * high + (units - first) * low;
  return {
    tellings: [
      `${product} bills the first ${first} hours of transcription at ${usd(high)} and every hour after that at ${usd(low)}; ${vat} % VAT is added to the sum. We used ${units} hours.`,
      `Stepped prices at ${product}: ${usd(high)} an hour up to hour ${first}, ${usd(low)} from there on. Our meter says ${units} hours. VAT at ${vat} % is extra.`,
    ],
    asks: ['What is the gross total?', 'How high is the bill with tax?', 'Which amount including VAT shall I release?'],
    answer: cents((net * (100 + vat)) / 100),
    slips: [net, cents((units * low * (100 + vat)) / 100), cents((units * high * (100 + vat)) / 100)],
    steps: [
      `The first ${first} hours cost ${usd(first * high)}, the other ${units - first} cost ${usd((units - first) * low)}.`,
      `Net that is ${usd(net)}.`,
    ],
  };
};

export const BILLING_CASES: Readonly<Record<'easy' | 'medium' | 'hard', readonly Invent[]>> = {
  easy: [seats, twice],
  medium: [proration, overage, annual],
  hard: [tax, leaving, tiers],
};
