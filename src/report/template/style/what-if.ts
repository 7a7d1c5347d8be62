/** What is supposed, not measured: a note above everything that follows it, and boxes to type into. */
export const WHAT_IF_STYLE = `
.what-if-note{border:2px dashed var(--open);border-radius:.4rem;padding:.5rem .8rem;margin:.6rem 0;overflow-wrap:anywhere}.what-if-note[hidden]{display:none}
.what-if-note strong{text-transform:uppercase;letter-spacing:.04em;font-size:.8rem}.what-if-note p{margin:.4rem 0 0}
.what-if-note button{background:var(--paper);border:1px solid var(--line);border-radius:.3rem;padding:.2rem .55rem;cursor:pointer;font-size:.85rem}
[data-supposing] main>section>h2{display:inline-block;margin-right:.7rem}
.what-if-mark{display:inline-flex;gap:.5rem;align-items:center;font-size:.8rem;color:var(--soft);vertical-align:.15rem}.what-if-mark[hidden]{display:none}
.what-if-mark span{border:1px solid var(--line);border-radius:.25rem;padding:0 .4rem;line-height:1.5}.what-if-mark.follows span{border:2px dashed var(--open);color:var(--ink);font-weight:600}
.what-if-mark button{background:var(--paper);border:1px solid var(--line);border-radius:.3rem;padding:.05rem .5rem;cursor:pointer}
.what-if-why{border-left:3px solid var(--open);padding-left:.6rem;font-size:.9rem}.what-if-why[hidden]{display:none}
.computing{color:var(--soft);font-style:italic;font-size:.85em}
table.what-if input{width:7rem;background:var(--paper);border:1px solid var(--soft);border-radius:.3rem;padding:.15rem .4rem;text-align:right}
table.what-if input::placeholder{color:var(--soft);opacity:1}.what-if-choice:empty{display:none}
`;
