import type { MetadataSignal, Rule, StructureSignal } from './config.js';

/** Signals that decisions ask for, each once, by names made here. */
export interface Signals {
  readonly structure: readonly StructureSignal[];
  readonly metadata: readonly MetadataSignal[];
  /** Whether a pattern is found. */
  found(pattern: string): Rule;
  /** Whether it is found at least so often; at least 1. */
  atLeast(of: string, pattern: string, least: number): Rule;
  /** What the caller sends under a key. */
  sent(key: string, predicate: MetadataSignal['predicate']): Rule;
}

/**
 * Rules of `keywords` are left out on purpose: the first that matches hides the others. Lengths are counts of `structure`, since
 * those of `context` follow what the providers bill.
 */
export function newSignals(): Signals {
  const structure: StructureSignal[] = [];
  const metadata: MetadataSignal[] = [];
  const named = new Map<string, Rule>();
  const once = (key: string, make: () => Rule): Rule => {
    const held = named.get(key) ?? make();
    named.set(key, held);
    return held;
  };
  const source = (pattern: string) => ({ type: 'regex', pattern, case_sensitive: true }) as const;
  const add = (signal: StructureSignal): Rule => {
    structure.push(signal);
    return { type: 'structure', name: signal.name };
  };
  return {
    structure,
    metadata,
    found: (pattern) =>
      once(`found ${pattern}`, () =>
        add({ name: `text-${structure.length + 1}`, feature: { type: 'exists', source: source(pattern) } }),
      ),
    atLeast: (of, pattern, least) =>
      once(`${of} ${least}`, () =>
        add({ name: `${of}-${least}`, feature: { type: 'count', source: source(pattern) }, predicate: { gte: least } }),
      ),
    sent: (key, predicate) =>
      once(JSON.stringify([key, predicate]), () => {
        const name = `sent-${metadata.length + 1}`;
        metadata.push({ name, key, predicate });
        return { type: 'metadata', name };
      }),
  };
}
