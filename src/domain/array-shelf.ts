import type { NumberArray } from './number-array.js';

/** Arrays by name, in memory that all threads see: what the first of them makes, the others read. */
export interface ArrayShelf {
  /**
   * The arrays of a name. Whoever asks first makes them, others wait meanwhile; `make` must come to the same for the same name, and
   * nobody writes into them but what everybody would write.
   */
  made(name: string, make: () => readonly NumberArray[]): readonly NumberArray[];
}
