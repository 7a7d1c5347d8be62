/** What strategies with a memory did while they ran. */
export const MEMORY = `{{#if online}}
<section aria-labelledby="memory">
<h2 id="memory">Strategies with a memory</h2>
<ul>{{#each online.sentences}}<li>{{this}}</li>{{/each}}</ul>
{{#each online.tables}}<h3>{{label}}</h3>
{{> table this}}{{/each}}
</section>
{{/if}}
`;
