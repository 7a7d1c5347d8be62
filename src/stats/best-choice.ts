/** Options of many cases: index `case * options + option`. */
export interface Options {
  readonly options: number;
  readonly quality: ArrayLike<number>;
  readonly cost: ArrayLike<number>;
}

/** The option of highest quality in a case; ties go to the lower cost, then to the earlier option. -1 where no quality is known. */
export function bestOption({ options, quality, cost }: Options, of: number): number {
  const from = of * options;
  let held = -1;
  let most = Number.NaN;
  for (let option = 0; option < options; option++) {
    const own = quality[from + option] as number;
    // An unknown one is neither above nor equal.
    if (own > most || (own === most && (cost[from + option] as number) < (cost[from + held] as number))) {
      held = option;
      most = own;
    } else if (held < 0 && !Number.isNaN(own)) {
      held = option;
      most = own;
    }
  }
  return held;
}
