/** Whether recordings that were read before are taken from the cache. */
export const cacheOption = {
  type: 'boolean',
  default: true,
  describe: 'take recordings that are unchanged from .routelab/cache; --no-cache reads and scores them all again',
} as const;
