import { doneHere, isWork, type Work, type Working } from '../../src/domain/work.js';

/** Carries a computation through here and keeps every work it asks for, with what came of it. */
export function worksOf<T, N>(working: Working<T, N>): { readonly result: T; readonly works: readonly AskedWork[] } {
  const works: AskedWork[] = [];
  let step = working.next([]);
  while (step.done !== true) {
    if (!isWork(step.value)) {
      step = working.next([]);
      continue;
    }
    const outputs = doneHere(step.value);
    works.push({ work: step.value, outputs });
    step = working.next(outputs);
  }
  return { result: step.value, works };
}

export interface AskedWork {
  readonly work: Work;
  readonly outputs: readonly unknown[];
}
