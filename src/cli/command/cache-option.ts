/** Whether recordings that were read before are taken from the cache. */
export const cacheOption = {
  type: 'boolean',
  default: true,
  describe: 'take what was read and worked out of unchanged files before from .routelab/cache; --no-cache makes all of it again',
} as const;
