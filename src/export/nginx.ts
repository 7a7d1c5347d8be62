import { z } from 'zod';
import type { RouterConfig } from '../router/config.js';
import { SOURCE as GATEWAY } from './asset/nginx-gateway.js';
import { baseVariables } from './environment/known-providers.js';
import { keyVariable, providersOf } from './environment/variables.js';
import { type NginxSettings, nginxConf } from './nginx/conf.js';
import { nginxLost, nginxRefuses } from './nginx/limits.js';
import { router } from './router.js';
import type { ExportInput, ExportOptions, ExportTarget } from './target.js';

/** nginx as the gateway: our runtime decides inside it, nginx asks whom it says, and on an error the next of the chain. */
export const nginx: ExportTarget = {
  name: 'nginx',
  title: 'nginx.conf with our runtime in njs',
  version: 'nginx 1.22, njs 0.7.9',
  conformance: 'ran',
  next: "nginx -p exports/nginx -c nginx.conf -g 'daemon off;', then POST /v1/chat/completions; docs/exports.md says what may go along",
  options: z.strictObject({
    port: z.int().min(1).max(65_535).default(8080).describe('Where it listens, on loopback'),
    body_mb: z.int().min(1).max(256).default(8).describe('The largest request it takes, in MB; it is kept in memory'),
    js_module: place('/usr/lib/nginx/modules/ngx_http_js_module.so', 'Where nginx has its njs module'),
    certificates: place('/etc/ssl/certs/ca-certificates.crt', 'Whom it trusts to vouch for providers, a PEM file'),
  }),
  export(input, options) {
    const refused = nginxRefuses(input.config);
    if (refused.length > 0) return { fidelity: 'refused', mode: 'runtime', unsupported: refused, nearest: { target: 'ai-sdk' } };
    return {
      fidelity: 'exact',
      mode: 'runtime',
      files: filesOf(input, settingsOf(options)),
      unsupported: nginxLost(input.config),
      environment: providersOf(input.config.models).flatMap((provider) => [keyVariable(provider), ...baseVariables(provider)]),
    };
  },
};

/** A path that a directive takes as it stands. */
function place(usual: string, what: string) {
  return z
    .string()
    .regex(/^[A-Za-z0-9_./-]+$/, 'not a plain path')
    .default(usual)
    .describe(what);
}

function settingsOf(options: ExportOptions): NginxSettings {
  return {
    port: Number(options['port']),
    bodyMb: Number(options['body_mb']),
    module: String(options['js_module']),
    certificates: String(options['certificates']),
  };
}

function filesOf(input: ExportInput, settings: NginxSettings) {
  const shipped = router.export(input, { runtime: 'njs' });
  return [
    { path: 'nginx.conf', text: nginxConf(input.config, settings) },
    { path: 'gateway.js', text: GATEWAY },
    { path: 'models.json', text: modelsText(input.config) },
    ...(shipped.fidelity === 'refused' ? [] : shipped.files),
  ];
}

/** In the order of the locations of nginx.conf. */
function modelsText({ models }: RouterConfig): string {
  const asked = models.map(({ id, name, provider }) => ({ id, name, key: keyVariable(provider) }));
  return `${JSON.stringify(asked, null, 1)}\n`;
}
