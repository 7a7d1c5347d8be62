/** The price of quality and who is first. */
export const COST_QUALITY_STYLE = `
.worth{display:grid;gap:.4rem;max-width:46rem;margin:1.2rem 0;font-size:.9rem}.worth label{font-weight:600}.worth output{color:var(--soft)}.wide{width:100%}
.ranking{margin:0;padding-left:1.4rem}.ranking li:first-child{font-weight:600}
`;
