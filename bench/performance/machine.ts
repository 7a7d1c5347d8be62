import { cpus, totalmem } from 'node:os';
import { version } from '../../src/app/version.js';

/** What the numbers were measured on: they are worth nothing without it. */
export function machine(today: Date): string {
  const [processor] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `RouteLab ${version()}, Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} × ${processor?.model ?? 'unknown'}, ${gigabytes} GiB, ${today.toISOString().slice(0, 10)}.`;
}
