import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/domain/query.js';
import { sharesOfBill } from '../../src/provider/settle-from-bill.js';
import { spendBook } from '../../src/provider/spend-book.js';
import { readSpending, spentBefore } from '../../src/provider/spend-entries.js';
import { openSpendLedger } from '../../src/provider/spend-ledger.js';
import { countTokens } from '../../src/provider/tokens.js';
import { mostInputTokens, mostOutputTokens, worstCasePico } from '../../src/provider/worst-case.js';
import { emptyDir } from '../support/cli.js';

const what = { modelId: 'm', queryId: 'q', sample: 0 };
const never = (): boolean => false;

describe('spendBook', () => {
  it('is never above its cap, whatever is reserved, settled at less, or left open', () => {
    const step = fc.record({ worst: fc.nat(50), share: fc.double({ min: 0, max: 1, noNaN: true }), open: fc.boolean() });
    fc.assert(
      fc.property(fc.nat(200), fc.array(step, { maxLength: 40 }), fc.nat(5), (cap, steps, delay) => {
        const book = spendBook(cap, { settledPico: 0, unresolvedPico: 0 });
        const flying: (typeof steps)[number][] = [];
        const land = (one: (typeof steps)[number]): void => {
          if (one.open) book.leaveUnresolved(one.worst);
          else book.settle(one.worst, Math.floor(one.worst * one.share));
        };
        for (const one of steps) {
          if (book.reserve(one.worst) === 'taken') flying.push(one);
          const { settledPico, unresolvedPico, inFlightPico } = book.totals();
          expect(settledPico + unresolvedPico + inFlightPico).toBeLessThanOrEqual(cap);
          if (flying.length > delay) land(flying.shift() as typeof one);
        }
        for (const one of flying) land(one);
        expect(book.totals().inFlightPico).toBe(0);
      }),
    );
  });

  it('tells what will fit later from what never will', () => {
    const book = spendBook(100, { settledPico: 10, unresolvedPico: 20 });
    expect([book.reserve(50), book.reserve(30), book.reserve(71)]).toEqual(['taken', 'wait', 'cap']);
    book.settle(50, 5);
    expect(book.reserve(30)).toBe('taken');
  });
});

describe('openSpendLedger', () => {
  it('remembers over runs: settled at its cost, the rest in full, for ever', async () => {
    const path = join(emptyDir(), 'record/spend.jsonl');
    const ledger = await openSpendLedger(path, 1000, () => 0);
    const all = await Promise.all([100, 200, 300].map((worst) => ledger.reserve(what, worst, never)));
    all[0]?.settle(40);
    all[1]?.leaveUnresolved('timeout');
    expect(ledger.totals()).toEqual({ settledPico: 40, unresolvedPico: 200, inFlightPico: 300 });
    expect(await ledger.reserve(what, 761, never)).toBe(null);
    await ledger.close();
    // The third was in flight when this run ended.
    expect(await spentBefore(path)).toEqual({ settledPico: 40, unresolvedPico: 500 });
    expect((await readSpending(path)).open.map(({ reservedPico, why }) => [reservedPico, why])).toEqual([
      [200, 'timeout'],
      [300, null],
    ]);
    const next = await openSpendLedger(path, 1000, () => 0);
    expect(await next.reserve(what, 461, never)).toBe(null);
    expect(await next.reserve(what, 460, never)).not.toBe(null);
    await next.close();
    expect(await spentBefore(path)).toEqual({ settledPico: 40, unresolvedPico: 960 });
  });

  it('has a reservation on the disk before the call it is for', async () => {
    const path = join(emptyDir(), 'spend.jsonl');
    const ledger = await openSpendLedger(path, 1000, () => 0);
    for (const [at, worst] of [10, 20].entries()) {
      await ledger.reserve(what, worst, never);
      expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(at + 2);
    }
    await ledger.close();
  });

  it('lets a call wait for those in flight, and gives the wait up when recording stops', async () => {
    const ledger = await openSpendLedger(join(emptyDir(), 'spend.jsonl'), 100, () => 0);
    let stopped = false;
    const first = await ledger.reserve(what, 80, never);
    const second = ledger.reserve(what, 50, never);
    const third = ledger.reserve(what, 90, () => stopped);
    first?.settle(10);
    expect(await second).not.toBe(null);
    stopped = true;
    ledger.wake();
    expect(await third).toBe(null);
    await ledger.close();
  });

  it('sets a torn line aside, and refuses a file that somebody changed', async () => {
    const path = join(emptyDir(), 'spend.jsonl');
    const ledger = await openSpendLedger(path, 1000, () => 0);
    await ledger.reserve(what, 10, never);
    await ledger.close();
    appendFileSync(path, '{"id":"x","reserv');
    expect(await spentBefore(path)).toEqual({ settledPico: 0, unresolvedPico: 10 });
    await (await openSpendLedger(path, 1000, () => 0)).close();
    expect(readFileSync(path, 'utf8')).not.toContain('reserv"');
    writeFileSync(path, 'nonsense\n{"id":"a","settledPico":1}\n');
    await expect(openSpendLedger(path, 1000, () => 0)).rejects.toThrow(/spend\.jsonl:1 .*not an entry/);
  });
});

describe('sharesOfBill', () => {
  it('adds up to the bill, never gives a call more than was set aside, and is by hand 1, 2, 3 of 6 for half', () => {
    expect(sharesOfBill([2, 4, 6], 6)).toEqual([1, 2, 3]);
    expect(sharesOfBill([0, 0], 0)).toEqual([0, 0]);
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 1e12 }), { minLength: 1, maxLength: 30 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (reserved, share) => {
          const total = reserved.reduce((sum, pico) => sum + pico, 0);
          const billed = Math.floor(total * share);
          const shares = sharesOfBill(reserved, billed);
          expect(shares.reduce((sum, pico) => sum + pico, 0)).toBe(billed);
          for (const [at, pico] of shares.entries()) expect(pico >= 0 && pico <= (reserved[at] as number)).toBe(true);
        },
      ),
    );
  });
});

describe('the worst case', () => {
  const parameters = { maxOutputTokens: 100 };
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.lorem(),
    fc.constantFrom('<|endoftext|>', '🎉🎉', '日本語'),
  );

  it('holds more tokens than any text has', async () => {
    const count = await countTokens();
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (texts) => {
        const messages: Message[] = texts.map((content) => ({ role: 'user', content }));
        expect(mostInputTokens(messages, parameters, undefined)).toBeGreaterThanOrEqual(count(messages).input);
      }),
    );
  });

  it('counts the maximum of the output, thinking on top of it, and the dearest price of a token', () => {
    expect(mostOutputTokens({ ...parameters, options: { thinking: { type: 'enabled', budgetTokens: 50 } } })).toBe(150);
    const model = { id: 'm', provider: 'p', name: 'm', tags: [], contextTokens: 40 };
    const price = {
      inputUsdPerMTok: 1,
      cachedInputUsdPerMTok: 2,
      outputUsdPerMTok: 3,
      reasoningUsdPerMTok: 4,
      requestUsd: 0.001,
    };
    const messages: Message[] = [{ role: 'user', content: 'x'.repeat(500) }];
    // 40 input tokens at 2 USD a million, 100 output tokens at 4, and the request.
    expect(worstCasePico(messages, parameters, { ...model, price })).toBe(40 * 2e6 + 100 * 4e6 + 1e9);
    expect(worstCasePico(messages, parameters, model)).toBeNaN();
  });

  it('knows no bound for an image but the context', () => {
    const messages: Message[] = [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://x.test/a.png' } }] }];
    expect(mostInputTokens(messages, parameters, undefined)).toBeNaN();
    expect(mostInputTokens(messages, parameters, 8000)).toBe(8000);
  });
});
