/** Verdict and constraints: what a reader wants first. */
export const VERDICT = `<section aria-labelledby="verdict">
<h2 id="verdict">Verdict</h2>
<div class="verdict {{verdict.tone}}">
<p class="badge {{verdict.tone}}"><span aria-hidden="true">{{verdict.icon}}</span> {{verdict.badge}}</p>
<p class="main">{{verdict.headline}}</p>
{{#if verdict.rest}}<p>{{verdict.rest}}</p>{{/if}}
{{#if verdict.detail}}<p class="soft">{{verdict.detail}}</p>{{/if}}
</div>
{{#if verdict.tiles}}{{> tiles tiles=verdict.tiles}}{{/if}}
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
`;
