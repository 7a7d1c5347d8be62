import { open } from 'node:fs/promises';
import { mendTail } from '../file/mend-tail.js';
import { type OpenReservation, type SpendEntry, spendEntryOf } from './spend-entries.js';

/**
 * Shares what a bill says over open reservations, in proportion to what was set aside: whole pico-USD that add up to `billedPico`,
 * none above its reservation.
 *
 * @param billedPico at most the sum of the reservations
 */
export function sharesOfBill(reserved: readonly number[], billedPico: number): number[] {
  const total = reserved.reduce((sum, pico) => sum + BigInt(pico), 0n);
  let before = 0n;
  // Differences of rounded running sums: they add up whatever was rounded away.
  return reserved.map((pico) => {
    const from = total === 0n ? 0n : (before * BigInt(billedPico)) / total;
    before += BigInt(pico);
    const to = total === 0n ? 0n : (before * BigInt(billedPico)) / total;
    return Number(to - from);
  });
}

/** Settles open reservations at what the provider's bill says they cost; on the disk when it resolves. Only for who holds the lock. */
export async function settleFromBill(path: string, reservations: readonly OpenReservation[], billedPico: number): Promise<void> {
  const shares = sharesOfBill(
    reservations.map(({ reservedPico }) => reservedPico),
    billedPico,
  );
  const lines = reservations.map(({ id }, at) =>
    JSON.stringify({ id, settledPico: shares[at] ?? 0, by: 'bill' } satisfies SpendEntry),
  );
  await mendTail(path, (line) => spendEntryOf(line) !== null);
  const handle = await open(path, 'a');
  try {
    await handle.appendFile(lines.map((line) => `${line}\n`).join(''));
    await handle.sync();
  } finally {
    await handle.close();
  }
}
