import { PRODUCTS } from '../bank.js';
import type { CategoryWriter } from '../draft.js';
import { usd } from '../format.js';
import { BILLING_CASES } from './billing-cases.js';
import { customerMessage } from './customer.js';

const TASKS: readonly string[] = [
  'Work out the amount and put it last in your reply.',
  'Reply with the sum in dollars; finish with the number.',
  'State the amount at the end of your answer.',
  'Please compute it for the customer and end with the figure.',
  'Our billing desk needs one number from this. Close with it.',
  'Check the arithmetic with care and name the amount in your final sentence.',
];

/** Questions about money owed: one step when easy, several when hard. */
export const writeBilling: CategoryWriter = (facts, difficulty) => {
  const product = facts.pick(PRODUCTS);
  const billing = facts.pick(BILLING_CASES[difficulty])(facts, product);
  return (surface) => {
    const core = `${surface.pick(billing.tellings)} ${surface.pick(billing.asks)}`;
    const message = customerMessage(surface, product, core);
    const task = surface.pick(TASKS);
    return {
      prompt: surface.chance(0.5) ? `${message}\n\n${task}` : `${task}\n\nTicket:\n${message}`,
      scorer: 'numeric',
      reference: billing.answer,
      right: `The amount is ${usd(billing.answer)}.`,
      wrong: billing.slips.filter((slip) => slip !== billing.answer && slip > 0).map((slip) => `The amount is ${usd(slip)}.`),
      reasoning: billing.steps,
    };
  };
};
