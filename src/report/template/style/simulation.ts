/** Small drawings of a day side by side: a colour and a dash a row. */
export const SIMULATION_STYLE = `
.courses{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:.8rem}.courses figure{margin:0}.courses svg{width:100%;height:auto}
.courses figcaption{font-size:.8rem;color:var(--soft)}.frame{fill:none;stroke:var(--line)}
.course{fill:none;stroke-width:1.5;stroke:var(--ink)}.line-0{stroke:var(--strategy)}.line-1{stroke:var(--bad);stroke-dasharray:5 3}.line-2{stroke:var(--good);stroke-dasharray:2 2}.line-3{stroke:var(--open);stroke-dasharray:8 3 2 3}.line-4{stroke-dasharray:1 3}.line-5{stroke:var(--soft);stroke-dasharray:10 2}
`;
