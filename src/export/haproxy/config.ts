import type { RouterConfig, RouterModel } from '../../router/config.js';
import { KNOWN_BASES } from '../environment/known-providers.js';
import { addressVariable, keyVariable, providersOf } from '../environment/variables.js';

/** What of the machine the file must know. */
export interface HaproxySettings {
  readonly port: number;
  /** The largest request it takes, in kB; kept in memory. */
  readonly bodyKb: number;
}

/** As long as a model may think where the strategy doesn't say. */
const PATIENT_MS = 600_000;

/** Where a header says the model, and what a backend is called. */
export const backendOf = (config: RouterConfig, id: string): string => `model_${config.models.findIndex((one) => one.id === id)}`;

/** The variables that a file of HAProxy's reads. */
export function haproxyEnvironment({ models }: RouterConfig): string[] {
  return providersOf(models).flatMap((provider) => [
    keyVariable(provider),
    ...(KNOWN_BASES[provider] === undefined ? [addressVariable(provider)] : []),
  ]);
}

/** `haproxy.cfg` around the lines that choose a backend. */
export function haproxyConfig(config: RouterConfig, settings: HaproxySettings, choosing: readonly string[]): string {
  const { models, execution = {} } = config;
  const patience = execution.timeoutMs ?? PATIENT_MS;
  const unset = haproxyEnvironment(config).map((name) => `.if !defined(${name})\n.alert "${name} is not set"\n.endif\n`);
  return `# Written by routelab export --target haproxy: change where models are asked here, the decisions in RouteLab.
${unset.join('')}global
  tune.bufsize ${(settings.bodyKb + ROOM_KB) * 1024}
defaults
  mode http
  timeout http-request 30s
  timeout client ${PATIENT_MS}ms
  timeout connect 10s
  timeout server ${patience}ms
frontend routelab
  bind 127.0.0.1:${settings.port}
  option http-buffer-request
  http-request return status 404 content-type text/plain string "only POST /v1/chat/completions" unless METH_POST { path /v1/chat/completions }
  http-request return status 413 content-type text/plain string "the body is larger than ${settings.bodyKb} kB" if { req.body_size gt ${settings.bodyKb * 1024} }
${choosing.map((line) => `  ${line}\n`).join('')}${models.map((model, at) => backendText(model, at)).join('')}`;
}

/** For headers, and what HAProxy keeps free for rewriting them. */
const ROOM_KB = 16;

function backendText({ provider }: RouterModel, at: number): string {
  const base = KNOWN_BASES[provider];
  const { hostname, pathname } = new URL(base ?? 'http://local/v1');
  const server =
    base === undefined
      ? `server provider "\${${addressVariable(provider)}}"`
      : `server provider ${hostname}:443 ssl verify required ca-file @system-ca sni str(${hostname})`;
  return `backend model_${at}
  http-request del-header x-routelab -m beg
  http-request set-header Authorization "Bearer \${${keyVariable(provider)}}"
${base === undefined ? '' : `  http-request set-header Host ${hostname}\n`}  http-request set-path ${pathname}/chat/completions
  ${server}
`;
}
