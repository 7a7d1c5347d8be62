import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Code } from '../../engine/bullmq/job.js';
import { version } from '../version.js';

let found: Code | undefined;

/** The version, and a hash over every file of the program: what was built otherwise is another program. Found once a process. */
export function codeOf(): Code {
  found ??= readCode();
  return found;
}

function readCode(): Code {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(js|ts)$/.test(file) && !file.endsWith('.d.ts'))
    .map((file) => file.replaceAll('\\', '/'))
    .sort();
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  return { version: version(), sha256: hash.digest('hex') };
}
