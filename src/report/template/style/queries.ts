/** The query explorer: chips, and a grid of rows of one height. */
export const QUERIES_STYLE = `
.queries-link{color:inherit;text-decoration:underline dotted var(--line);text-underline-offset:3px}.queries-link:hover{text-decoration:underline}
.filters input[type=search]{border:1px solid var(--line);border-radius:.3rem;padding:.2rem .55rem;background:var(--paper);width:14rem;max-width:100%}
.controls .chip{border-radius:99px;max-width:none}.chip[hidden]{display:none}.chip .count{color:var(--soft);font-variant-numeric:tabular-nums}
.chip[aria-pressed=true]{background:var(--ink);color:var(--paper);border-color:var(--ink)}.chip[aria-pressed=true] .count{color:inherit}
.query-grid{position:relative;overflow:auto;height:min(32rem,75vh);border:1px solid var(--line);border-radius:.4rem;font-size:.875rem;font-variant-numeric:tabular-nums;contain:strict}
.grid-top{position:sticky;top:0;z-index:1}.grid-rows{position:relative}
.grid-head,.grid-row{display:grid;grid-template-columns:var(--tracks);height:2.25rem;align-items:center;padding:0 .4rem;border-bottom:1px solid var(--grid);width:max(100%,68.5rem)}
.grid-head{background:var(--raised);color:var(--soft);font-size:.8rem;border-bottom-color:var(--line)}
.grid-row{position:absolute;top:0;left:0;cursor:pointer}.grid-row:hover{background:var(--raised)}
.grid-row[aria-selected=true]{background:var(--raised);box-shadow:inset 3px 0 0 var(--soft)}.query-grid:focus-visible .grid-row[aria-selected=true]{box-shadow:inset 3px 0 0 var(--focus);outline:2px solid var(--focus);outline-offset:-2px}
.grid-head>*,.grid-row>*{padding:0 .4rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.grid-head button.sort{all:unset;cursor:pointer}.grid-head button.sort:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
.grid-head button.sort::after{content:" ↕";color:var(--soft)}.grid-head [aria-sort=ascending] button::after{content:" ↑"}.grid-head [aria-sort=descending] button::after{content:" ↓"}
dialog.query-drawer{width:min(78rem,100vw)}.query-drawer h5{margin:.6rem 0 0;font-size:.8rem}.query-drawer h4{margin:.2rem 0;overflow-wrap:anywhere}.query-drawer [aria-disabled=true]{color:var(--soft);border-style:dashed;cursor:default}
.text{white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:isolate;font-size:.875rem;line-height:1.5}.text-block{border-left:3px solid var(--grid);padding-left:.7rem;margin:.3rem 0 .8rem}.text-block button{margin-top:.4rem}
.message>p{margin:.2rem 0;font-size:.8rem}.answers{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,19rem),1fr));gap:.8rem 1.5rem}.answers article{min-width:0}.answers p{font-size:.8rem}
ins{background:var(--good-bg);color:var(--good);text-decoration:underline}del{background:var(--bad-bg);color:var(--bad);text-decoration:line-through}
.query-drawer dd div{display:block;padding:0;border-bottom:0}.query-drawer dd .text-block{padding-left:.7rem;margin-top:0}
.above-grid{justify-content:space-between}.above-grid p{margin:0;font-size:1rem}.above-grid .menu>button{max-width:none}
@media (max-width:40rem){.grid-head,.grid-row{grid-template-columns:var(--tracks-narrow);width:max(100%,27rem)}.query-grid .spare{display:none}}
@media print{section:has(>.query-grid){display:none}}
`;
