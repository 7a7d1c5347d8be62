/** Running mean quality by model, for the settings an importer yields last. */
export interface MeanQuality {
  add(modelId: string, quality: number): void;
  /** Models by mean quality, best first; ties keep the order in which the models were named. */
  ranking(): readonly string[];
}

/** Starts means for models, to which others may be added; one without any quality ranks last. */
export function meanQuality(modelIds: readonly string[] = []): MeanQuality {
  const sums = new Map(modelIds.map((id) => [id, { total: 0, count: 0 }]));
  const mean = (id: string): number => {
    const { total, count } = sums.get(id) ?? { total: 0, count: 0 };
    return count === 0 ? -1 : total / count;
  };
  return {
    add(modelId, quality) {
      const sum = sums.get(modelId) ?? { total: 0, count: 0 };
      sums.set(modelId, { total: sum.total + quality, count: sum.count + 1 });
    },
    ranking: () => [...sums.keys()].sort((a, b) => mean(b) - mean(a)),
  };
}
