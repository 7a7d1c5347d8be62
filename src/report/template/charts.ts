/** Drawings, each with the table that holds its numbers. Drawings come from our own chart code, which escapes their texts. */
export const COST_QUALITY = `{{#if costQuality}}
<section aria-labelledby="cost-quality">
<h2 id="cost-quality">Cost against quality</h2>
<figure>
{{#> scroll label="Chart of cost against quality"}}{{{@root.costQuality.drawing}}}{{/scroll}}
<ul class="key" aria-label="Key">
<li><svg viewBox="0 0 20 14" aria-hidden="true"><circle cx="10" cy="7" r="5" fill="var(--strategy)"/></svg> strategy</li>
<li><svg viewBox="0 0 20 14" aria-hidden="true"><path d="M5 2h10v10H5z" fill="var(--single)"/></svg> single model</li>
<li><svg viewBox="0 0 20 14" aria-hidden="true"><path d="M10 1l6 11H4z" fill="var(--control)"/></svg> control</li>
<li><svg viewBox="0 0 20 14" aria-hidden="true"><path d="M10 0l6 7-6 7-6-7z" fill="var(--oracle)"/></svg> reads outcomes: a bound, not deployable</li>
<li><svg viewBox="0 0 28 14" aria-hidden="true"><path d="M0 11h14V3h14" fill="none" stroke="var(--strategy)" stroke-opacity=".6" stroke-width="2"/></svg> front of what could ship</li>
<li><svg viewBox="0 0 28 14" aria-hidden="true"><path d="M0 12L28 2" fill="none" stroke="var(--single)" stroke-dasharray="5 4" stroke-width="1.5"/></svg> mixing single models at random</li>
<li><svg viewBox="0 0 20 14" aria-hidden="true"><circle cx="10" cy="7" r="5.5" fill="none" stroke="var(--good)" stroke-width="2"/></svg> the choice</li>
</ul>
<figcaption>Up and to the left is better. Whiskers are the intervals of both means.{{#if costQuality.unlabelled}} {{costQuality.unlabelled}} crowded points have no label; the table names them all.{{/if}}</figcaption>
</figure>
{{#if costQuality.table}}<details id="numbers-cost-quality"><summary>The same as a table</summary>{{> table costQuality.table}}</details>{{/if}}
</section>
{{/if}}
`;

export const SWEEPS = `{{#if sweeps}}
<section aria-labelledby="sweeps">
<h2 id="sweeps">Sweeps from weak to strong</h2>
<figure>
{{#> scroll label="Chart of sweeps"}}{{{@root.sweeps.drawing}}}{{/scroll}}
<ul class="key" aria-label="Key">{{#each sweeps.key}}<li><svg viewBox="0 0 28 14" aria-hidden="true"><path d="M0 7h28" stroke="{{colour}}" stroke-dasharray="{{dash}}" stroke-width="2"/></svg> {{label}}</li>{{/each}}{{#if sweeps.rows}}<li><svg viewBox="0 0 20 14" aria-hidden="true"><path d="M10 0l6 7-6 7-6-7z" fill="var(--ink)"/></svg> a compared row that asks these two</li>{{/if}}{{#if sweeps.validated}}<li><svg viewBox="0 0 28 14" aria-hidden="true"><path d="M0 7h28" stroke="var(--ink)" stroke-width="1"/></svg> thin: the same on validation</li>{{/if}}</ul>
<figcaption>Quality as more queries go from {{sweeps.weak}} to {{sweeps.strong}}. A learned router that does not beat prompt length is not learning.</figcaption>
</figure>
{{#if sweeps.statistics}}{{> table sweeps.statistics}}{{/if}}
{{#if sweeps.points}}<details id="numbers-sweeps"><summary>The curves as a table</summary>{{> table sweeps.points}}</details>{{/if}}
</section>
{{/if}}
`;

export const SETTINGS = `{{#if settings}}
<section aria-labelledby="settings">
<h2 id="settings">Sweeps of one setting</h2>
<p class="soft">{{settings.caption}}</p>
<ul class="key" aria-label="Key">{{#if settings.validated}}<li><svg viewBox="0 0 28 14" aria-hidden="true"><path d="M0 7h28" stroke="var(--single)" stroke-dasharray="6 4" stroke-width="2"/></svg> validation</li>{{/if}}<li><svg viewBox="0 0 28 14" aria-hidden="true"><path d="M0 7h28" stroke="var(--strategy)" stroke-width="2"/></svg> {{settings.place}}</li>
{{#if settings.validated}}<li><svg viewBox="0 0 20 14" aria-hidden="true"><circle cx="10" cy="7" r="4" fill="none" stroke="var(--single)"/></svg> tried</li><li><svg viewBox="0 0 20 14" aria-hidden="true"><path d="M10 0l6 7-6 7-6-7z" fill="var(--single)"/></svg> the reported value, on validation</li>{{/if}}<li><svg viewBox="0 0 20 14" aria-hidden="true"><path d="M5 2h10v10H5z" fill="var(--strategy)"/></svg> the same on {{settings.place}}</li></ul>
{{#each settings.sweeps}}<div class="setting-sweep"><h3>{{title}}</h3>
{{#if drawing}}<figure>{{#> scroll label=title}}{{{drawing}}}{{/scroll}}</figure>{{/if}}
{{#if table}}<details id="numbers-setting-{{@index}}"><summary>{{title}}, as a table</summary>{{> table table}}</details>{{/if}}</div>
{{/each}}</section>
{{/if}}
`;

export const SHARES = `{{#if shares}}
<section aria-labelledby="shares">
<h2 id="shares">Model shares</h2>
<figure>
{{#> scroll label="Chart of model shares"}}{{{@root.shares.drawing}}}{{/scroll}}
<ul class="key" aria-label="Key">{{#each shares.key}}<li><svg viewBox="0 0 20 14" aria-hidden="true"><path d="M2 1h16v12H2z" fill="{{colour}}"/></svg> {{modelId}}</li>{{/each}}</ul>
<figcaption>Which model each row asks first. A bar that ends early had queries for which no model was allowed.</figcaption>
</figure>
{{#if shares.twin}}<details id="numbers-shares"><summary>The same as a table, with fallbacks and failures</summary>{{> table shares.twin}}</details>{{/if}}
</section>
{{/if}}
`;
