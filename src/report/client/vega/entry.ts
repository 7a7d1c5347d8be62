import { Error as errorsOnly, logger, parse, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile } from 'vega-lite';
import { type ChartLibrary, LIBRARY_KEY } from './library.js';

/** The script that a page starts when a chart is first touched: it leaves the library where `loadVega` looks for it. */
const library: ChartLibrary = {
  view: (spec, container, tell) =>
    new View(parse(compile(spec, { logger: logger(errorsOnly) }).spec, undefined, { ast: true }), {
      // Expressions are walked, not compiled: the page allows no eval.
      expr: expressionInterpreter,
      renderer: 'svg',
      container,
      hover: true,
      logger: logger(errorsOnly),
      // Without an event, what was pointed at is gone.
      tooltip: (_handler, event: MouseEvent | null, _item, value: unknown) =>
        tell(event !== null && typeof value === 'string' ? value : null, { x: event?.clientX ?? 0, y: event?.clientY ?? 0 }),
    }),
};

Object.defineProperty(globalThis, LIBRARY_KEY, { value: library });
