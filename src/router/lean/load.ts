import { refuse } from '../check.js';
import { ROUTER_FORMAT, type RouterConfig } from '../config.js';
import { createRouter } from '../create-router.js';
import type { Router } from '../router.js';
import { checksumOf, decisionHashOf } from '../seal.js';

/**
 * Loads `router.json` (already parsed) where every byte counts: what structure it has is not looked into, since both hashes say
 * that it is as RouteLab checked and wrote it. They come first here.
 *
 * @throws UserError for another format, and for a file that was changed
 */
export function loadRouter(json: RouterConfig): Router {
  if (json?.format !== ROUTER_FORMAT) throw refuse('format', `is not ${ROUTER_FORMAT}`);
  if (decisionHashOf(json) !== json.decisionHash || checksumOf(json) !== json.checksum)
    throw refuse('checksum', 'does not fit the content: the file was changed');
  return createRouter(json);
}
