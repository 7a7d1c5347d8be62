/** What the page’s script adds everywhere: bar, menus, sorting, boxes, charts that are drawn anew. */
export const CONTROLS = `
button,select,input{font:inherit;color:inherit}
.tools{display:flex;flex-wrap:wrap;gap:.3rem .6rem;align-items:center;margin-left:auto;font-size:.8rem}
[data-ready] nav{width:100%;margin:0}[data-ready] .top{padding-top:.4rem;padding-bottom:.4rem}
.tools button,.tools select,.controls button,.controls select,.menu-items button{background:var(--paper);border:1px solid var(--line);border-radius:.3rem;padding:.2rem .55rem;cursor:pointer;max-width:14rem}
.tools button:hover,.controls button:hover,.menu-items button:hover{border-color:var(--soft)}
.tool{display:inline-flex;gap:.35rem;align-items:center;color:var(--soft)}.tool select{color:var(--ink)}
.menu{position:relative;display:inline-block}.menu-items{position:absolute;right:0;z-index:4;margin:.3rem 0 0;padding:.4rem;list-style:none;background:var(--paper);border:1px solid var(--line);border-radius:.4rem;box-shadow:0 4px 16px rgb(0 0 0/.18);display:grid;gap:.25rem}.menu-items[hidden]{display:none}
.menu-items button{width:100%;max-width:none;text-align:left;white-space:nowrap;border-color:transparent}
.controls{display:flex;flex-wrap:wrap;gap:.4rem 1.2rem;align-items:center;margin:.6rem 0;font-size:.85rem}
th>button.sort{all:unset;cursor:pointer;font:inherit;color:inherit}th>button.sort:focus-visible{outline:3px solid var(--focus);outline-offset:2px}th>button.sort::after{content:" ↕";color:var(--line)}
th[aria-sort=ascending]>button.sort::after{content:" ↑";color:var(--ink)}th[aria-sort=descending]>button.sort::after{content:" ↓";color:var(--ink)}
dialog.drawer{width:min(60rem,100vw);height:100dvh;max-height:none;max-width:none;margin:0 0 0 auto;border:0;border-left:1px solid var(--line);padding:1.2rem 1.5rem;background:var(--paper);color:var(--ink);overflow-y:auto}
dialog.drawer::backdrop{background:rgb(0 0 0/.4)}.drawer .close{position:absolute;top:1rem;right:1.5rem}.drawer h2{margin-right:5rem;overflow-wrap:anywhere}
.drawer button,.tabs [role=tab]{background:var(--paper);border:1px solid var(--line);border-radius:.3rem;padding:.2rem .55rem;cursor:pointer}
[role=tablist]{display:flex;flex-wrap:wrap;gap:.3rem;margin:.6rem 0}[role=tab][aria-selected=true]{background:var(--ink);color:var(--paper)}
[data-ready]{scroll-padding-top:7rem}[aria-busy=true]:not([data-partly]){opacity:.55}
.tooltip{position:fixed;z-index:5;pointer-events:none;white-space:pre-line;background:var(--ink);color:var(--paper);padding:.35rem .6rem;border-radius:.3rem;font-size:.8rem;max-width:22rem;overflow-wrap:anywhere}.tooltip[hidden]{display:none}
figure .live-chart svg{width:100%;min-width:40rem;max-width:66rem;height:auto}
fieldset{border:0;margin:0;padding:0;min-width:0}.radios{display:flex;gap:.9rem;align-items:center}.radios legend{float:left;margin-right:.9rem;color:var(--soft)}
.choice{margin:0}.choices{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;padding:.4rem 0}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
`;
