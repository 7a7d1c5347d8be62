import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { PREFIX } from './redis.js';

/** Bytes that units speak of by their hash: put once, fetched once a worker, and checked. */
export interface BlobStore {
  /** @returns the SHA-256 that names the bytes from now on */
  put(bytes: Uint8Array): Promise<string>;
  /** Puts again what a server lost that came back empty. */
  restore(): Promise<void>;
  get(sha256: string): Promise<Uint8Array>;
  /** How much was put so far: what comes after can be taken away. */
  mark(): number;
  /** Takes away what this store put there since a mark. */
  clear(mark: number): Promise<void>;
}

/** Bytes a chunk: a server that holds one command at a time is not kept from others for long. */
const CHUNK = 1 << 20;
/** Seconds after which forgotten bytes are gone. */
const EXPIRY_S = 24 * 3600;
/** Bytes a worker keeps at hand. */
const MOST_HELD = 1 << 30;
/** Waiting for bytes that a server lost: their owner puts them back. */
const PATIENCE_MS = 30_000;
const PAUSE_MS = 500;

export function sha256Of(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * @param folder where bytes also lie as files named by their hash: shared between machines, or a worker's own; undefined: none
 */
export function blobStore(redis: Redis, folder: string | undefined): BlobStore {
  const put = new Map<string, Uint8Array>();
  const held = new Map<string, Uint8Array>();
  const send = async (sha256: string, bytes: Uint8Array): Promise<void> => {
    const key = keyOf(sha256);
    if ((await redis.expire(key, EXPIRY_S)) === 1) return;
    const chunks = Math.ceil(bytes.length / CHUNK);
    for (let at = 0; at < chunks; at++)
      await redis.set(`${key}:${at}`, Buffer.from(bytes.subarray(at * CHUNK, (at + 1) * CHUNK)), 'EX', EXPIRY_S + 600);
    // Last, so that whoever finds it finds all chunks.
    await redis.set(key, String(chunks), 'EX', EXPIRY_S);
  };
  return {
    async put(bytes) {
      const sha256 = sha256Of(bytes);
      if (put.has(sha256)) return sha256;
      put.set(sha256, bytes);
      if (folder !== undefined) await writeTo(folder, sha256, bytes);
      await send(sha256, bytes);
      return sha256;
    },
    async restore() {
      for (const [sha256, bytes] of put) await send(sha256, bytes);
    },
    async get(sha256) {
      const own = held.get(sha256) ?? (await fetched(redis, sha256, folder));
      held.delete(sha256);
      held.set(sha256, own);
      let bytes = [...held.values()].reduce((sum, one) => sum + one.length, 0);
      for (const [oldest, one] of held) {
        if (bytes <= MOST_HELD || oldest === sha256) break;
        held.delete(oldest);
        bytes -= one.length;
      }
      return own;
    },
    mark: () => put.size,
    async clear(mark) {
      for (const [sha256, bytes] of [...put].slice(mark)) {
        put.delete(sha256);
        const key = keyOf(sha256);
        await redis.del(key, ...Array.from({ length: Math.ceil(bytes.length / CHUNK) }, (_, at) => `${key}:${at}`));
      }
    },
  };
}

function keyOf(sha256: string): string {
  return `${PREFIX}:blob:${sha256}`;
}

/** From the folder where it lies there whole, else from the server; into memory that all threads see. */
async function fetched(redis: Redis, sha256: string, folder: string | undefined): Promise<Uint8Array> {
  if (folder !== undefined) {
    const bytes = await readFile(join(folder, sha256)).catch(() => null);
    if (bytes !== null && sha256Of(bytes) === sha256) return sharedCopy([bytes]);
  }
  const bytes = sharedCopy(await chunksOf(redis, sha256));
  if (sha256Of(bytes) !== sha256) throw new Error(`bytes that came through Redis are not those of hash ${sha256}`);
  if (folder !== undefined) await writeTo(folder, sha256, bytes);
  return bytes;
}

async function chunksOf(redis: Redis, sha256: string): Promise<Buffer[]> {
  const key = keyOf(sha256);
  for (const until = Date.now() + PATIENCE_MS; ; await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))) {
    const count = await redis.get(key);
    const chunks =
      count === null ? [] : await Promise.all(Array.from({ length: Number(count) }, (_, at) => redis.getBuffer(`${key}:${at}`)));
    if (count !== null && chunks.every((chunk) => chunk !== null)) return chunks as Buffer[];
    if (Date.now() > until) throw new Error(`Redis holds no bytes of hash ${sha256}`);
  }
}

function sharedCopy(chunks: readonly Uint8Array[]): Uint8Array {
  const size = chunks.reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(new SharedArrayBuffer(size));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** Under another name first: nobody reads half a file. */
async function writeTo(folder: string, sha256: string, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true });
  const making = join(folder, `${sha256}.${process.pid}.part`);
  await writeFile(making, bytes);
  await rename(making, join(folder, sha256));
}
