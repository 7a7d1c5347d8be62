import type { UnitKind } from '../../domain/work.js';
import { categoryUnit } from '../../experiment/unit/category-unit.js';
import { crossUnit } from '../../experiment/unit/cross-unit.js';
import { curveUnit } from '../../experiment/unit/curve-unit.js';
import { effectsUnit } from '../../experiment/unit/effects-unit.js';
import { fitUnit } from '../../experiment/unit/fit-unit.js';
import { measureUnit } from '../../experiment/unit/measure-unit.js';
import { priceUnit } from '../../experiment/unit/price-unit.js';
import { routeUnit } from '../../experiment/unit/route-unit.js';
import { tryUnit } from '../../experiment/unit/try-unit.js';
import { dayUnit } from '../../simulate/unit/day-unit.js';
import { resampleUnit } from '../../stats/resample-unit.js';
import { shardUnit } from '../shard/shard-unit.js';

/** Every kind of unit that can run elsewhere; a worker runs these and no others. A test puts each through every engine. */
export const unitKinds: readonly UnitKind<unknown, unknown, unknown>[] = [
  measureUnit,
  tryUnit,
  crossUnit,
  fitUnit,
  routeUnit,
  effectsUnit,
  curveUnit,
  priceUnit,
  categoryUnit,
  dayUnit,
  resampleUnit,
  shardUnit,
];
