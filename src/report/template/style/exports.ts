/** Files of exports. */
export const EXPORTS_STYLE = `
.file pre{max-height:24rem;overflow:auto;border:1px solid var(--line);border-radius:.3rem;padding:.5rem;font-size:.8rem}.file button{background:var(--paper);border:1px solid var(--line);border-radius:.3rem;padding:.15rem .5rem;cursor:pointer;margin:.3rem 0}
`;
