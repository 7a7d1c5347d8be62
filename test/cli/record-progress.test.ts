import { afterEach, describe, expect, it, vi } from 'vitest';
import { openRecordingProgress } from '../../src/cli/record-progress.js';

const progress = { total: 100, done: 25, failed: 1, inFlight: 4, rateLimited: 3, retried: 5 };
const spent = { settledPico: 2e10, unresolvedPico: 1e10, inFlightPico: 5e9 };

afterEach(() => vi.restoreAllMocks());

function shown(kind: string, isTTY: boolean): string {
  let text = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  vi.spyOn(process.stderr, 'isTTY', 'get').mockReturnValue(isTTY as true);
  vi.spyOn(process.stderr, 'columns', 'get').mockReturnValue(120);
  openRecordingProgress(kind, 0.5).show(progress, spent);
  return text;
}

describe('openRecordingProgress', () => {
  if (!('isTTY' in process.stderr)) Object.defineProperty(process.stderr, 'isTTY', { value: false, configurable: true });
  if (!('columns' in process.stderr)) Object.defineProperty(process.stderr, 'columns', { value: 80, configurable: true });

  it('is one line on a terminal, and nothing elsewhere', () => {
    expect(shown('auto', true)).toMatch(
      /^\rrecord {2}25\/100 {2}\$0\.0300\/\$0\.5 {2}4 in flight {2}429×3 {2}errors 1 {2}eta \d+:\d\d/,
    );
    expect([shown('auto', false), shown('none', true)]).toEqual(['', '']);
  });

  it('is a line of JSON where that is asked for', () => {
    expect(JSON.parse(shown('json', false))).toMatchObject({ ...progress, spentUsd: 0.02, unresolvedUsd: 0.01, maxCostUsd: 0.5 });
  });
});
