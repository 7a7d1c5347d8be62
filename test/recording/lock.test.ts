import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lockRecordings } from '../../src/recording/lock.js';
import { emptyDir } from '../support/cli.js';

const fileOf = (dir: string): string => join(dir, 'record/lock.json');
const held = (dir: string): Record<string, unknown> => JSON.parse(readFileSync(fileOf(dir), 'utf8')) as Record<string, unknown>;

function lockOf(holder: object): string {
  const dir = emptyDir();
  mkdirSync(join(dir, 'record'));
  writeFileSync(fileOf(dir), JSON.stringify(holder));
  return dir;
}

it('lets one writer in at a time, and the next one when it is released', async () => {
  const dir = emptyDir();
  const lock = await lockRecordings(dir);
  await expect(lockRecordings(dir)).rejects.toThrow(`written by process ${process.pid} on`);
  await lock.release();
  // Nothing was written, so nothing is left.
  expect(existsSync(dir)).toBe(false);
  await (await lockRecordings(dir)).release();
});

it('takes over from a process that is gone, also where its number was given out again', async () => {
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  const host = hostname();
  for (const holder of [
    { pid: gone, host, started: '', since: 'then' },
    { pid: process.pid, host, started: 'another boot 17', since: 'then' },
  ]) {
    const dir = lockOf(holder);
    const lock = await lockRecordings(dir);
    expect(held(dir)['pid']).toBe(process.pid);
    await lock.release();
  }
});

it('lets only one of many take over', async () => {
  const dir = lockOf({ pid: spawnSync(process.execPath, ['-e', '']).pid, host: hostname(), started: '', since: 'then' });
  const tried = await Promise.allSettled(Array.from({ length: 20 }, () => lockRecordings(dir)));
  expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

it('believes a lock of another machine, and says what to do', async () => {
  const dir = lockOf({ pid: 1, host: 'elsewhere', started: '', since: 'then' });
  await expect(lockRecordings(dir)).rejects.toMatchObject({ problems: [{ hint: expect.stringContaining('delete this file') }] });
});
