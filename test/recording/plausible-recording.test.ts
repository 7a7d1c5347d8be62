import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plausibleRecording } from '../../src/recording/plausible-recording.js';
import { recordingSchema } from '../../src/recording/recording-schema.js';

const plain = { key: null, queryId: 'q', modelId: 'm', sample: 0 };
const hostile = fc.oneof(
  fc.constantFrom<unknown>(null, '', 'x', 0, -1, 0.5, 1.5, 1e300, 4294967296, Number.POSITIVE_INFINITY, true, [], {}, [1]),
  fc.constantFrom<unknown>(
    { text: 'x' },
    { text: 'x', refusal: true, confidence: 0.5, finishReason: 'stop' },
    { text: 'x', confidence: 2 },
    { text: 1 },
  ),
  fc.constantFrom<unknown>({ kind: 'timeout' }, { kind: 'x', message: 'y' }, { message: 'y' }, { kind: 'x', code: 1 }),
  fc.constantFrom<unknown>(
    { inputTokens: 5, cachedInputTokens: 6 },
    { inputTokens: 6, cachedInputTokens: 5 },
    { outputTokens: 1, reasoningTokens: 2 },
    { inputTokens: 1.5 },
    { tokens: 1 },
  ),
  fc.constantFrom<unknown>(
    { latencyMs: 1.5 },
    { latencyMs: -1 },
    { firstTokenMs: 3, other: 1 },
    { temperature: 0 },
    { stop: ['a'] },
  ),
  fc.constantFrom<unknown>(
    '2025-01-01T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2025-01-01',
    '2025-01-01T00:00:00.5Z',
    '2025-01-01T00:00:00+01:00',
  ),
  fc.constantFrom<unknown>(
    [{ thumbs: 'up' }],
    [{ stars: 4.5 }, { thumbs: 'down' }],
    [{ stars: 0 }],
    [{}],
    [{ thumbs: 'up', stars: 1 }],
  ),
  fc.constantFrom<unknown>(
    [{ at: '2025-01-01T00:00:00.123Z', latencyMs: 5, waitedMs: 2, status: 429, requestId: 'r', error: { kind: 'rate_limit' } }],
    [{ at: '2025-01-01T00:00:00Z', latencyMs: 5 }],
    [{ latencyMs: 5 }],
    [{ at: '2025-01-01', latencyMs: 5 }],
    [{ at: '2025-01-01T00:00:00Z', latencyMs: -5 }],
    [{ at: '2025-01-01T00:00:00Z', latencyMs: 5, status: 42 }],
    [{ at: '2025-01-01T00:00:00Z', latencyMs: 5, header: 'x' }],
  ),
  fc.constantFrom<unknown>(
    { text: '', toolCalls: [{ name: 'f', arguments: '{}' }] },
    { text: '', toolCalls: [{ name: 'f' }] },
    { text: '', toolCalls: [{ name: 'f', arguments: {} }] },
  ),
  fc.jsonValue(),
);
const lines = fc
  .tuple(fc.boolean(), fc.dictionary(fc.constantFrom(...Object.keys(recordingSchema.shape)), hostile, { maxKeys: 5 }))
  .map(([based, members]) => ({ ...(based ? plain : {}), ...members }));

describe('plausibleRecording', () => {
  it('never takes what the schema refuses, and takes the usual', () => {
    let taken = 0;
    fc.assert(
      fc.property(lines, (line) => {
        if (!plausibleRecording(line)) return;
        taken++;
        expect(recordingSchema.safeParse(line).error).toBeUndefined();
      }),
      { numRuns: 5000 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  it('takes a full recording of a live call', () => {
    const full = {
      ...plain,
      key: 'f'.repeat(64),
      request: { temperature: 0, maxOutputTokens: 500 },
      answer: { text: 'x', finishReason: 'stop', refusal: false, confidence: 0.9 },
      usage: { inputTokens: 10, cachedInputTokens: 4, outputTokens: 5, reasoningTokens: 2 },
      timing: { latencyMs: 812.5, firstTokenMs: 120 },
      costUsd: 0.001,
      quality: 1,
      judgeScore: 0.5,
      recordedAt: '2025-01-31T09:30:00.123Z',
    };
    expect(plausibleRecording(full)).toBe(true);
    expect(recordingSchema.safeParse(full).success).toBe(true);
  });

  it('knows the days that a month always has', () => {
    for (const year of [2023, 2024]) {
      for (let month = 1; month <= 13; month++) {
        for (let day = 0; day <= 32; day++) {
          const recordedAt = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}T00:00:00Z`;
          const accepted = recordingSchema.safeParse({ ...plain, recordedAt }).success;
          expect(plausibleRecording({ ...plain, recordedAt }), recordedAt).toBe(accepted && !(month === 2 && day === 29));
        }
      }
    }
  });

  it('refuses lists and strangers', () => {
    for (const value of [null, [], 'x', { ...plain, header: 'x' }]) expect(plausibleRecording(value)).toBe(false);
  });
});
