import { rmSync } from 'node:fs';
import { killAndResume } from './recording/kill-and-resume.js';

// 10,000 calls (or as many as named) against a server that breaks every fifth, killed five times at random, resumed until all is
// recorded. `npm run bench:record`; docs/recording.md holds what it printed.
const calls = Number(process.argv[2] ?? 10_000);
const seed = Number(process.argv[3] ?? 7);
const capsUsd = [0.00008 * calls, 0.0006 * calls] as const;
const { dir, exits, ...found } = await killAndResume({ calls, kills: 5, faultShare: 0.2, capsUsd, seed });
rmSync(dir, { recursive: true });

const usd = (amount: number): string => `$${amount.toFixed(4)}`;
const rows: readonly (readonly [string, string | number])[] = [
  ['calls wanted', calls],
  ['runs, and how they ended', exits.join(', ')],
  ['requests the server saw', found.requests],
  ['of them broken on purpose', found.faults],
  ['reservations on the disk', found.reservations],
  ['attempts kept in recordings', found.attempts],
  ['cells recorded', found.recorded],
  ['lines more than one a cell', found.repeated],
  ['recorded as failed', found.failed],
  ['answers that are not the server’s', found.wrong],
  ['caps', capsUsd.map(usd).join(', then ')],
  ['what the server would bill', usd(found.billedUsd)],
  ['what the ledger counts', usd(found.ledgerUsd)],
  ['bill above the cap after any run', found.overCap ? 'yes' : 'no'],
  ['files that hold the key', found.filesWithKey.length],
  ['seconds', Math.round(found.tookMs / 1000)],
];
process.stdout.write(`| | |\n|---|---|\n${rows.map(([what, value]) => `| ${what} | ${value} |`).join('\n')}\n`);
const whole =
  found.reservations >= found.requests &&
  found.attempts <= found.requests &&
  found.recorded === calls &&
  found.repeated + found.wrong + found.filesWithKey.length === 0 &&
  !found.overCap;
process.exitCode = whole && exits.filter((exit) => exit === 'SIGKILL').length === 5 ? 0 : 1;
