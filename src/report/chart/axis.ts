/** An axis whose pixels are known before drawing, so that labels can be placed around what is drawn. */
export interface Axis {
  readonly type: 'log' | 'linear';
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  readonly pixels: number;
  /** Pixels from the axis's start. */
  at(value: number): number;
}

/**
 * An axis over values: logarithmic where all are above 0 and they span more than a factor of 4, else linear. `room` is
 * the share of its length left free at either end; a linear axis stays inside `within`.
 */
export function axisOver(
  values: readonly number[],
  pixels: number,
  room: number,
  within: readonly [number, number] | 'log',
): Axis {
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (within === 'log' && low > 0 && high / low > 4) return logAxis(low, high, pixels, room);
  // Values that differ only in their last digits are one value: no round step is that small.
  const apart = high - low > 1e-9 * Math.max(Math.abs(low), Math.abs(high));
  const span = apart ? high - low : Math.abs(high) || 1;
  const [least, most] = within === 'log' ? [low < 0 ? Number.NEGATIVE_INFINITY : 0, Number.POSITIVE_INFINITY] : within;
  const from = Math.max(low - room * span, Math.min(least, low));
  const to = Math.min(high + room * span, Math.max(most, high));
  return {
    type: 'linear',
    domain: [from, to],
    ticks: linearTicks(from, to),
    pixels,
    at: (value) => ((value - from) / (to - from)) * pixels,
  };
}

function logAxis(low: number, high: number, pixels: number, room: number): Axis {
  const factor = (high / low) ** room;
  const from = low / factor;
  const to = high * factor;
  return {
    type: 'log',
    domain: [from, to],
    ticks: logTicks(from, to),
    pixels,
    at: (value) => (Math.log(value / from) / Math.log(to / from)) * pixels,
  };
}

/** 1, 2 and 5 times powers of ten, thinned to powers of ten where there are many. */
function logTicks(from: number, to: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(from)); power <= Math.ceil(Math.log10(to)); power++) {
    for (const step of [1, 2, 5]) ticks.push(Number(`${step}e${power}`));
  }
  const inside = ticks.filter((tick) => tick >= from && tick <= to);
  return inside.length <= 12 ? inside : inside.filter((tick) => Math.abs(Math.log10(tick) % 1) < 1e-9);
}

/** About six round steps. */
function linearTicks(from: number, to: number): number[] {
  const rough = (to - from) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10);
  const ticks: number[] = [];
  for (let index = Math.ceil(from / step - 1e-9); index * step <= to + 1e-9 * step; index++) {
    ticks.push(Number((index * step).toPrecision(12)));
  }
  return ticks;
}
