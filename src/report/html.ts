import Handlebars from 'handlebars';
import type { Results } from '../domain/results.js';
import { sha256Hex } from '../router/identity/sha256.js';
import { costQualityPoints, costQualitySpec } from './chart/cost-quality.js';
import { curvesSpec } from './chart/curves.js';
import { sharesSpec } from './chart/shares.js';
import { chartSvg } from './chart/svg.js';
import { costView } from './cost-view.js';
import { pageView } from './page-view.js';
import { PAGE } from './template/page.js';
import { STYLE } from './template/style.js';

const template = Handlebars.compile(PAGE, { strict: false, knownHelpersOnly: true });

/**
 * The comparison as one page that works from disk: no script, no request, charts as drawings with tables beside them. The
 * policy allows nothing but the page's own style.
 */
export async function renderHtml(results: Results): Promise<string> {
  const routed = results.rows.some(({ kind }) => kind !== 'control');
  return template({
    ...pageView(results),
    style: STYLE,
    csp: `default-src 'none'; style-src 'sha256-${base64OfHex(sha256Hex(STYLE))}'; base-uri 'none'; form-action 'none'`,
    costQuality:
      costQualityPoints(results).length > 1
        ? await chartSvg(
            costQualitySpec(results, costView(results).title),
            `Cost against quality of ${results.rows.length} rows; the table below holds the numbers`,
          )
        : null,
    curvesDrawing:
      results.curves.length > 0
        ? await chartSvg(
            curvesSpec(results),
            'Quality by share of queries sent to the strong model; the table below holds the statistics',
          )
        : null,
    sharesDrawing: routed
      ? await chartSvg(sharesSpec(results), 'Share of first calls by model and strategy; the table below holds the numbers')
      : null,
  });
}

function base64OfHex(hex: string): string {
  let bytes = '';
  for (let i = 0; i < hex.length; i += 2) bytes += String.fromCharCode(Number.parseInt(hex.slice(i, i + 2), 16));
  return btoa(bytes);
}
