/** What happens when the world is other than measured. */
export const ROBUSTNESS = `{{#if robustness}}
<section aria-labelledby="robustness">
<h2 id="robustness">If the world is other than measured</h2>
<ul>{{#each robustness.sentences}}<li>{{this}}</li>{{/each}}</ul>
{{#if robustness.prompts}}<details><summary>Prompts typed otherwise: decisions that change, by row</summary>{{> table robustness.prompts}}</details>{{/if}}
{{#if robustness.outages}}<details><summary>One model down: quality, cost and unanswered queries, by row</summary>{{> table robustness.outages}}</details>{{/if}}
{{#if robustness.mixes}}<details><summary>Other mixes of categories, and whom the money goes to</summary>{{> table robustness.mixes}}</details>{{/if}}
</section>
{{/if}}
`;
