import type { Arm } from './arm.js';
import type { QuickColumns } from './quick-replay.js';

/** An arm of which quality and cost are known, and the rest is found out when first asked for. */
export function quickArm({ quality, costPico }: QuickColumns, replay: () => Arm): Arm {
  let held: Arm | undefined;
  const whole = (): Arm => {
    held ??= replay();
    return held;
  };
  return {
    quality,
    costPico,
    mixture: null,
    get latencyMs() {
      return whole().latencyMs;
    },
    get latencies() {
      return whole().latencies;
    },
    get failed() {
      return whole().failed;
    },
    get refused() {
      return whole().refused;
    },
    get fellBack() {
      return whole().fellBack;
    },
    get escalated() {
      return whole().escalated;
    },
    get first() {
      return whole().first;
    },
  };
}
