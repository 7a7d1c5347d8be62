/** What a number is a number of. */
export type Unit = 's' | 'MB' | '/s' | '×';

/** The same work, done as the peer does it, in the same session. */
export type Anchor =
  | { readonly what: string; readonly value: number }
  /** It takes something that this machine hasn't got. */
  | { readonly what: string; readonly missing: string };

/** What we promised ourselves: so many times better than the anchor, or a limit for the value itself. */
export type Goal =
  | { readonly kind: 'times'; readonly atLeast: number }
  | { readonly kind: 'most'; readonly value: number }
  | { readonly kind: 'least'; readonly value: number };

/** One line of the table. */
export interface Row {
  readonly work: string;
  readonly value: number;
  readonly unit: Unit;
  readonly anchor?: Anchor;
  /** What the peer itself was measured at, on another day, and where. */
  readonly peer?: string;
  readonly goal?: Goal;
}

/** Seconds of the same work at growing sizes. */
export interface Growth {
  readonly work: string;
  /** What grows. */
  readonly by: string;
  readonly sizes: readonly number[];
  readonly seconds: readonly number[];
}

export interface Measured {
  readonly rows: readonly Row[];
  readonly growth?: readonly Growth[];
}

/** Sizes: `full` are the goals', `short` shows in a minute that everything still runs. */
export type Size = 'full' | 'short';

export interface Benchmark {
  readonly name: string;
  run(size: Size): Promise<Measured>;
}
