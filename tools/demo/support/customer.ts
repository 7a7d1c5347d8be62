import { CITIES, CLOSINGS, CONTEXTS, FIRST_NAMES, GREETINGS, LAST_NAMES } from '../bank.js';
import { fill } from '../fill.js';
import type { Random } from '../random.js';

/** A person's name, first and last. */
export function personName(random: Random): string {
  return `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`;
}

/** A customer's message around its core: greeting, sometimes a line about themselves, the core, a closing. */
export function customerMessage(random: Random, product: string, core: string): string {
  const slots = { product, city: random.pick(CITIES), name: random.pick(FIRST_NAMES), n: random.int(3, 19) };
  const context = random.chance(0.75) ? [fill(random.pick(CONTEXTS), slots)] : [];
  const closing = random.chance(0.8) ? [fill(random.pick(CLOSINGS), { ...slots, name: random.pick(FIRST_NAMES) })] : [];
  const parts = [fill(random.pick(GREETINGS), slots), ...context, core, ...closing];
  return parts.join(random.chance(0.3) ? '\n' : ' ');
}
