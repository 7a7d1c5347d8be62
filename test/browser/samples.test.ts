import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aSampledWorkspace } from '../support/a-sampled-workspace.js';
import { hasChromium } from '../support/chromium.js';
import { emptyDir, routelab } from '../support/cli.js';
import { expectAccessible, pageFromDisk } from './support/open-page.js';

describe.skipIf(!hasChromium)('several samples in the page (skipped without Chromium)', { timeout: 120_000 }, () => {
  const { open } = pageFromDisk(async () => {
    const dir = emptyDir();
    aSampledWorkspace(dir);
    routelab(dir, 'run', '--quiet', '--texts', 'all');
    return readFileSync(join(dir, 'reports/latest/report.html'), 'utf8');
  });
  const at = (query: string) => `#row=router:patient&query=${query}`;

  it('an open query has the calls on each sample, a retry with the one it read, and every answer', async () => {
    const { page, messages } = await open({ hash: at('q0') });
    const dialog = page.getByRole('dialog');
    const calls = (sample: number) =>
      dialog.getByRole('region', { name: `Calls of patient, sample ${sample} of 3` }).getByRole('row');
    await calls(1).first().waitFor();
    expect((await calls(1).allInnerTexts()).slice(2).map((row) => row.split('\t'))).toEqual([
      ['small, sample 1', 'first choice', '✗ failed', '—', '$0', '100', '— / —'],
      ['small, sample 2', 'retry: the call before failed', 'answered', '1.000', '$0.00200', '200', '10 / 2'],
      ['together', '', '', '1.000', '$0.00200', expect.stringMatching(/^\d+$/), ''],
    ]);
    expect(await calls(3).nth(2).innerText()).toMatch(/^small, sample 3\tfirst choice\tanswered\t0\.000\t\$0\.00300\t300\t/);
    const small = dialog.getByRole('article').first();
    expect(await small.getByRole('heading', { level: 5 }).allInnerTexts()).toEqual([
      'Sample 1 of 3',
      'Sample 2 of 3',
      'Sample 3 of 3',
    ]);
    expect(await small.innerText()).toMatch(
      /✗ the call failed\s+server: try again[\s\S]*says 0, sample 1[\s\S]*says 0, sample 2/,
    );
    expect(await dialog.getByRole('option').allInnerTexts()).toContain('small, sample 2');
    await page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
    let offered = '';
    page.on('dialog', (asked) => {
      offered = asked.defaultValue();
      void asked.dismiss();
    });
    await dialog.getByRole('button', { name: 'Copy command' }).click();
    expect(offered).toBe('routelab show q0');
    expect(messages).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('breaks no rule of accessibility in %s, whatever a sample says', async (colorScheme) => {
    const { page, messages } = await open({ colorScheme, hash: at('q1') });
    await page.getByText('⟨U+202E⟩turned <img src=x onerror=alert(1)>').waitFor();
    await expectAccessible(page);
    expect(messages).toEqual([]);
  });
});
