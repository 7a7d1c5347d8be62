import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasChromium } from '../support/chromium.js';
import { emptyDir, routelab } from '../support/cli.js';
import { quickWorkspace } from '../support/quick-workspace.js';
import { expectAccessible, pageFromDisk } from './support/open-page.js';

const SCENARIO = `name: outage
description: "One model is down. </script><img src=x onerror=alert(1)> \\u202e"
length: 2h
traffic: { requests_per_s: 0.2 }
changes: [{ at: 1h, for: 30m, models: lab/m0, outage: 1 }]
budget: { usd: 5, per: hour }
slo: { within: 4s, share: 0.9 }
`;

async function page(): Promise<string> {
  const dir = emptyDir();
  await quickWorkspace(dir, 80, 2);
  routelab(dir, 'run', '--quiet');
  mkdirSync(join(dir, 'scenarios'));
  writeFileSync(join(dir, 'scenarios/outage.yaml'), SCENARIO);
  for (const args of [
    ['simulate', '--seeds', '2', '--router', 'length', '--quiet'],
    ['report', '--simulation', 'latest'],
  ])
    expect(routelab(dir, ...args).code).toBe(0);
  return readFileSync(join(dir, 'reports/latest/report.html'), 'utf8');
}

describe.skipIf(!hasChromium)('days in production in the page (skipped without Chromium)', { timeout: 120_000 }, () => {
  const { open } = pageFromDisk(page);

  it('are led to, drawn with names and tables, and read by keyboard', async () => {
    const { page: shown, messages, requests } = await open();
    await shown.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Simulation' }).press('Enter');
    const section = shown.locator('section', { has: shown.locator('> #simulation') });
    expect(await section.getByRole('heading', { name: 'outage' }).isVisible()).toBe(true);
    // Names that say what is drawn, and where the numbers are.
    const charts = await section.getByRole('img').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
    expect(charts).toHaveLength(4);
    for (const name of charts) expect(name).toMatch(/ over time: .* from .* to .*\. The table below holds the numbers$/);
    expect(await section.locator('figcaption').first().innerText()).toMatch(/^Available: .* to .*, over 2 h$/);
    const fold = section.locator('summary', { hasText: 'Over time, in stretches' });
    await fold.focus();
    await shown.keyboard.press('Enter');
    await shown.keyboard.press('Tab');
    const region = await shown.evaluate('document.activeElement.getAttribute("aria-label")');
    expect(region).toMatch(/^outage, .*: over time$/);
    expect(await section.getByRole('region', { name: 'outage: rows' }).getByRole('row').count()).toBe(2);
    expect(await section.innerText()).toContain('<img src=x onerror=alert(1)>');
    expect([messages, requests.length]).toEqual([[], 1]);
  });

  it.each(['light', 'dark'] as const)(
    'have no accessibility violation in %s, nor a page wider than the screen',
    async (colorScheme) => {
      const { page: shown } = await open({ colorScheme, viewport: { width: 400, height: 800 }, hash: '#simulation' });
      await shown.getByText('Over time, in stretches').click();
      await expectAccessible(shown);
      expect(await shown.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
    },
  );

  it('are whole without JavaScript and on paper', async () => {
    const { page: shown } = await open({ javaScriptEnabled: false });
    await shown.getByText('Over time, in stretches').click();
    expect(await shown.getByRole('columnheader', { name: 'available (worst)' }).isVisible()).toBe(true);
    await shown.emulateMedia({ media: 'print' });
    const drawn = shown.locator('.courses svg').first();
    expect(await drawn.isVisible()).toBe(true);
    expect((await drawn.boundingBox())?.width).toBeGreaterThan(100);
  });
});
