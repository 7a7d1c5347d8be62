import { priceUsage } from '../domain/price-usage.js';
import type { Lane } from './planned-call.js';
import type { Reply } from './send/send.js';
import type { Reservation } from './spend-ledger.js';

/** Only what is certain is settled; all else counts at its worst. */
export function settleReply(
  { model, errorsAreFree }: Pick<Lane, 'model' | 'errorsAreFree'>,
  reply: Reply,
  reserved: Reservation,
): void {
  const unbilled = reply.kind === 'failed' && (reply.fault.unbilled || (errorsAreFree && reply.fault.status !== undefined));
  const costPico = reply.kind === 'answered' ? priceUsage(reply.usage, model.price) : unbilled ? 0 : Number.NaN;
  if (Number.isNaN(costPico)) reserved.leaveUnresolved(reply.kind === 'answered' ? 'no_usage' : reply.fault.kind);
  else reserved.settle(costPico);
}
