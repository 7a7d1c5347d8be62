import cliProgress from 'cli-progress';

/** Says on stderr what a longer run is doing; silent when stderr is not a terminal. */
export interface Progress {
  stage(name: string): void;
  /** Units of the current stage. */
  unit(done: number, all: number, kind: string): void;
  done(): void;
}

const STAGES = ['reading the workspace', 'scoring recordings', 'comparing', 'writing the report'];

/** A bar over the run's stages. Drawn at once on each stage, because the work between stages may not yield. */
export function openProgress(wanted: boolean): Progress {
  if (!wanted || !process.stderr.isTTY) return { stage: () => undefined, unit: () => undefined, done: () => undefined };
  const bar = new cliProgress.SingleBar(
    {
      format: 'run   {bar} {value}/{total}  {name}',
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
      // It would take the bar away and go on.
      gracefulExit: false,
      barsize: 24,
    },
    cliProgress.Presets.shades_classic,
  );
  bar.start(STAGES.length, 0, { name: '' });
  let current = '';
  return {
    unit: (done, all, kind) => bar.update({ name: `${current}: ${kind} ${done} of ${all}` }),
    stage(name) {
      current = name;
      bar.update(Math.max(0, STAGES.indexOf(name)), { name });
      bar.render();
    },
    done: () => bar.stop(),
  };
}

/** Says on stderr how many days are simulated; silent when stderr is not a terminal. */
export interface DayProgress {
  days(count: number): void;
  day(): void;
  done(): void;
}

/** A bar over simulated days, drawn by hand: nothing yields between them. */
export function openDayProgress(wanted: boolean, what: 'days' | 'tests' = 'days'): DayProgress {
  if (!wanted || !process.stderr.isTTY) return { days: () => undefined, day: () => undefined, done: () => undefined };
  const bar = new cliProgress.SingleBar(
    {
      format: `simulate  {bar} {value}/{total} ${what}`,
      stream: process.stderr,
      clearOnComplete: true,
      // Nobody would show it again where the process is ended between two days.
      hideCursor: false,
      gracefulExit: false,
      barsize: 24,
    },
    cliProgress.Presets.shades_classic,
  );
  return {
    days: (count) => bar.start(count, 0),
    day() {
      bar.increment();
      bar.render();
    },
    done: () => bar.stop(),
  };
}
