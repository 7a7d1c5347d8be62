/**
 * Share of replicates in which each contender has the highest objective; equal ones share a replicate. A replicate in
 * which nobody's objective is known counts for nobody. The same resamples stand behind every contender, so the
 * comparison is paired.
 *
 * @param objectives one array of replicates a contender, all of one length; NaN where unknown
 */
export function probabilityBest(objectives: readonly Float64Array[]): number[] {
  const replicates = objectives[0]?.length ?? 0;
  const won = objectives.map(() => 0);
  for (let replicate = 0; replicate < replicates; replicate++) {
    const values = objectives.map((own) => own[replicate] as number);
    const best = values.reduce((most, value) => (value > most ? value : most), Number.NEGATIVE_INFINITY);
    const winners = values.reduce((count, value) => count + (value === best ? 1 : 0), 0);
    values.forEach((value, index) => {
      if (value === best) won[index] = (won[index] as number) + 1 / winners;
    });
  }
  return won.map((count) => count / replicates);
}
