/** The strategy table with its tests, and the categories. */
export const COMPARISON = `<section aria-labelledby="comparison">
<h2 id="comparison">Comparison</h2>
{{#> scroll label="Comparison table"}}<table class="comparison">
<caption>{{comparison.caption}}</caption>
<thead><tr>{{#each comparison.columns}}<th scope="col" class="{{cls}}" data-column="{{id}}">{{title}}</th>{{/each}}</tr></thead>
{{#each comparison.sections}}<tbody><tr class="section"><th colspan="{{@root.comparison.columnCount}}" scope="rowgroup">{{title}}</th></tr>
{{#each rows}}<tr{{#if chosen}} class="chosen"{{/if}} data-row="{{id}}"><th scope="row"><span class="name">{{#if chosen}}<span class="star">★</span> {{/if}}{{name}}</span>{{#each notes}} <span class="tag {{tone}}">{{text}}</span>{{/each}}{{#if detail}}<span class="detail">{{detail}}</span>{{/if}}</th><td>{{{bar}}}</td>{{#each cells}}<td class="{{cls}}" data-column="{{id}}">{{text}}</td>{{/each}}<td>{{{mix}}}<span class="hidden">{{mixText}}</span></td></tr>
{{/each}}</tbody>{{/each}}
</table>{{/scroll}}
{{#if comparison.cascades}}<h3 id="cascades">Do cascades pay?</h3>
<p class="soft">Against the best routing before the call over the same models: the single models and the compared routers that ask one model, mixed at random where that takes it to the cascade’s cost.</p>
<ul>{{#each comparison.cascades}}<li>{{this}}</li>{{/each}}</ul>{{/if}}
{{#if comparison.tests}}<details><summary>Tests against the reference</summary>{{> table comparison.tests}}</details>{{/if}}
</section>
`;

/** The heat map: a real table, tinted. */
export const CATEGORIES = `{{#if categories}}
<section aria-labelledby="categories">
<h2 id="categories">By category</h2>
{{#> scroll label="Quality difference by category"}}<table class="heat">
<caption><span class="said">{{categories.said}}</span> <span class="tag up2">▲ better</span> <span class="tag down2">▼ worse</span> where the difference is significant: p from its interval, Holm-corrected over all cells shown of {{categories.few}} queries or more; untinted where it is not; <span class="few">grey</span> under {{categories.few}} queries.</caption>
<thead><tr><th scope="col">category</th><th scope="col" class="r">n</th>{{#each categories.columns}}<th scope="col" class="r" data-row="{{rowId}}">{{#if chosen}}★ {{/if}}{{title}}</th>{{/each}}</tr></thead>
<tbody>{{#each categories.rows}}<tr><th scope="row">{{category}}</th><td class="r soft">{{n}}</td>{{#each cells}}<td class="r {{cls}}">{{text}}</td>{{/each}}</tr>
{{/each}}</tbody>
</table>{{/scroll}}
{{#if categories.twin}}<details class="twin"><summary>Quality, difference and cost by category, with intervals</summary>{{> table categories.twin}}</details>{{/if}}
</section>
{{/if}}
`;
