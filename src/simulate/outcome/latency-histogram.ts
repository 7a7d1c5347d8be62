/** Bins of equal width within each doubling. */
const PER_OCTAVE = 64;
/** 2⁻⁴ ms to 2²⁸ ms (three days); what lies outside counts in the first or last bin. */
const FIRST_EXPONENT = -4;
const OCTAVES = 32;
export const LATENCY_BINS = PER_OCTAVE * OCTAVES;

const view = new DataView(new ArrayBuffer(8));

/** The bin of a latency: exponent and first six bits of the fraction, read off its bits. */
export function latencyBin(latencyMs: number): number {
  view.setFloat64(0, latencyMs);
  const bin = (view.getUint32(0) >>> 14) - ((1023 + FIRST_EXPONENT) << 6);
  return bin < 0 ? 0 : bin >= LATENCY_BINS ? LATENCY_BINS - 1 : bin;
}

/** Lower edge of a bin in milliseconds. */
function edgeMs(bin: number): number {
  return 2 ** (FIRST_EXPONENT + Math.floor(bin / PER_OCTAVE)) * (1 + (bin % PER_OCTAVE) / PER_OCTAVE);
}

/**
 * Quantile of the latencies counted in `bins[from ..]`: the latency of rank ⌈n·p⌉, as if those of a bin lay evenly in it, so at most 1.6 %
 * off. Null for none.
 */
export function histogramQuantile(bins: Float64Array | Uint32Array, p: number, from = 0): number | null {
  let n = 0;
  for (let bin = 0; bin < LATENCY_BINS; bin++) n += bins[from + bin] as number;
  if (n === 0) return null;
  const rank = Math.max(1, Math.ceil(n * p));
  let below = 0;
  for (let bin = 0; bin < LATENCY_BINS; bin++) {
    const here = bins[from + bin] as number;
    if (below + here >= rank) return edgeMs(bin) + ((rank - below) / here) * (edgeMs(bin + 1) - edgeMs(bin));
    below += here;
  }
  return null;
}
