import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { fileSha256 } from './file-hash.js';

/** Hashes of files by path, each with what its file was like when it was read. */
export interface KnownHashes {
  /** SHA-256 (hex) of a file's bytes: the known one while the file is the very same, else read. */
  of(path: string): Promise<string>;
  /** Keeps what was read for the next time. */
  save(): Promise<void>;
}

interface Known {
  /** Device, inode, size, and times of change in nanoseconds: a file can't be written without a new time of change. */
  readonly state: string;
  readonly sha256: string;
}

/** Clocks of file systems are coarse: a file that was changed so shortly before it was read might be changed again unseen. */
const SETTLED_NS = 2_000_000_000n;

/** Reads what is known from a file; nothing is known where it can't be read. */
export async function knownHashes(file: string): Promise<KnownHashes> {
  const known = new Map(Object.entries(await heldIn(file)));
  let learned = false;
  return {
    async of(path) {
      const before = await stateOf(path);
      const held = known.get(path);
      if (held !== undefined && held.state === before.text) return held.sha256;
      const sha256 = await fileSha256(path);
      const after = await stateOf(path);
      known.delete(path);
      if (after.text === before.text && after.settled) known.set(path, { state: after.text, sha256 });
      learned = true;
      return sha256;
    },
    async save() {
      if (!learned) return;
      const making = `${file}.${process.pid}.partial`;
      try {
        await writeFile(making, `${JSON.stringify(Object.fromEntries(known))}\n`);
        await rename(making, file);
      } finally {
        await rm(making, { force: true });
      }
    },
  };
}

async function heldIn(file: string): Promise<Readonly<Record<string, Known>>> {
  try {
    const held = JSON.parse(await readFile(file, 'utf8')) as Readonly<Record<string, Known>>;
    return Object.fromEntries(Object.entries(held).filter(([, one]) => /^[0-9a-f]{64}$/.test(one.sha256)));
  } catch {
    return {};
  }
}

async function stateOf(path: string): Promise<{ readonly text: string; readonly settled: boolean }> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  const settled = BigInt(Date.now()) * 1_000_000n - ctimeNs > SETTLED_NS;
  return { text: [dev, ino, size, mtimeNs, ctimeNs].join(' '), settled };
}
