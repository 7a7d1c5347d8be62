import { parentPort } from 'node:worker_threads';
import { serveThread } from '../../engine/thread-side.js';
import { unitKinds } from './unit-kinds.js';

// What a thread begins with: it serves units of work until it is ended.
if (parentPort !== null) serveThread(parentPort, unitKinds);
