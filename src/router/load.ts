import { refuse } from './check.js';
import { checkConfig } from './check-config.js';
import { createRouter } from './create-router.js';
import type { Router } from './router.js';
import { checksumOf, decisionHashOf } from './seal.js';

/**
 * Loads `router.json` (already parsed): checks format, structure, conditions and both hashes, and compiles it. The hashes
 * come last, so that a wrong member is named and not only that something was changed.
 *
 * @throws UserError naming the member, what is wrong with it, what is accepted and the nearest match
 */
export function loadRouter(json: unknown): Router {
  const config = checkConfig(json);
  const router = createRouter(config);
  if (decisionHashOf(config) !== config.decisionHash) {
    throw refuse('decisionHash', 'does not fit the content: the router was changed after it was measured');
  }
  if (checksumOf(config) !== config.checksum)
    throw refuse('checksum', 'does not fit the content: the file was changed or damaged');
  return router;
}
