/** The page. Handlebars escapes every value; drawings and interval bars are our own markup and come in triple braces. */
export const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{{{csp}}}">
<meta name="referrer" content="no-referrer">
<title>{{name}}: routing comparison</title>
<style>{{{style}}}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the verdict</a>
<header><div>
<h1><bdi>{{name}}</bdi></h1>
{{#if synthetic}}<span class="badge synthetic">synthetic data</span>{{/if}}
<p>{{measured}}</p>
</div></header>
<main id="main">
<section aria-labelledby="h-verdict">
<h2 id="h-verdict">Verdict</h2>
<div class="verdict {{tone}}"><p class="main">{{verdict}}</p>{{#each reasons}}<p>{{this}}</p>{{/each}}</div>
{{#if tiles}}<ul class="tiles">{{#each tiles}}<li><span>{{title}}</span><b>{{value}}</b><span>{{detail}}</span></li>{{/each}}</ul>{{/if}}
</section>
{{#if constraints}}
<section aria-labelledby="h-constraints">
<h2 id="h-constraints">Constraints</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Constraints by strategy"><table>
<caption>Judged on the bound of the interval: pass when the unfavourable bound still meets the limit, fail when even the favourable one does not.</caption>
<thead><tr><th scope="col">strategy</th>{{#each constraintTitles}}<th scope="col">{{this}}</th>{{/each}}</tr></thead>
<tbody>{{#each constraints}}<tr{{#if chosen}} class="chosen"{{/if}}><th scope="row"><bdi>{{label}}</bdi></th>{{#each cells}}<td class="{{verdict}}">{{sign}} {{verdict}} · {{observed}}</td>{{/each}}</tr>{{/each}}</tbody>
</table></div>
</section>
{{/if}}
<section aria-labelledby="h-table">
<h2 id="h-table">Comparison</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Comparison table"><table>
<caption>{{tableCaption}}</caption>
<thead><tr>{{#each columns}}<th scope="col" class="{{cls}}">{{title}}</th>{{/each}}</tr></thead>
{{#each sections}}<tbody><tr class="section"><th colspan="{{../columnCount}}" scope="rowgroup">{{title}}</th></tr>
{{#each rows}}<tr{{#if chosen}} class="chosen"{{/if}}><th scope="row">{{#if chosen}}★ {{/if}}<bdi>{{name}}</bdi></th><td>{{{bar}}}</td>{{#each cells}}<td class="{{cls}}">{{text}}</td>{{/each}}</tr>
{{/each}}</tbody>{{/each}}
</table></div>
</section>
{{#if costQuality}}
<section aria-labelledby="h-front">
<h2 id="h-front">Cost against quality</h2>
<figure><div class="draw">{{{costQuality}}}</div><figcaption>Points with their intervals both ways. Solid steps: the front of what could be shipped. Dashed: what mixing single models at random reaches. The ring marks the choice. Controls and rows that read outcomes cannot be shipped.</figcaption></figure>
<details><summary>The same as a table</summary><div class="scroll" tabindex="0" role="region" aria-label="Cost and quality by row"><table>
<thead><tr><th scope="col">row</th><th scope="col">kind</th><th scope="col" class="r">{{costTitle}}</th><th scope="col" class="r">quality</th><th scope="col">on the front</th></tr></thead>
<tbody>{{#each points}}<tr><th scope="row"><bdi>{{label}}</bdi></th><td>{{kind}}</td><td class="r">{{cost}}</td><td class="r">{{quality}}</td><td>{{front}}</td></tr>{{/each}}</tbody>
</table></div></details>
</section>
{{/if}}
{{#if curves}}
<section aria-labelledby="h-curves">
<h2 id="h-curves">Sweeps from weak to strong</h2>
<figure><div class="draw">{{{curvesDrawing}}}</div><figcaption>Quality as more queries go from <bdi>{{weak}}</bdi> to <bdi>{{strong}}</bdi>. A learned router that does not beat prompt length is not learning.</figcaption></figure>
<div class="scroll" tabindex="0" role="region" aria-label="Sweep statistics"><table>
<thead><tr><th scope="col">sweep</th><th scope="col" class="r">APGR</th><th scope="col" class="r">APGR (11 quantiles)</th><th scope="col" class="r">CPT 50 %</th><th scope="col" class="r">CPT 80 %</th></tr></thead>
<tbody>{{#each curves}}<tr><th scope="row"><bdi>{{label}}</bdi></th><td class="r">{{apgr}}</td><td class="r">{{apgrQuantile}}</td><td class="r">{{cpt50}}</td><td class="r">{{cpt80}}</td></tr>{{/each}}</tbody>
</table></div>
</section>
{{/if}}
{{#if heat}}
<section aria-labelledby="h-categories">
<h2 id="h-categories">By category</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Quality difference by category"><table>
<caption>Quality difference to <bdi>{{reference}}</bdi> in points. ▲ and ▼ mark differences whose interval excludes 0; grey cells have fewer than 20 queries.</caption>
<thead><tr><th scope="col">category</th><th scope="col" class="r">n</th>{{#each heatColumns}}<th scope="col" class="r"><bdi>{{this}}</bdi></th>{{/each}}</tr></thead>
<tbody>{{#each heat}}<tr><th scope="row"><bdi>{{category}}</bdi></th><td class="r">{{n}}</td>{{#each cells}}<td class="r {{cls}}">{{text}}</td>{{/each}}</tr>{{/each}}</tbody>
</table></div>
</section>
{{/if}}
{{#if shares}}
<section aria-labelledby="h-shares">
<h2 id="h-shares">Model shares</h2>
<figure><div class="draw">{{{sharesDrawing}}}</div><figcaption>Which model each strategy asks first.</figcaption></figure>
<details><summary>The same as a table</summary><div class="scroll" tabindex="0" role="region" aria-label="Model shares"><table>
<thead><tr><th scope="col">strategy</th>{{#each models}}<th scope="col" class="r"><bdi>{{modelId}}</bdi></th>{{/each}}<th scope="col" class="r">fallback</th><th scope="col" class="r">no answer</th></tr></thead>
<tbody>{{#each shares}}<tr><th scope="row"><bdi>{{label}}</bdi></th>{{#each cells}}<td class="r">{{this}}</td>{{/each}}</tr>{{/each}}</tbody>
</table></div></details>
</section>
{{/if}}
{{#if candidates}}
<section aria-labelledby="h-candidates">
<h2 id="h-candidates">Candidates tried</h2>
<details><summary>{{candidates.length}} candidates, ranked on the validation part only</summary><div class="scroll" tabindex="0" role="region" aria-label="Candidates"><table>
<thead><tr><th scope="col">candidate</th><th scope="col">parameters</th><th scope="col" class="r">quality</th><th scope="col" class="r">{{costTitle}}</th><th scope="col">constraints</th><th scope="col">measured on test</th></tr></thead>
<tbody>{{#each candidates}}<tr><th scope="row"><bdi>{{id}}</bdi></th><td class="wrap"><code>{{parameters}}</code></td><td class="r">{{quality}}</td><td class="r">{{cost}}</td><td>{{constraints}}</td><td>{{selected}}</td></tr>{{/each}}</tbody>
</table></div></details>
</section>
{{/if}}
<section aria-labelledby="h-data">
<h2 id="h-data">Data and audits</h2>
<p>{{headroom}}</p>
{{#if audits}}<ul class="audits">{{#each audits}}<li><strong class="{{cls}}">{{level}}</strong> {{message}}</li>{{/each}}</ul>{{/if}}
<div class="scroll" tabindex="0" role="region" aria-label="Models"><table>
<caption>Models, prices in USD per million tokens ({{prices}})</caption>
<thead><tr><th scope="col">model</th><th scope="col">provider</th><th scope="col">tags</th><th scope="col" class="r">input</th><th scope="col" class="r">output</th><th scope="col" class="r">recorded</th><th scope="col" class="r">errors</th><th scope="col" class="r">refusals</th></tr></thead>
<tbody>{{#each models}}<tr><th scope="row"><bdi>{{modelId}}</bdi></th><td>{{provider}}</td><td>{{tags}}</td><td class="r">{{input}}</td><td class="r">{{output}}</td><td class="r">{{recorded}}</td><td class="r">{{errors}}</td><td class="r">{{refusals}}</td></tr>{{/each}}</tbody>
</table></div>
</section>
<section aria-labelledby="h-metrics">
<h2 id="h-metrics">What the numbers mean</h2>
<details><summary>Every metric with its definition and source</summary><div class="scroll" tabindex="0" role="region" aria-label="Metric definitions"><table>
<thead><tr><th scope="col">metric</th><th scope="col">definition</th><th scope="col">source</th></tr></thead>
<tbody>{{#each metrics}}<tr><th scope="row">{{title}}<br><code>{{name}}</code></th><td class="wrap">{{definition}}</td><td class="wrap">{{source}}</td></tr>{{/each}}</tbody>
</table></div></details>
</section>
<section aria-labelledby="h-provenance">
<h2 id="h-provenance">Provenance</h2>
<dl>{{#each provenance}}<dt>{{term}}</dt><dd>{{text}}</dd>{{/each}}</dl>
<details><summary>Input files and their SHA-256</summary><div class="scroll" tabindex="0" role="region" aria-label="Input files"><table>
<thead><tr><th scope="col">role</th><th scope="col">file</th><th scope="col">SHA-256</th></tr></thead>
<tbody>{{#each files}}<tr><td>{{role}}</td><td><bdi>{{path}}</bdi></td><td><code>{{sha256}}</code></td></tr>{{/each}}</tbody>
</table></div></details>
</section>
</main>
<footer><div>{{footer}}</div></footer>
</body>
</html>
`;
