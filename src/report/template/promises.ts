/** What routers believed, held against what was: their predictions and the tasks they named. */
export const PROMISES = `{{#if reliability}}
<section aria-labelledby="predictions">
<h2 id="predictions">Do predictions come true?</h2>
<div class="beside">
<figure>
{{#> scroll label="Chart of predicted against real quality"}}{{{@root.reliability.drawing}}}{{/scroll}}
<ul class="key" aria-label="Key">{{#each reliability.key}}<li><svg viewBox="0 0 28 14" aria-hidden="true"><path d="M0 7h28" stroke="{{colour}}" stroke-dasharray="{{dash}}" stroke-width="2"/></svg> {{label}}</li>{{/each}}<li><svg viewBox="0 0 28 14" aria-hidden="true"><path d="M0 12L28 2" stroke="var(--soft)" stroke-dasharray="1 3" stroke-width="1.5"/></svg> every promise kept</li></ul>
<figcaption>Predicted quality of the model asked first against what it then was, by bin; larger dots are more queries. Below the dotted line more was promised than came.{{#if reliability.undrawn}} Only the first {{reliability.key.length}} rows are drawn; {{reliability.undrawn}} more in the tables.{{/if}}</figcaption>
</figure>
<div id="numbers-predictions">
{{#if reliability.errors}}{{> table reliability.errors}}{{/if}}
{{#if reliability.bins}}{{> table reliability.bins}}{{/if}}
<p class="soft">The calibration error is the mean distance between promised and real quality over ten bins of equal width.</p>
</div>
</div>
{{#if reliability.allBins}}<details><summary>The bins of every row</summary>{{> table reliability.allBins}}</details>{{/if}}
</section>
{{/if}}
{{#if tasks}}
<section aria-labelledby="tasks">
<h2 id="tasks">Is the task recognised?</h2>
<p>What classify policies made of the labels, which no router sees. What a mistake cost is against the same pipeline told the right class, on the same recordings.</p>
{{#if tasks.totals}}{{> table tasks.totals}}{{/if}}
{{#each tasks.matrices}}<details><summary>{{title}}: label by class</summary>
{{#> scroll label=title}}<table class="heat">
<caption>Queries of each label by the class they were given, and their share of the label. <span class="tag up2">✓ right</span> <span class="tag down1">wrong</span></caption>
<thead><tr><th scope="col">label</th><th scope="col" class="r">n</th>{{#each classes}}<th scope="col" class="r">{{this}}</th>{{/each}}</tr></thead>
<tbody>{{#each labels}}<tr><th scope="row">{{label}}</th><td class="r soft">{{n}}</td>{{#each cells}}<td class="r {{cls}}">{{text}}</td>{{/each}}</tr>
{{/each}}</tbody>
</table>{{/scroll}}
{{#if mistakes}}{{> table mistakes}}{{/if}}</details>{{/each}}
</section>
{{/if}}
`;
