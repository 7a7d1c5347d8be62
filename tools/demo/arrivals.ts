import type { DataClass, DemoQuery, Placed, UserTier } from './query.js';
import { useCase } from './query.js';
import { type Random, randomStream } from './random.js';

const FIRST_DAY_MS = Date.UTC(2026, 9, 5);
const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
const DAYS = 14;

/** Chances of free and pro (else enterprise), and of restricted and internal (else public), by use. */
const TIERS: Readonly<Record<string, readonly [number, number]>> = {
  support: [0.45, 0.38],
  code: [0.3, 0.5],
  legal: [0.05, 0.4],
};
const CLASSES: Readonly<Record<string, readonly [number, number]>> = {
  support: [0.06, 0.5],
  code: [0.03, 0.55],
  legal: [0.2, 0.6],
};
/** Expected value in USD of a served query: lowest and highest typical value by tier. */
const VALUES: Readonly<Record<UserTier, readonly [number, number]>> = { free: [0.05, 1.2], pro: [0.6, 9], enterprise: [4, 60] };

interface Session {
  readonly placed: Placed[];
  readonly use: string;
  readonly tier: UserTier;
}

/** Puts prompts into sessions of one user and use (a batch stays together), spreads them over two weeks, and numbers them by arrival. */
export function letArrive(seed: number, placed: readonly Placed[]): DemoQuery[] {
  const random = randomStream(seed, 'sessions');
  const rows = makeSessions(random, placed).flatMap((session, k) => arriveTogether(randomStream(seed, 'session', k), session, k));
  rows.sort((a, b) => (a.arrivedAt < b.arrivedAt ? -1 : a.arrivedAt > b.arrivedAt ? 1 : a.session < b.session ? -1 : 1));
  return rows.map((row, k) => ({ ...row, id: `wb-${String(k + 1).padStart(4, '0')}` }));
}

function makeSessions(random: Random, placed: readonly Placed[]): Session[] {
  const batches = new Map<number, Placed[]>();
  for (const entry of placed) batches.set(entry.batch, [...(batches.get(entry.batch) ?? []), entry]);
  const waiting = new Map<string, Session>();
  const done: Session[] = [];
  for (const batch of random.shuffle([...batches.values()])) {
    const use = useCase(batch[0]?.category ?? 'support_faq');
    const session = waiting.get(use) ?? { placed: [], use, tier: pickTier(random, use) };
    session.placed.push(...batch);
    if (random.chance(0.45)) {
      waiting.delete(use);
      done.push(session);
    } else waiting.set(use, session);
  }
  return [...done, ...waiting.values()];
}

function pickTier(random: Random, use: string): UserTier {
  const [free, pro] = TIERS[use] ?? [0, 0];
  const at = random.next();
  return at < free ? 'free' : at < free + pro ? 'pro' : 'enterprise';
}

function pickClass(random: Random, use: string, complaint: boolean): DataClass {
  const [restricted, internal] = CLASSES[use] ?? [0, 0];
  const at = random.next() - (complaint ? 0.06 : 0);
  return at < restricted ? 'restricted' : at < restricted + internal ? 'internal' : 'public';
}

function arriveTogether(random: Random, session: Session, number: number): DemoQuery[] {
  const weekdayBias = [0, 1, 2, 3, 4, 7, 8, 9, 10, 11];
  const day = random.chance(0.88) ? random.pick(weekdayBias) : random.int(0, DAYS - 1);
  // Two uniforms averaged: most traffic around early afternoon.
  let atMs = FIRST_DAY_MS + day * DAY_MS + Math.floor((6 + (random.next() + random.next()) * 8) * 60) * MINUTE_MS;
  const classes = new Map<number, DataClass>();
  return session.placed.map((entry) => {
    atMs += random.int(20, 400) * 1000;
    const dataClass = classes.get(entry.batch) ?? pickClass(random, session.use, entry.category === 'support_complaint');
    classes.set(entry.batch, dataClass);
    const [low, high] = VALUES[session.tier];
    const share = random.next() * random.next();
    return {
      ...entry,
      id: '',
      userTier: session.tier,
      dataClass,
      session: `s${String(number + 1).padStart(4, '0')}`,
      expectedValueUsd: Math.round((low + (high - low) * share) * 100) / 100,
      arrivedAt: new Date(atMs).toISOString().replace('.000Z', 'Z'),
    };
  });
}
