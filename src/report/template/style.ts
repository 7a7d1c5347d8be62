import { ANALYSIS_STYLE } from './style/analysis.js';
import { BASE } from './style/base.js';
import { COLOURS } from './style/colours.js';
import { CONTROLS } from './style/controls.js';
import { COST_QUALITY_STYLE } from './style/cost-quality.js';
import { EXPORTS_STYLE } from './style/exports.js';
import { NARROW } from './style/narrow.js';
import { PRINT } from './style/print.js';
import { QUERIES_STYLE } from './style/queries.js';
import { SIMULATION_STYLE } from './style/simulation.js';
import { WHAT_IF_STYLE } from './style/what-if.js';

/** Styles of sections that the page's script makes: one file and one line each. */
const SECTION_STYLES: readonly string[] = [
  COST_QUALITY_STYLE,
  ANALYSIS_STYLE,
  QUERIES_STYLE,
  WHAT_IF_STYLE,
  SIMULATION_STYLE,
  EXPORTS_STYLE,
];

/** The page's only style; its hash stands in the content security policy. Narrow screens and paper have the last word. */
export const STYLE = [COLOURS, BASE, CONTROLS, ...SECTION_STYLES, NARROW, PRINT].join('');
