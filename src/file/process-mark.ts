import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';

/** A process, told from another that is given the same number later. */
export interface ProcessMark {
  readonly pid: number;
  readonly host: string;
  /** When it started, as its system counts; empty where the system doesn't say. */
  readonly started: string;
}

/** This process. */
export async function ownMark(): Promise<ProcessMark> {
  return { pid: process.pid, host: hostname(), started: (await startOf(process.pid)) ?? '' };
}

/** Whether a process still runs. One of another machine counts as alive: nobody here can know. */
export async function isAlive({ pid, host, started }: ProcessMark): Promise<boolean> {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const start = await startOf(pid);
  return start === null || started === '' || start === started;
}

/** Boot and clock tick at which a process started (proc(5), field 22); null where the system doesn't say. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const [boot, stat] = await Promise.all([
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ]);
    // The name in parentheses may hold spaces; field 3 follows it.
    return `${boot.trim()} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return null;
  }
}
