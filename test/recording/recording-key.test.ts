import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/domain/json.js';
import { recordingKey } from '../../src/recording/recording-key.js';
import { canonicalJson } from '../../src/router/identity/canonical-json.js';
import { sha256Hex } from '../../src/router/identity/sha256.js';

const base = {
  modelId: 'm',
  parameters: { temperature: 0, maxOutputTokens: 5 },
  messages: [{ role: 'user', content: 'hi' }],
  sample: 0,
} as const;

describe('recordingKey', () => {
  it('is the SHA-256 of the canonical JSON', () => {
    const text =
      '{"messages":[{"content":"hi","role":"user"}],"modelId":"m","parameters":{"maxOutputTokens":5,"temperature":0},"sample":0}';
    expect(recordingKey(base)).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('agrees with the runtime’s own hash on any text, half characters too', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\ud800', 'a\udc00b')), (content) => {
        const request = { ...base, messages: [{ role: 'user' as const, content }] };
        expect(recordingKey(request)).toBe(sha256Hex(canonicalJson(request)));
      }),
    );
  });

  it('does not depend on the order of members', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 })), (parameters) => {
        const turned = Object.fromEntries(Object.entries(parameters).reverse());
        const key = (one: object): string => recordingKey({ ...base, parameters: one as Record<string, Json> });
        expect(key(turned)).toBe(key(parameters));
      }),
    );
  });

  it('depends on model, parameters, messages and sample', () => {
    const keys = [
      base,
      { ...base, modelId: 'n' },
      { ...base, parameters: { temperature: 1, maxOutputTokens: 5 } },
      { ...base, messages: [{ role: 'user', content: 'ho' }] as const },
      { ...base, sample: 1 },
    ].map(recordingKey);
    expect(new Set(keys).size).toBe(5);
  });
});
