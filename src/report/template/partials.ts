/**
 * Pieces that several sections use. `scroll` wraps what may be wider than the page: it scrolls by itself and by keyboard.
 * Every value is escaped; what stands in triple braces is markup of our own that holds numbers only.
 */
export const PARTIALS = {
  scroll: `<div class="scroll" tabindex="0" role="region" aria-label="{{label}}">{{> @partial-block}}</div>`,

  table: `{{#> scroll label=label}}<table>
{{#if caption}}<caption>{{caption}}</caption>{{/if}}
<thead><tr>{{#each columns}}<th scope="col" class="{{cls}}">{{text}}</th>{{/each}}</tr></thead>
<tbody>{{#each rows}}<tr class="{{cls}}"><th scope="row">{{head}}</th>{{#each cells}}<td class="{{cls}}">{{text}}</td>{{/each}}</tr>
{{/each}}</tbody>
</table>{{/scroll}}`,

  coded: `{{#each parts}}{{#if code}}<code>{{text}}</code>{{else}}{{text}}{{/if}}{{/each}}`,

  tiles: `<ul class="tiles">{{#each tiles}}<li><span class="what">{{title}}</span><b>{{value}}</b><span>{{detail}}</span></li>{{/each}}</ul>`,
} as const;
