/** What is supposed, not measured: a note above everything that follows it, and boxes to type into. */
export const WHAT_IF_STYLE = `
.what-if-note{border:2px dashed var(--open);border-radius:.4rem;padding:.5rem .8rem;margin:.6rem 0;overflow-wrap:anywhere}.what-if-note[hidden]{display:none}
.what-if-note strong{text-transform:uppercase;letter-spacing:.04em;font-size:.8rem}.what-if-note p{margin:.4rem 0 0}
.what-if-note button{background:var(--paper);border:1px solid var(--line);border-radius:.3rem;padding:.2rem .55rem;cursor:pointer;font-size:.85rem}
table.what-if input{width:7rem;background:var(--paper);border:1px solid var(--soft);border-radius:.3rem;padding:.15rem .4rem;text-align:right}
table.what-if input::placeholder{color:var(--soft);opacity:1}.what-if-choice:empty{display:none}
`;
