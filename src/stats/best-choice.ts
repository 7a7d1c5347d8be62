/** Options of many cases: index `case * options + option`. */
export interface Options {
  readonly options: number;
  readonly quality: ArrayLike<number>;
  readonly cost: ArrayLike<number>;
}

/** The option of highest quality in a case; ties go to the lower cost, then to the earlier option. -1 where no quality is known. */
export function bestOption({ options, quality, cost }: Options, of: number): number {
  let held = -1;
  for (let option = 0; option < options; option++) {
    const at = of * options + option;
    if (Number.isNaN(quality[at] as number)) continue;
    if (held < 0) held = option;
    const gain = (quality[at] as number) - (quality[of * options + held] as number);
    if (gain > 0 || (gain === 0 && (cost[at] as number) < (cost[of * options + held] as number))) held = option;
  }
  return held;
}
