import type { CommonKind } from '../../domain/work.js';
import { shelve } from '../../router/shelf.js';
import type { Workbench } from '../workbench.js';
import { type PackedBench, packBench, unpackBench } from './pack-bench.js';

/** A workbench, shared by all units that fit, replay and rank. */
export const benchCommon: CommonKind<Workbench> = {
  name: 'bench',
  lasting: true,
  pack: packBench,
  unpack: (packed) => unpackBench(packed as PackedBench),
  share: ({ batch }, shelf) => shelve(batch, shelf),
};
