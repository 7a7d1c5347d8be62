import cliProgress from 'cli-progress';

/** Says on stderr how far a search is; silent when stderr is not a terminal. */
export interface SearchProgress {
  stage(name: string): void;
  /** One candidate was tried. */
  trial(strategy: string, id: string): void;
  done(): void;
}

/** A bar over the candidates of each search, with the time it still takes. */
export function openSearchProgress(wanted: boolean, budget: number): SearchProgress {
  if (!wanted || !process.stderr.isTTY) return { stage: () => undefined, trial: () => undefined, done: () => undefined };
  const bar = new cliProgress.SingleBar(
    {
      format: 'tune  {bar} {value}/{total} candidates  {eta_formatted} left  {name}',
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
      gracefulExit: false,
      barsize: 24,
      etaBuffer: 50,
    },
    cliProgress.Presets.shades_classic,
  );
  const tried = new Set<string>();
  let name = '';
  return {
    stage(stage) {
      name = stage;
      tried.clear();
      bar.start(budget, 0, { name });
      bar.render();
    },
    trial(_strategy, id) {
      // A candidate may be tried again, on more queries.
      tried.add(id);
      bar.update(tried.size, { name });
    },
    done: () => bar.stop(),
  };
}
