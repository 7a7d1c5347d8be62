import { DUEL, LATENCY, REGRET } from './analysis.js';
import { APPENDIX } from './appendix.js';
import { COST_QUALITY, SETTINGS, SHARES, SWEEPS } from './charts.js';
import { CATEGORIES, COMPARISON } from './comparison.js';
import { EXPORTS } from './exports.js';
import { JUDGE } from './judge.js';
import { MEMORY } from './memory.js';
import { PROMISES } from './promises.js';
import { ROBUSTNESS } from './robustness.js';
import { SIMULATION } from './simulation.js';
import { VERDICT } from './verdict.js';

/** The whole page as a Handlebars template: every value is escaped but the style, the script and our own drawings. */
export const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{{{csp}}}">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="{{generator}}">
<link rel="icon" href="data:,">
<title>{{title}}</title>
<style>{{{style}}}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the verdict</a>
<header>
<div class="top">
<h1>{{name}}</h1>
{{#if synthetic}}<span class="badge open">synthetic data</span>{{/if}}
<p>{{measured}}</p>
<nav aria-label="Sections">{{#each nav}}<a href="#{{id}}">{{text}}</a> {{/each}}</nav>
</div>
</header>
<main id="main">
${VERDICT}${COMPARISON}${COST_QUALITY}${CATEGORIES}${DUEL}${REGRET}${SHARES}${LATENCY}${SWEEPS}${SETTINGS}${PROMISES}${MEMORY}${JUDGE}${ROBUSTNESS}${SIMULATION}${EXPORTS}${APPENDIX}</main>
<footer><p>{{footer}}</p></footer>
{{#each blocks}}<script type="{{type}}" id="{{id}}">{{{text}}}</script>
{{/each}}<script>{{{script}}}</script>
</body>
</html>
`;
