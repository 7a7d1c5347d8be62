import { existsSync } from 'node:fs';

/** The browser the tests drive: Debian's, or the one named by CHROMIUM_PATH. */
export const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Without a browser these tests skip on a laptop and fail in CI. */
export const hasChromium = existsSync(CHROMIUM) || process.env['CI'] === 'true';
