import type { RequestBatch } from '../../router/router.js';
import type { Training } from '../../strategy/training.js';
import { trainingOf } from '../training-of.js';
import type { Workbench } from '../workbench.js';

/** Kept by the batch, which a workbench shares with all that differ from it in a setting only. */
const held = new WeakMap<RequestBatch, Map<string, unknown>>();

/** What units over one workbench have in common beside it, made when the first of them needs it. */
export function keptWith<T>({ batch }: Workbench, name: string, make: () => T): T {
  const own = held.get(batch) ?? new Map<string, unknown>();
  held.set(batch, own);
  if (!own.has(name)) own.set(name, make());
  return own.get(name) as T;
}

/** Lets go of all that units had in common: nobody is going to ask for it again. Who does, makes it anew. */
export function forget({ batch }: Workbench): void {
  held.delete(batch);
}

/** The training over the train part: candidates that learn the same thing are fitted once. */
export function trainingOnTrain(bench: Workbench): Training {
  return keptWith(bench, 'train', () => trainingOf(bench, bench.rowsIn('train')));
}
