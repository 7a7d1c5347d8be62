/** What a router comes to on a part, per query; null where not known. */
export interface SweptMeans {
  readonly quality: number | null;
  /** Mean cost of a query in the cost unit. */
  readonly cost: number | null;
}

/** A router with one number of its file set to `value`, all else as it is. */
export interface SettingPoint {
  readonly value: number;
  /** A candidate of the run had this value. */
  readonly tried: boolean;
  /** Share of reported queries for which the comparison holds; null where the number is no threshold. */
  readonly holds: number | null;
  /** On the part that was chosen on; null where there is none. */
  readonly validation: SweptMeans | null;
  readonly reported: SweptMeans;
}

/** A reported router over the values of the one number that it could be set by. To be looked at: nothing is chosen by it. */
export interface SettingSweep {
  readonly rowId: string;
  readonly label: string;
  /** A threshold's comparison, `prompt.tokens $gt`, or a range's path in the strategy file. */
  readonly setting: string;
  /** A threshold goes through the values that queries have, a range through those it lists. */
  readonly kind: 'threshold' | 'range';
  /** The value the reported router has. */
  readonly chosen: number;
  /** By value, ascending. */
  readonly points: readonly SettingPoint[];
}
