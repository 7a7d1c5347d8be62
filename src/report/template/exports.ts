/** What was exported: how faithful it is, and its files. */
export const EXPORTS = `{{#if exports}}
<section aria-labelledby="exports">
<h2 id="exports">Exported configs</h2>
{{#each exports.exports}}<details class="export"><summary>{{title}}</summary>
<dl>{{#each facts}}<div><dt>{{term}}</dt><dd>{{text}}</dd></div>{{/each}}</dl>
{{#each files}}<details class="file"><summary>{{title}}{{#if note}} <span class="soft">({{note}})</span>{{/if}}</summary>{{#if text}}<pre tabindex="0" aria-label="{{path}}"{{#if whole}} data-file="{{path}}"{{/if}}>{{text}}</pre>{{/if}}</details>
{{/each}}</details>
{{/each}}</section>
{{/if}}
`;
