import type { RouterConfig, RouterDraft } from '../../router/config.js';
import { sealRouter } from '../../router/seal.js';

/** What only a sealed config has. */
const SEALS: readonly string[] = ['format', 'decisionHash', 'checksum'] satisfies (keyof RouterConfig)[];

/** A router on its way from the unit that fitted it. */
export type Traveller = RouterConfig | RouterDraft;

/**
 * A router as it travels: without its hashes where they are still to be worked out. A message reads every member, and to hash
 * a thousand routers of half a megabyte, of which a few are reported, would take longer than to fit them.
 */
export function unsealed(config: RouterConfig): Traveller {
  if (Object.getOwnPropertyDescriptor(config, 'checksum')?.get === undefined) return config;
  const own = Object.keys(config).filter((name) => !SEALS.includes(name));
  return Object.fromEntries(own.map((name) => [name, config[name as keyof RouterDraft]])) as unknown as RouterDraft;
}

/** The router where it arrives. */
export function sealedAgain(router: Traveller): RouterConfig {
  return 'checksum' in router ? router : sealRouter(router);
}
