import { describe, expect, it } from 'vitest';
import { statusFault } from '../../src/provider/call-fault.js';
import { reportedUsage } from '../../src/provider/send/reported-usage.js';

const unbilled = (status: number, body = ''): boolean => statusFault(status, body, 'no', {}, 0).unbilled;

describe('what an error status says of the bill', () => {
  it.each([400, 401, 402, 403, 404, 413, 422, 429, 503, 529])('%i: nothing was processed, so nothing is billed', (status) => {
    expect(unbilled(status)).toBe(true);
  });

  // "If the service performs processing, you may be charged": a 400 of a content filter or of an input limit, a 408 (Azure OpenAI, Manage costs).
  it.each([
    [400, '{"error":{"code":"content_filter"}}'],
    [400, '{"error":{"code":"context_length_exceeded"}}'],
    [400, "This model's maximum context length is 8 tokens"],
    [408, ''],
    [499, ''],
    [500, ''],
    [502, ''],
    [504, ''],
  ])('%i %s may be billed', (status, body) => {
    expect(unbilled(status, body)).toBe(false);
  });
});

it('believes no usage without tokens going in: every request has some', () => {
  const usage = (input: number) => ({
    inputTokens: { total: input, noCache: input, cacheRead: undefined, cacheWrite: undefined },
    outputTokens: { total: 5, text: 5, reasoning: undefined },
  });
  expect(reportedUsage(usage(0), true)).toBeUndefined();
  expect(reportedUsage(usage(3), true)).toEqual({ inputTokens: 3, outputTokens: 5 });
});
