import type { Results } from '../domain/results.js';
import { sha256Hex } from '../router/identity/sha256.js';
import { PAGE_SCRIPT } from './asset/page-script.js';
import { VEGA_SCRIPT } from './asset/vega-script.js';
import { candidatesSpec, sweptStrategies } from './chart/candidates.js';
import { costQualityChart } from './chart/cost-quality.js';
import { curveStyle, curvesSpec } from './chart/curves.js';
import { regretSpec } from './chart/regret.js';
import { reliabilitySpec } from './chart/reliability.js';
import { settingSweepSpec } from './chart/setting-sweep.js';
import { sharesSpec } from './chart/shares.js';
import { chartSvg } from './chart/svg.js';
import { inertResults, inertTexts } from './inert-text.js';
import { type PageBlock, type PageQueries, pageBlocks } from './pack/page-blocks.js';
import { type Drawings, type PageExtras, type PageView, pageView } from './page/page-view.js';
import { MOST_DRAWN } from './page/setting-section.js';
import type { RunNotes } from './protocol-text.js';
import { PAGE } from './template/page.js';
import { PARTIALS } from './template/partials.js';
import { STYLE } from './template/style.js';

/**
 * The comparison as one page that works from disk: no request, charts as drawings with tables beside them, whole without its
 * script. Its policy allows nothing but the page's own style and script, by their hashes. The same results give the same bytes.
 */
export async function renderHtml(
  results: Results,
  notes: RunNotes = {},
  queries: PageQueries = { absent: 'the page was made from the results alone' },
  { exports = [], simulation = null }: Partial<PageExtras> = {},
): Promise<string> {
  const shown = inertResults(results);
  const template = await pageTemplate();
  const blocks = [...(await pageBlocks(shown, queries)), VEGA_BLOCK];
  return template({
    ...pageView(shown, await draw(shown), notes, queries, { exports, simulation: inertTexts(simulation) }),
    blocks,
    style: STYLE,
    script: PAGE_SCRIPT,
    csp: POLICY,
  });
}

/** Charts are started by the page's script when one is first touched. */
const VEGA_BLOCK: PageBlock = { id: 'block-vega', type: 'application/x-gzip-base64', text: VEGA_SCRIPT.gzipBase64 };

const POLICY = [
  "default-src 'none'",
  `script-src 'sha256-${sha256Base64(PAGE_SCRIPT)}' 'sha256-${VEGA_SCRIPT.sha256Base64}'`,
  `style-src 'sha256-${sha256Base64(STYLE)}'`,
  'img-src data: blob:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

interface TemplateInput extends PageView {
  readonly style: string;
  readonly script: string;
  readonly blocks: readonly PageBlock[];
  readonly csp: string;
}

/** Handlebars is loaded when a page is first wanted. Strict: a member that the view lacks is a mistake, not an empty text. */
async function pageTemplate(): Promise<(input: TemplateInput) => string> {
  const { default: handlebars } = await import('handlebars');
  const own = handlebars.create();
  for (const [name, text] of Object.entries(PARTIALS)) own.registerPartial(name, text);
  return own.compile<TemplateInput>(PAGE, { strict: true, knownHelpersOnly: true });
}

/** One after another: each takes many megabytes while it is drawn. */
async function draw(results: Results): Promise<Drawings> {
  const costQuality = costQualityChart(results);
  const main = await chartSvg(
    costQuality?.spec ?? null,
    `Cost against quality of ${results.rows.length} rows; the table below holds the numbers`,
    'numbers-cost-quality',
  );
  const sweeps = await chartSvg(
    curvesSpec(results),
    'Quality by share of queries sent to the strong model; the table below holds the numbers',
    'numbers-sweeps',
  );
  const shares = await chartSvg(
    sharesSpec(results),
    'Share of first calls by model and row; the table below holds the numbers',
    'numbers-shares',
  );
  const regret = await chartSvg(
    regretSpec(results),
    'Quality lost and cost overspent against the oracle by row; the table below holds the numbers',
    'numbers-regret',
  );
  const candidates = await chartSvg(
    candidatesSpec(results),
    'Cost and quality of candidates on validation, and of the picked ones on the reported part; the table below holds the numbers',
    'numbers-candidates',
  );
  const reliability = await chartSvg(
    reliabilitySpec(results),
    'Real against predicted quality by bin; the tables beside it hold the numbers',
    'numbers-predictions',
  );
  const settings: (string | null)[] = [];
  for (const [index, sweep] of results.settingSweeps.slice(0, MOST_DRAWN).entries())
    settings.push(
      await chartSvg(
        settingSweepSpec(results, sweep),
        `Quality and cost of ${sweep.label} over ${sweep.setting}; the table below holds the numbers`,
        `numbers-setting-${index}`,
      ),
    );
  return {
    costQuality: main,
    unlabelled: costQuality?.unlabelled ?? 0,
    sweeps,
    sweepKey: results.curves.map(({ label }, index) => ({ label, ...curveStyle(index) })),
    settings: settings.map((drawing) => drawing ?? ''),
    shares,
    regret,
    candidates,
    candidateKey: sweptStrategies(results).map((label, index) => ({ label, ...curveStyle(index) })),
    reliability,
  };
}

function sha256Base64(text: string): string {
  const hex = sha256Hex(text);
  let bytes = '';
  for (let i = 0; i < hex.length; i += 2) bytes += String.fromCharCode(Number.parseInt(hex.slice(i, i + 2), 16));
  return btoa(bytes);
}
