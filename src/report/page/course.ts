/** A small drawing of one measure over a day, a line a row, in user units of a 320 × 90 field. */
export interface Course {
  readonly title: string;
  /** What the drawing shows, in words. */
  readonly about: string;
  /** Texts of the upper and the lower end of the scale. */
  readonly top: string;
  readonly bottom: string;
  readonly lines: readonly { readonly cls: string; readonly points: string }[];
}

/** Place of the lines within the drawing. */
const FIELD = { width: 320, height: 80, top: 5 } as const;

/** What a course is drawn from. */
export interface CourseInput {
  readonly title: string;
  readonly rows: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
  readonly format: (value: number) => string;
  /** Lowest value of the scale; the lowest of all where nothing is said. */
  readonly from?: number;
}

/** Null where nothing is known of the measure. */
export function course({ title, rows, format, from }: CourseInput): Course | null {
  const known = rows.flatMap(({ values }) => values.filter((value): value is number => value !== null));
  if (known.length === 0) return null;
  const low = from ?? least(known);
  const high = Math.max(low, most(known));
  const text = rows.map(({ name, values }) => {
    const own = values.filter((value): value is number => value !== null);
    return own.length === 0 ? `${name}: not known` : `${name} from ${format(least(own))} to ${format(most(own))}`;
  });
  return {
    title,
    about: `${title} over time: ${text.join('; ')}. The table below holds the numbers`,
    top: format(high),
    bottom: format(low),
    lines: rows.flatMap(({ values }, row) =>
      pieces(values).map((piece) => ({ cls: `line-${row % 6}`, points: pointsOf(piece, values.length, low, high) })),
    ),
  };
}

function least(values: readonly number[]): number {
  return values.reduce((held, value) => Math.min(held, value));
}

function most(values: readonly number[]): number {
  return values.reduce((held, value) => Math.max(held, value));
}

type Point = readonly [step: number, value: number];

/** Runs of known values: a line has gaps where nothing is known. */
function pieces(values: readonly (number | null)[]): Point[][] {
  const made: Point[][] = [];
  values.forEach((value, step) => {
    if (value === null) return;
    const last = made.at(-1);
    if (last !== undefined && last.at(-1)?.[0] === step - 1) last.push([step, value]);
    else made.push([[step, value]]);
  });
  return made;
}

/** A single step is drawn as a short line: a point has no length. */
function pointsOf(piece: readonly Point[], steps: number, low: number, high: number): string {
  const x = (step: number): string => ((FIELD.width * step) / steps).toFixed(1);
  const y = (value: number): string =>
    (FIELD.top + FIELD.height * (high === low ? 0.5 : (high - value) / (high - low))).toFixed(1);
  const ends = piece.map(([step, value]) => `${x(step)},${y(value)}`);
  const [step, value] = piece.at(-1) as Point;
  return [...ends, `${x(step + 1)},${y(value)}`].join(' ');
}
