/** Verdict, constraints and gates: what a reader wants first. */
export const VERDICT = `<section aria-labelledby="verdict">
<h2 id="verdict">Verdict</h2>
<div class="verdict {{verdict.tone}}">
<p class="badge {{verdict.tone}}"><span aria-hidden="true">{{verdict.icon}}</span> {{verdict.badge}}</p>
<p class="main">{{> coded parts=verdict.headline}}</p>
{{#if verdict.rest}}<p>{{> coded parts=verdict.rest}}</p>{{/if}}
{{#if verdict.detail}}<p class="soft">{{verdict.detail}}</p>{{/if}}
</div>
{{#if verdict.tiles}}{{> tiles tiles=verdict.tiles}}{{/if}}
{{#if verdict.conditions}}<details open><summary>What would change this</summary>
<dl>{{#each verdict.conditions}}<div><dt>{{term}}</dt><dd>{{text}}</dd></div>{{/each}}</dl></details>{{/if}}
</section>
{{#if constraints}}
<section aria-labelledby="constraints">
<h2 id="constraints">Constraints</h2>
{{#> scroll label="Constraints by strategy"}}<table>
<caption>Judged by the interval: ✓ pass when even its unfavourable end meets the limit, ✗ fail when not even its favourable end does, ? undecided between.</caption>
<thead><tr><th scope="col">strategy</th>{{#each constraints.titles}}<th scope="col">{{this}}</th>{{/each}}</tr></thead>
<tbody>{{#each constraints.rows}}<tr{{#if chosen}} class="chosen"{{/if}}><th scope="row">{{#if chosen}}<span class="star">★</span> {{/if}}{{label}}</th>{{#each cells}}<td><span class="{{verdict}}">{{sign}} {{verdict}}</span> <span class="soft">{{observed}}</span></td>{{/each}}</tr>
{{/each}}</tbody>
</table>{{/scroll}}
</section>
{{/if}}
{{#if gates}}
<section aria-labelledby="gates">
<h2 id="gates">Gates</h2>
{{#> scroll label="Gates, judged"}}<table>
<caption>{{gates.summary}}. Judged like constraints, by the unfavourable end of the interval, on the reported part; they take no part in the choice.</caption>
<thead><tr>{{#each gates.titles}}<th scope="col">{{this}}</th>{{/each}}</tr></thead>
<tbody>{{#each gates.rows}}<tr><th scope="row" class="code">{{text}}</th><td>{{level}}</td><td>{{of}}</td><td><span class="{{cls}}">{{sign}} {{verdict}}</span> <span class="soft">{{observed}}</span></td><td class="wrap">{{why}}</td></tr>
{{/each}}</tbody>
</table>{{/scroll}}
</section>
{{/if}}
`;
