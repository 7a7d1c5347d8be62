/** Days in production: promises, numbers, and what a day looks like. */
export const SIMULATION = `{{#if simulation}}
<section aria-labelledby="simulation">
<h2 id="simulation">Days in production, simulated</h2>
<p>{{simulation.summary}}</p>
{{#each simulation.scenarios}}<h3>{{name}}</h3>
{{#if description}}<p class="soft">{{description}}</p>{{/if}}
<p><strong>{{sentence}}</strong></p>
{{#if table}}{{> table table}}{{/if}}
<ul>{{#each calls}}<li><strong>{{name}}</strong>: {{text}}</li>{{/each}}</ul>
<ul class="key courses-key">{{#each key}}<li><svg viewBox="0 0 28 14" aria-hidden="true"><line class="course {{cls}}" x1="0" y1="7" x2="28" y2="7"/></svg> {{name}}</li>{{/each}}</ul>
<div class="courses">{{#each courses}}<figure><svg viewBox="0 0 320 90" role="img" aria-label="{{about}}" aria-details="numbers-simulation-{{@../index}}"><path class="frame" d="M0 5H320M0 85H320"/>{{#each lines}}<polyline class="course {{cls}}" points="{{points}}"/>{{/each}}</svg>
<figcaption>{{title}}: {{bottom}} to {{top}}, over {{../span}}</figcaption></figure>{{/each}}</div>
{{#if overTime}}<details id="numbers-simulation-{{@index}}"><summary>Over time, in stretches</summary>{{#each overTime}}{{> table this}}{{/each}}</details>{{/if}}
{{/each}}</section>
{{/if}}
`;
