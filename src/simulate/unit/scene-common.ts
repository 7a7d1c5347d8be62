import type { CommonKind } from '../../domain/work.js';
import { type PackedQueries, packQueries, unpackQueries } from '../../replay/pack/pack-queries.js';
import { requestBatch } from '../../replay/request-batch.js';
import type { RouterConfig } from '../../router/config.js';
import { createRouter } from '../../router/create-router.js';
import type { Scene } from '../stage.js';

/** A scene as plain values: routers by what they are made of, queries without what was computed from them. */
interface PackedScene extends Omit<Scene, 'batch' | 'routers'> {
  readonly batch: PackedQueries;
  readonly routers: readonly { readonly name: string; readonly config: RouterConfig; readonly timeMs: number }[];
}

/** What all days of a simulation are played on. */
export const sceneCommon: CommonKind<Scene> = {
  name: 'scene',
  lasting: true,
  pack: ({ table, models, queries, batch, routers, feedback }): PackedScene => ({
    table,
    models,
    queries,
    batch: packQueries(batch),
    routers: routers.map(({ name, router, timeMs }) => ({ name, config: router.config, timeMs })),
    feedback,
  }),
  unpack(packed) {
    const { batch, routers, ...rest } = packed as PackedScene;
    return {
      ...rest,
      batch: requestBatch(unpackQueries(batch)),
      routers: routers.map(({ name, config, timeMs }) => ({ name, router: createRouter(config), timeMs })),
    };
  },
};
