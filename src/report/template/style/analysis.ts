/** Duels and figures side by side. */
export const ANALYSIS_STYLE = `
.heat .queries-link{color:inherit;text-decoration:underline;text-decoration-thickness:1px;text-decoration-color:var(--line);text-underline-offset:.2em}.heat .queries-link:hover{text-decoration-color:currentColor}
.controls.inline{display:inline-flex;margin:0 0 0 .4rem}
.tag.down1{border-color:transparent;color:var(--ink)}
.beside.even{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}.beside.even .live-chart svg{min-width:20rem}
.duel-bar svg{width:100%;height:2.4rem;border-radius:.3rem;margin:.4rem 0 1rem}.duel-bar rect{stroke:var(--paper);stroke-width:2}
.duel-bar rect.win{fill:var(--up3)}.duel-bar rect.tie{fill:var(--grid)}.duel-bar rect.loss{fill:var(--down3)}
.duel-bar ul{display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;list-style:none;padding:0;margin:.3rem 0;font-size:.9rem}
@media (max-width:62rem){.beside.even{grid-template-columns:minmax(0,1fr)}}
`;
