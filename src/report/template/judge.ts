/** Who judged, how sure that is, and by which prompt. */
export const JUDGE = `{{#if judge}}
<section aria-labelledby="judge">
<h2 id="judge">The judge</h2>
{{#each judge.judges}}<h3>{{title}}</h3>
<dl>{{#each facts}}<dt>{{term}}</dt><dd>{{text}}</dd>{{/each}}</dl>
<details><summary>Prompt</summary><pre>{{text}}</pre></details>
{{/each}}
</section>
{{/if}}
`;
