import type { RouterConfig, RouterModel } from '../../router/config.js';
import { KNOWN_BASES } from '../environment/known-providers.js';
import { baseVariable, keyVariable, providersOf } from '../environment/variables.js';

/** What of the machine the file must know. */
export interface NginxSettings {
  readonly port: number;
  readonly bodyMb: number;
  readonly module: string;
  readonly certificates: string;
}

/** Every error that `error_page` takes; 499 is a caller who left. */
const ERRORS = Array.from({ length: 200 }, (_, index) => 400 + index)
  .filter((status) => status !== 499)
  .join(' ');

/** As long as a model may think where the strategy doesn't say. */
const PATIENT_SECONDS = 600;

const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/**
 * `nginx.conf`: one location decides; each model has one that goes on to the next on an error, and one that passes its answer on
 * whatever it is. Names of models come in as variables, since nginx has no way to write a `$`.
 */
export function nginxConf(config: RouterConfig, settings: NginxSettings): string {
  const { models, execution = {} } = config;
  const keys = providersOf(models).map((provider) => `env ${keyVariable(provider)};`);
  const patience = execution.timeoutMs === undefined ? `${PATIENT_SECONDS}s` : `${execution.timeoutMs}ms`;
  return `# Written by routelab export --target nginx: change where models are asked here, the decisions in RouteLab.
load_module ${settings.module};
pid nginx.pid;
error_log stderr;
${keys.join('\n')}
events {}
http {
  ${TEMPORARY.map((name) => `${name}_temp_path temp_${name};`).join('\n  ')}
  access_log off;
  server_tokens off;
  js_import gateway from gateway.js;
  js_preload_object routelab_router from router.json;
  js_preload_object routelab_models from models.json;
${[...new Set(models.flatMap(upstreamText))].join('')}
  server {
    listen 127.0.0.1:${settings.port};
    # The body is read whole: to decide, and to ask again on an error.
    client_max_body_size ${settings.bodyMb}m;
    client_body_buffer_size ${settings.bodyMb}m;
    client_body_in_single_buffer on;

    js_var $routelab_head;
    js_var $routelab_tail;
    proxy_method POST;
    proxy_http_version 1.1;
    # The caller's headers, its own credentials among them, go nowhere.
    proxy_pass_request_headers off;
    proxy_set_header Content-Type application/json;
    proxy_set_header Connection "";
    proxy_set_header Authorization $routelab_authorization;
    proxy_set_body $routelab_body;
    proxy_buffering off;
    proxy_connect_timeout ${execution.timeoutMs === undefined ? '10s' : patience};
    proxy_read_timeout ${patience};
    proxy_ssl_server_name on;
    proxy_ssl_verify on;
    proxy_ssl_verify_depth 4;
    proxy_ssl_trusted_certificate ${settings.certificates};
    add_header X-Routelab-Model $routelab_model always;
    # To the model after this one; what is empty ends at the location for everything else.
    recursive_error_pages on;
    error_page ${ERRORS} = /routelab$routelab_next;

    location = /v1/chat/completions {
      js_content gateway.decide;
      error_page 413 = @too_large;
    }
    location @too_large {
      default_type application/json;
      return 413 '{"error":{"message":"the body is larger than ${settings.bodyMb} MB","type":"invalid_request_error"}}';
    }
    location @unanswered {
      default_type application/json;
      return 502 '{"error":{"message":"no model answered","type":"api_error"}}';
    }
    location / {
      default_type application/json;
      return 404 '{"error":{"message":"only /v1/chat/completions","type":"invalid_request_error"}}';
    }
${models.map((model, at) => locationsText(model, at)).join('')}  }
}
`;
}

/** A known provider's connections are kept open, by the name of its host, so that requests and certificates go by it too. */
function upstreamText({ provider }: RouterModel): string[] {
  const base = KNOWN_BASES[provider];
  if (base === undefined) return [];
  const { hostname } = new URL(base);
  return [`\n  upstream ${hostname} {\n    server ${hostname}:443;\n    keepalive 32;\n  }\n`];
}

function locationsText({ provider }: RouterModel, at: number): string {
  const base = KNOWN_BASES[provider] ?? `\${${baseVariable(provider)}}`;
  const asking = `internal;
      set $routelab_model $routelab_id_${at};
      set $routelab_authorization "Bearer $routelab_key_${at}";
      set $routelab_body "$routelab_head$routelab_name_${at}$routelab_tail";`;
  return `
    js_var $routelab_id_${at};
    js_var $routelab_name_${at};
    js_var $routelab_key_${at};
    js_var $routelab_next_${at};
    location = /routelab/ask/${at} {
      ${asking}
      set $routelab_next $routelab_next_${at};
      proxy_intercept_errors on;
      proxy_pass ${base}/chat/completions;
    }
    location = /routelab/last/${at} {
      ${asking}
      error_page 502 504 = @unanswered;
      proxy_pass ${base}/chat/completions;
    }
`;
}
