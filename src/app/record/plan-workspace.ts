import { prepareRecording, type RecordPlan } from './prepare-recording.js';
import type { RecordRequest } from './record-request.js';

/** What recording would call and cost; nothing is sent, no key is needed. */
export async function planRecording(request: RecordRequest): Promise<RecordPlan> {
  const { plan } = await prepareRecording(request, new Date());
  return plan;
}
