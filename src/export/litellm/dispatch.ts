import { stringify } from 'yaml';
import type { RouterModel } from '../../router/config.js';
import { askedAlike } from '../dispatch/asked.js';
import type { Dispatcher } from '../dispatch/dispatch.js';
import { litellmChains } from '../emulator/litellm.js';
import type { LitellmConfig, LitellmSettings } from './config.js';
import { deploymentOf, litellmEnvironment, litellmLost, routerSettings } from './deployments.js';

/** Every model by its id, and every route by its name: its first model, with the others as fallbacks. */
export function litellmDispatcher(settings: LitellmSettings): Dispatcher {
  return {
    files(config, routes) {
      const model = (id: string) => config.models.find((one) => one.id === id) as RouterModel;
      const written: LitellmConfig = {
        model_list: [
          ...config.models.map((one) => deploymentOf(one.id, one, settings.tags)),
          ...Object.entries(routes).map(([name, [first = '']]) => deploymentOf(name, model(first), settings.tags)),
        ],
        router_settings: routerSettings(
          config,
          Object.fromEntries(Object.entries(routes).map(([name, chain]) => [name, chain.slice(1)])),
          settings,
        ),
      };
      return [{ path: 'config.yaml', text: configText(written) }];
    },
    chainsIn: litellmChains,
    refused: ({ models }) => askedAlike(models),
    lost: litellmLost,
    environment: litellmEnvironment,
  };
}

/**
 * As YAML 1.1, which LiteLLM reads: words such as `yes` and `on` need quotes there, and a number with an exponent and no point is a text,
 * so prices are written out.
 */
export function configText(config: LitellmConfig): string {
  const text = stringify(config, { version: '1.1', aliasDuplicateObjects: false, lineWidth: 0 });
  return text.replace(/^( *\w+_cost_per_token: )(.*)$/gm, (_, key: string, price: string) => key + writtenOut(Number(price)));
}

/** A price of a token without an exponent: picodollars and a million times finer. */
function writtenOut(usd: number): string {
  return usd.toFixed(18).replace(/\.?0+$/, '');
}
