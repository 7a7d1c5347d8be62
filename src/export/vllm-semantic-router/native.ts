import type { RouterConfig } from '../../router/config.js';
import type { SemanticRouterConfig } from './config.js';
import { decisionList, writtenDecisions } from './decision-list.js';
import { configOf } from './models.js';
import { newSignals, type Signals } from './signals.js';

/** More keys of metadata than this are not read. */
const MOST_KEYS = 32;

/** The gateway decides itself; `lost` says where it does not read what the router reads. A text says why it can't. */
export function nativeConfig(
  config: RouterConfig,
): { readonly config: SemanticRouterConfig; readonly lost: readonly string[] } | string {
  const signals = newSignals();
  const listed = decisionList(config, signals);
  if (typeof listed === 'string') return listed;
  const keys = new Set(signals.metadata.map(({ key }) => key)).size;
  if (keys > MOST_KEYS) return `${keys} signals: the gateway reads ${MOST_KEYS} keys of metadata`;
  return {
    config: configOf(config, {
      signals: {
        ...(signals.structure.length === 0 ? {} : { structure: signals.structure }),
        ...(signals.metadata.length === 0 ? {} : { metadata: signals.metadata }),
      },
      decisions: writtenDecisions(listed),
    }),
    lost: [...readOtherwise(signals), ...(listed.some(({ chain }) => chain.length > 1) ? [NO_CHAIN] : [])],
  };
}

const NO_CHAIN = 'fallback: on an error the gateway asks nobody else';

function readOtherwise({ structure, metadata }: Signals): string[] {
  return [
    ...(structure.length === 0
      ? []
      : [
          'texts: the gateway reads the last question that says anything, puts spaces between its parts, and finds nothing in a blank one',
        ]),
    ...(metadata.some(({ predicate }) => 'exists' in predicate)
      ? ['signals: metadata holds texts alone, so that a number is not there']
      : []),
  ];
}
