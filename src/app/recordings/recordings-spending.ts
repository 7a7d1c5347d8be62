import { join } from 'node:path';
import { UserError } from '../../domain/user-error.js';
import { settleFromBill } from '../../provider/settle-from-bill.js';
import { type OpenReservation, readSpending } from '../../provider/spend-entries.js';
import { lockRecordings } from '../../recording/lock.js';
import { bookkeepingDir } from '../../recording/recording-file.js';
import { openRecordings } from './open-recordings.js';

/** Calls of one model that nobody knows the cost of. */
export interface HeldByModel {
  readonly modelId: string;
  readonly calls: number;
  readonly heldUsd: number;
  /** How their attempts ended, by kind; `killed`: the run ended before them. */
  readonly ends: Readonly<Record<string, number>>;
}

/** What `routelab recordings spending` shows. */
export interface RecordingsSpending {
  readonly experiment: string;
  readonly recordings: string;
  readonly file: string;
  /** Known cost of all calls so far, and their number. */
  readonly knownUsd: number;
  readonly calls: number;
  /** Part of it that was taken from a bill. */
  readonly fromBillUsd: number;
  /** Counts against every cap, at the worst case of each call. */
  readonly heldUsd: number;
  readonly held: readonly HeldByModel[];
  /** What was settled just now, or would be; null where nothing was asked. */
  readonly billed: { readonly usd: number; readonly calls: number; readonly done: boolean } | null;
}

const USD = 1e12;

/**
 * What was spent on a set of recordings and what is held back of every cap.
 *
 * @param billedUsd what the provider's bill says that the calls cost of which nobody knows; null to look only
 * @param write false to say only what would be settled
 */
export async function recordingsSpending(
  experimentFile: string,
  billedUsd: number | null,
  write: boolean,
): Promise<RecordingsSpending> {
  const { experiment, dir } = await openRecordings(experimentFile);
  const file = join(bookkeepingDir(dir), 'spend.jsonl');
  const lock = write && billedUsd !== null ? await lockRecordings(dir) : null;
  try {
    const before = await readSpending(file);
    const billedPico = billedUsd === null ? null : billOf(billedUsd, before.open);
    if (billedPico !== null && write) await settleFromBill(file, before.open, billedPico);
    const { settledPico, billedPico: fromBill, settled, open } = lock === null ? before : await readSpending(file);
    return {
      experiment: experiment.name,
      recordings: experiment.recordings,
      file,
      knownUsd: settledPico / USD,
      calls: settled,
      fromBillUsd: fromBill / USD,
      heldUsd: heldPico(open) / USD,
      held: heldByModel(open),
      billed: billedUsd === null ? null : { usd: billedUsd, calls: before.open.length, done: write },
    };
  } finally {
    await lock?.release();
  }
}

/** No bill is above what was set aside: more than that was for other calls. */
function billOf(billedUsd: number, open: readonly OpenReservation[]): number {
  const billedPico = Math.round(billedUsd * USD);
  const most = heldPico(open);
  const base = { field: '--billed', value: String(billedUsd) };
  if (open.length === 0) throw new UserError({ ...base, message: 'there is no call of which nobody knows the cost' });
  if (billedPico <= most) return billedPico;
  throw new UserError({
    ...base,
    message: `the ${open.length} calls of which nobody knows cost at most ${most / USD} USD`,
    accepted: `0 to ${most / USD}: what the bill has above the known cost`,
  });
}

function heldPico(open: readonly OpenReservation[]): number {
  return open.reduce((sum, { reservedPico }) => sum + reservedPico, 0);
}

function heldByModel(open: readonly OpenReservation[]): HeldByModel[] {
  const ids = [...new Set(open.map(({ modelId }) => modelId))].sort();
  return ids.map((modelId) => {
    const own = open.filter((one) => one.modelId === modelId);
    const ends: Record<string, number> = {};
    for (const { why } of own) ends[why ?? 'killed'] = (ends[why ?? 'killed'] ?? 0) + 1;
    return { modelId, calls: own.length, heldUsd: heldPico(own) / USD, ends };
  });
}
