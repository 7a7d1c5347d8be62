/** Closer looks: two rows against each other, what routing left on the table, and where time and money went. */
export const DUEL = `{{#if duel}}
<section aria-labelledby="duel">
<h2 id="duel">Duel</h2>
<p class="duel-who"><b>{{duel.first}}</b> against <b>{{duel.second}}</b>, on the same queries.</p>
<dl class="duel-facts">{{#each duel.facts}}<div><dt>{{term}}</dt><dd>{{text}}</dd></div>{{/each}}</dl>
</section>
{{/if}}
`;

export const REGRET = `{{#if regret}}
<section aria-labelledby="regret">
<h2 id="regret">What was left on the table</h2>
<figure>
{{#> scroll label="Chart of regret"}}{{{@root.regret.drawing}}}{{/scroll}}
<figcaption>Against the best answer that any model gave to a query, and against the cheapest model that was right.</figcaption>
</figure>
<div id="numbers-regret">{{> table regret.table}}</div>
</section>
{{/if}}
`;

export const LATENCY = `{{#if latency}}
<section aria-labelledby="latency">
<h2 id="latency">Time and money</h2>
{{> table latency.table}}
{{#if latency.judges}}<ul>{{#each latency.judges}}<li>{{this}}</li>{{/each}}</ul>{{/if}}
</section>
{{/if}}
`;
