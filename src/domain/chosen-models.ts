/** What somebody else's strategy chose for every query: compared like a router, but never chosen or exported. */
export interface ChosenModels {
  readonly name: string;
  /** Index into the models' order by query of the dataset; -1 where the file says nothing. */
  readonly choice: Int16Array;
}
