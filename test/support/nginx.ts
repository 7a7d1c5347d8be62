import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../bench/performance/free-port.js';
import type { ExportFile } from '../../src/export/target.js';
import { written } from './an-export.js';
import { emptyDir } from './cli.js';

const NGINX = process.env['NGINX_PATH'] ?? '/usr/sbin/nginx';
export const NJS = process.env['NJS_MODULE'] ?? '/usr/lib/nginx/modules/ngx_http_js_module.so';

/** Without nginx and its njs module these tests skip on a laptop and fail in CI. */
export const hasNginx = (existsSync(NGINX) && existsSync(NJS)) || process.env['CI'] === 'true';

export interface Nginx {
  readonly url: string;
  /** What it wrote of errors so far. */
  log(): string;
  stop(): Promise<void>;
}

/** nginx with an exported folder, as its user starts it; `env` is what production sets. */
export async function startExportedNginx(
  files: readonly ExportFile[],
  port: number,
  env: Readonly<Record<string, string>>,
): Promise<Nginx> {
  const filled = (text: string): string => text.replace(/\$\{(\w+)\}/g, (whole, name) => env[name] ?? whole);
  const dir = written(files.map((file) => (file.path === 'nginx.conf' ? { ...file, text: filled(file.text) } : file)));
  const child = spawn(
    NGINX,
    ['-p', dir, '-c', 'nginx.conf', '-e', join(dir, 'error.log'), '-g', 'daemon off; worker_processes 1;'],
    {
      stdio: ['ignore', 'ignore', openSync(join(dir, 'error.log'), 'a')],
      env: { ...process.env, ...env },
    },
  );
  return running(child, `http://127.0.0.1:${port}`, dir);
}

/** Starts nginx on loopback with a folder of njs files; `main` answers every request by its function `handle`. */
export async function startNginx(files: Readonly<Record<string, string>>, main: string): Promise<Nginx> {
  const dir = emptyDir();
  const port = await freePort();
  for (const [name, text] of Object.entries({ ...files, 'main.js': main })) writeFileSync(join(dir, name), text);
  writeFileSync(join(dir, 'nginx.conf'), conf(dir, port));
  const child = spawn(NGINX, ['-c', join(dir, 'nginx.conf'), '-e', join(dir, 'error.log')], { stdio: 'ignore' });
  return running(child, `http://127.0.0.1:${port}`, dir);
}

async function running(child: ChildProcess, url: string, dir: string): Promise<Nginx> {
  const log = (): string => readFileSync(join(dir, 'error.log'), 'utf8');
  await answering(url, child, log);
  return {
    url,
    log,
    stop: () =>
      new Promise((stopped) => {
        child.once('exit', () => stopped());
        child.kill('SIGTERM');
      }),
  };
}

function conf(dir: string, port: number): string {
  const temps = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${join(dir, name)};`);
  // Of a root's nginx the workers are somebody else, who may not read the test's folder.
  const user = process.getuid?.() === 0 ? 'user root;\n' : '';
  return `${user}load_module ${NJS};
daemon off; worker_processes 1; pid ${join(dir, 'pid')}; error_log ${join(dir, 'error.log')};
events { worker_connections 64; }
http {
  access_log off; client_body_buffer_size 8m; client_max_body_size 8m; ${temps.join(' ')}
  js_path ${dir}; js_import main from main.js;
  server { listen 127.0.0.1:${port}; location / { js_content main.handle; } }
}
`;
}

async function answering(url: string, child: ChildProcess, log: () => string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}: ${log()}`);
    const there = await fetch(url).then(
      () => true,
      () => false,
    );
    if (there) return;
    await new Promise((later) => setTimeout(later, 50));
  }
}
