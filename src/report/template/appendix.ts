/** What the numbers rest on. */
export const APPENDIX = `{{#if candidates}}
<section aria-labelledby="candidates">
<h2 id="candidates">Candidates tried</h2>
{{#if candidateChart}}<figure>
{{#> scroll label="Chart of candidates"}}{{{@root.candidateChart.drawing}}}{{/scroll}}
<ul class="key" aria-label="Key">{{#each candidateChart.key}}<li><svg viewBox="0 0 28 14" aria-hidden="true"><path d="M0 7h28" stroke="{{colour}}" stroke-dasharray="{{dash}}" stroke-width="2"/></svg> {{label}}</li>{{/each}}
<li><svg viewBox="0 0 20 14" aria-hidden="true"><circle cx="10" cy="7" r="4" fill="none" stroke="var(--ink)"/></svg> on validation</li>
<li><svg viewBox="0 0 20 14" aria-hidden="true"><path d="M10 0l6 7-6 7-6-7z" fill="var(--ink)"/></svg> picked there</li>
<li><svg viewBox="0 0 20 14" aria-hidden="true"><path d="M5 2h10v10H5z" fill="var(--ink)"/></svg> the same on the reported part</li></ul>
<figcaption>Candidates of a strategy by cost, as they were ranked. Where the picked one falls on the reported part, on other queries, shows what the ranking could not know.</figcaption>
</figure>{{/if}}
<details id="numbers-candidates"><summary>{{candidates.rows.length}} candidates, ranked on the validation part only</summary>{{> table candidates}}</details>
</section>
{{/if}}
{{#if search}}
<section aria-labelledby="search">
<h2 id="search">Search</h2>
{{#each search.searches}}<h3>{{strategy}}</h3>
<dl>{{#each facts}}<div><dt>{{term}}</dt><dd>{{text}}</dd></div>{{/each}}</dl>
{{#if improvements}}<details><summary>How it got better</summary>{{> table improvements}}</details>{{/if}}{{/each}}
</section>
{{/if}}
<section aria-labelledby="data">
<h2 id="data">Data and audits</h2>
<p>{{workload.summary}}</p>
{{> tiles tiles=workload.tiles}}
<p class="soft">{{workload.headroom}}</p>
{{#if workload.audits}}<h3>Audits</h3>
<ul class="audits">{{#each workload.audits}}<li><span class="{{cls}}"><span aria-hidden="true">{{sign}}</span> {{level}}</span> <span>{{message}}</span></li>{{/each}}</ul>{{/if}}
{{#if workload.models}}<h3>Models</h3>
{{> table workload.models}}{{/if}}
{{#if workload.categories}}<details><summary>Queries by category</summary>{{> table workload.categories}}</details>{{/if}}
</section>
<section aria-labelledby="metrics">
<h2 id="metrics">What the numbers mean</h2>
{{#if numbers}}<details><summary>Every number of every row, with intervals</summary>{{> table numbers}}</details>{{/if}}
{{#if frontiers}}<details><summary>AIQ, hypervolume and distance to the front of every set of operating points</summary>{{> table frontiers}}</details>{{/if}}
{{#if metrics}}<details><summary>Every metric with its definition and source</summary>{{> table metrics}}</details>{{/if}}
</section>
<section aria-labelledby="provenance">
<h2 id="provenance">Provenance</h2>
<dl>{{#each provenance.facts}}<div><dt>{{term}}</dt><dd>{{text}}</dd></div>{{/each}}</dl>
{{#if provenance.files}}<details><summary>Input files and their SHA-256</summary>{{> table provenance.files}}</details>{{/if}}
{{#if provenance.routers}}<details><summary>Measured routers: size, decision time, hash</summary>{{> table provenance.routers}}</details>{{/if}}
</section>
`;
