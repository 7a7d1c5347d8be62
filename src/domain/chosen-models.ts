/** What somebody else's strategy chose for every query: compared like a router, but never chosen or exported. */
export interface ChosenModels {
  /** `decisions`: read from a file; `module`: asked of a drop-in module. */
  readonly kind: 'decisions' | 'module';
  readonly name: string;
  /** One sentence for readers who don't know the name. */
  readonly description?: string;
  /** Index into the models' order by query of the dataset; -1 where there is no choice. */
  readonly choice: Int16Array;
}
