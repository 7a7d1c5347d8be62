/** How a metric is to be read and formatted. */
export type MetricUnit = 'fraction' | 'usd' | 'calls' | 'ms' | 'ratio' | 'count';

export interface MetricDefinition {
  /** Dotted, e.g. `quality.mean`. */
  readonly name: string;
  readonly title: string;
  readonly unit: MetricUnit;
  readonly better: 'higher' | 'lower' | 'neither';
  /** One sentence: what it is. */
  readonly definition: string;
  /** Where the definition comes from. */
  readonly source: string;
}
