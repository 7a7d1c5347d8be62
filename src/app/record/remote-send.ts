import type { CallDesk } from '../../engine/bullmq/call-desk.js';
import type { CallRate } from '../../engine/bullmq/call-job.js';
import { callFault } from '../../provider/call-fault.js';
import type { Reply, Send } from '../../provider/send/send.js';
import type { CountTokens } from '../../provider/tokens.js';
import { mostOutputTokens } from '../../provider/worst-case.js';
import { sha256Hex } from '../../router/identity/sha256.js';
import type { RecordTarget } from '../call/record-target.js';
import { type CallPayload, definitionOf } from './call-payload.js';

/** Has a target's attempts made by workers; everything else about a call (cap, retries, pace, what is written) stays here. */
export function remoteSender(desk: CallDesk, countTokens: CountTokens): (target: RecordTarget) => Send {
  return ({ model, parameters, provider, api }) => {
    const definition = definitionOf(model, provider);
    const rate: CallRate = {
      // Calls to one model at one place share its limits, whoever asks.
      name: sha256Hex(`${provider.baseUrl ?? api.name} ${model.name}`).slice(0, 24),
      ...(model.limits?.rpm === undefined ? {} : { requests: model.limits.rpm }),
      ...(model.limits?.tpm === undefined ? {} : { tokens: model.limits.tpm }),
      ...(model.limits?.concurrency === undefined ? {} : { atOnce: model.limits.concurrency }),
    };
    return async (messages, { timeoutMs, stop }) => {
      const payload: CallPayload = { modelId: model.id, definition, parameters, messages, timeoutMs };
      const tokens = Math.ceil(countTokens(messages).input + mostOutputTokens(parameters));
      const from = performance.now();
      const outcome = await desk.call({ rate, tokens, longestMs: timeoutMs, payload: JSON.stringify(payload) }, stop);
      if (outcome.kind === 'made') return JSON.parse(outcome.reply) as Reply;
      return { kind: 'failed', fault: faultOf(outcome, stop.aborted), latencyMs: Math.round(performance.now() - from) };
    };
  };
}

function faultOf(outcome: Exclude<Awaited<ReturnType<CallDesk['call']>>, { kind: 'made' }>, stopped: boolean) {
  switch (outcome.kind) {
    case 'withdrawn':
      return callFault('aborted', 'taken back before a worker began it', { unbilled: true });
    case 'refused':
      return callFault('unsendable', `no worker would make the call: ${outcome.why}`, { unbilled: true });
    case 'lost':
      return stopped
        ? callFault('aborted', 'broken off; a worker may have sent it')
        : callFault('lost', 'the worker that made the call is gone: it may have been answered, and billed');
  }
}
