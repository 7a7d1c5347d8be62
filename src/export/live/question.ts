import type { Message } from '../../domain/query.js';
import type { Route, RouteRequest } from '../../router/router.js';
import { textOf } from '../dispatch/dispatch.js';
import type { NamedRoutes } from '../portkey/routes.js';
import type { ExportFile, ExportOptions } from '../target.js';
import { HINT } from '../vllm-semantic-router/config.js';

/** What is sent to a running proxy to learn whom it asks. */
export interface LiveQuestion {
  /** After the base URL. */
  readonly path: string;
  readonly model?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly messages: readonly Message[];
}

/** What a target is told besides the messages. */
interface Told {
  readonly model?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Functions that came with the export and make what the caller sends along. */
export type SentAlong = Readonly<Record<string, (request: RouteRequest) => unknown>>;

interface Asked {
  readonly request: RouteRequest;
  readonly route: Route;
  /** The name that the target's files have for the route; undefined where they have none. */
  readonly name: string | undefined;
  readonly options: ExportOptions;
  readonly along: SentAlong;
}

const CHAT = '/chat/completions';

/** How targets are asked that want more than `model: auto` and the signals in a header. */
const TARGETS: Readonly<Record<string, (asked: Asked) => Told>> = {
  portkey: ({ request, options, along }) => {
    const make = { guardrail: along['config'], webhook: along['told'] }[String(options['mode'])] ?? along['headers'];
    const made = make?.(request);
    return { model: 'auto', headers: typeof made === 'string' ? { 'x-portkey-config': made } : (made as Record<string, string>) };
  },
  litellm: ({ name, options }) => ({
    model: ['complexity', 'heuristic_v2'].includes(String(options['mode'])) ? 'auto' : (name ?? ''),
  }),
  tensorzero: ({ name }) => ({ model: `tensorzero::model_name::${name}`, path: '/openai/v1/chat/completions' }),
  'vllm-semantic-router': ({ request: { signals = {} }, route, options }) => ({
    model: 'auto',
    metadata:
      options['mode'] === 'native'
        ? Object.fromEntries(Object.entries(signals).map(([signal, value]) => [signal, String(value)]))
        : { [HINT]: route.models[0] ?? '' },
  }),
  'envoy-ai-gateway': ({ name }) => ({ model: name ?? '' }),
  kong: ({ name }) => ({ headers: { 'x-routelab-route': name ?? '' } }),
  haproxy: ({ request, options, along }) =>
    options['mode'] === 'native'
      ? { model: 'auto', headers: signalHeaders(request) }
      : ((along['attempts']?.(request) as readonly Told[] | undefined)?.[0] ?? {}),
  bifrost: ({ name }) => ({ model: 'routelab/route', headers: { 'x-routelab-route': name ?? '' } }),
};

/** Asks a target as its export says that callers should. */
export function questionFor(
  target: string,
  { request, route }: { readonly request: RouteRequest; readonly route: Route },
  {
    files,
    options,
    along,
  }: { readonly files: readonly ExportFile[]; readonly options: ExportOptions; readonly along: SentAlong },
): LiveQuestion {
  const routes = Object.entries((JSON.parse(textOf(files, 'routes.json')) ?? {}) as NamedRoutes);
  const name = routes.find(([, chain]) => chain.join('\n') === route.models.join('\n'))?.[0];
  const told = TARGETS[target]?.({ request, route, name, options, along }) ?? { model: 'auto', headers: callerHeaders(request) };
  const { path = CHAT, headers = {}, ...rest } = told;
  return { path, headers, ...rest, messages: request.messages };
}

/** As our server and nginx take them. */
function callerHeaders({ signals, stickyKey }: RouteRequest): Record<string, string> {
  return {
    ...(signals === undefined ? {} : { 'x-routelab-signals': asciiJson(signals) }),
    ...(stickyKey === undefined ? {} : { 'x-routelab-sticky-key': stickyKey }),
  };
}

/** Each signal in a header of its own. */
function signalHeaders({ signals = {} }: RouteRequest): Record<string, string> {
  return Object.fromEntries(Object.entries(signals).map(([name, value]) => [`x-routelab-${name}`, String(value)]));
}

function asciiJson(value: object): string {
  return JSON.stringify(value).replace(/[^\x20-\x7e]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
