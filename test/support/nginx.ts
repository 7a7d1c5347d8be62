import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { emptyDir } from './cli.js';

const NGINX = process.env['NGINX_PATH'] ?? '/usr/sbin/nginx';
const NJS = process.env['NJS_MODULE'] ?? '/usr/lib/nginx/modules/ngx_http_js_module.so';

/** Without nginx and its njs module these tests skip on a laptop and fail in CI. */
export const hasNginx = (existsSync(NGINX) && existsSync(NJS)) || process.env['CI'] === 'true';

export interface Nginx {
  readonly url: string;
  /** What it wrote of errors so far. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts nginx on loopback with a folder of njs files; `main` answers every request by its function `handle`. */
export async function startNginx(files: Readonly<Record<string, string>>, main: string): Promise<Nginx> {
  const dir = emptyDir();
  const port = await freePort();
  for (const [name, text] of Object.entries({ ...files, 'main.js': main })) writeFileSync(join(dir, name), text);
  writeFileSync(join(dir, 'nginx.conf'), conf(dir, port));
  const child = spawn(NGINX, ['-c', join(dir, 'nginx.conf'), '-e', join(dir, 'error.log')], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  await answering(url, child);
  return {
    url,
    log: () => readFileSync(join(dir, 'error.log'), 'utf8'),
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

function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => found(port));
    });
  });
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}`);
    const there = await fetch(url).then(
      () => true,
      () => false,
    );
    if (there) return;
    await new Promise((later) => setTimeout(later, 50));
  }
  throw new Error('nginx does not answer');
}
