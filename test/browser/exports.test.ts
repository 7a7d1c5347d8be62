import { describe, expect, it } from 'vitest';
import type { ExportRecord } from '../../src/domain/exported.js';
import { renderHtml } from '../../src/report/html.js';
import { shippedFile } from '../../src/report/shipped-export.js';
import { aResults } from '../support/a-results.js';
import { hasChromium } from '../support/chromium.js';
import { downloaded, expectAccessible, pageFromDisk } from './support/open-page.js';

const HOSTILE = '{"name":"</script><img src=x onerror=alert(1)>"}\n';

const record = (target: string, more: Partial<ExportRecord> = {}): ExportRecord => ({
  format: 'routelab/export@1',
  target,
  targetVersion: '1.0',
  mode: 'runtime',
  fidelity: 'exact',
  options: {},
  unsupported: [],
  router: { name: 'length', decisionHash: 'ab'.repeat(32) },
  inputsHash: 'h',
  conformance: 'ran',
  verified: { decisions: 12, differing: 0 },
  loss: null,
  maxDisagreement: 0,
  environment: [],
  files: [],
  forcedOver: [],
  ...more,
});

describe.skipIf(!hasChromium)('exported configs in the page (skipped without Chromium)', () => {
  const { open } = pageFromDisk(() =>
    renderHtml(aResults(), {}, undefined, {
      exports: [
        {
          record: record('router'),
          dir: 'exports/router',
          files: [
            shippedFile('lib/router.json', HOSTILE),
            shippedFile('bidi.txt', 'a\u202eb'),
            shippedFile('long.txt', 'x'.repeat(70_000)),
          ],
        },
        { record: record('portkey', { mode: 'native', fidelity: 'refused', unsupported: ['cascades'] }), dir: null, files: [] },
      ],
    }),
  );

  it('a tab each, by keyboard; a file is handed out as it was exported, and no other', async () => {
    const { page, messages } = await open();
    const tabs = page.getByRole('tablist', { name: 'Exported configs' }).getByRole('tab');
    expect(await tabs.allTextContents()).toEqual(['router', 'portkey']);
    await page.getByText(/^lib\/router\.json, /).click();
    const file = await downloaded(page, () => page.getByRole('button', { name: 'Download lib/router.json' }).click());
    expect(file).toEqual({ name: 'router.json', text: HOSTILE });
    expect(await page.getByRole('button', { name: /^Download/, includeHidden: true }).count()).toBe(1);
    expect(await page.getByText('(too long for this page)').count()).toBe(1);
    expect(await page.getByText('(holds controls that are spelt out here: take it from its folder)').count()).toBe(1);
    await tabs.first().press('ArrowRight');
    expect(await page.getByText('refused: nothing was written').isVisible()).toBe(true);
    expect(await page.getByText(/can’t express: cascades/).isVisible()).toBe(true);
    expect(messages).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('has no accessibility violation in %s, with a file open', async (colorScheme) => {
    const { page } = await open({ colorScheme });
    await page.getByText(/^lib\/router\.json, /).click();
    await expectAccessible(page);
  });

  it('is whole without JavaScript', async () => {
    const { page } = await open({ javaScriptEnabled: false });
    await page.getByText('router', { exact: true }).first().click();
    expect(await page.getByText('exports/router').isVisible()).toBe(true);
  });
});
