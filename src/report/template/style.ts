/** The page's only style; its hash stands in the content security policy. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--raised:#f6f7f9;--ink:#1b2028;--soft:#565f6d;--line:#d5dae1;--strategy:#1f5fbf;--single:#6b5b95;--control:#7a7f87;--oracle:#a4691c;--good:#176b3a;--good-bg:#e3f3e9;--bad:#a3262a;--bad-bg:#fbe6e6;--warn:#7a5200;--warn-bg:#fdf1d8;--share-1:#1f5fbf;--share-2:#d08a1e;--share-3:#3d8f6d;--share-4:#9a4f8c;--share-5:#5b6b7d;--share-6:#b8483a;--share-7:#7fa6dd;--share-8:#8a8d3a}
@media (prefers-color-scheme:dark){:root{--paper:#14171c;--raised:#1d2128;--ink:#e7eaee;--soft:#a9b1bd;--line:#39404b;--strategy:#7fb0ff;--single:#b9a7e6;--control:#9aa2ad;--oracle:#e0ab5f;--good:#7fd6a0;--good-bg:#16301f;--bad:#ff9a98;--bad-bg:#3a1b1d;--warn:#efc46b;--warn-bg:#352a10;--share-1:#5d93e6;--share-2:#e0a647;--share-3:#5fb893;--share-4:#c07fb4;--share-5:#8b9bad;--share-6:#e07a6d;--share-7:#a9c6f0;--share-8:#b5b866}}
*{box-sizing:border-box}
html{font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;background:var(--paper);color:var(--ink)}
body{margin:0}
main,header>div,footer>div{max-width:76rem;margin:0 auto;padding:0 1.25rem}
header{border-bottom:1px solid var(--line);background:var(--raised)}
header>div{display:flex;flex-wrap:wrap;gap:.4rem 1rem;align-items:baseline;padding-top:.7rem;padding-bottom:.7rem}
header h1{font-size:1.1rem;margin:0}
header p{margin:0;color:var(--soft);font-size:.9rem}
h2{font-size:1.25rem;margin:2.6rem 0 .6rem;line-height:1.25}
h3{font-size:1rem;margin:1.4rem 0 .4rem}
p{max-width:70ch}
a{color:var(--strategy)}
:focus-visible{outline:3px solid var(--strategy);outline-offset:2px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.4rem .8rem}
.badge{display:inline-block;border-radius:.3rem;padding:.05rem .5rem;font-size:.8rem;font-weight:600;border:1px solid currentColor}
.badge.synthetic{color:var(--warn);background:var(--warn-bg)}
.verdict{border-left:5px solid var(--soft);background:var(--raised);padding:1rem 1.2rem;margin:1.6rem 0 1rem}
.verdict.good{border-color:var(--good)}.verdict.bad{border-color:var(--bad)}.verdict.open{border-color:var(--warn)}
.verdict p{margin:.2rem 0}.verdict .main{font-size:1.15rem;font-weight:600}
.tiles{display:flex;flex-wrap:wrap;gap:.8rem;padding:0;margin:1rem 0;list-style:none}
.tiles li{flex:1 1 11rem;border:1px solid var(--line);border-radius:.5rem;padding:.7rem .9rem}
.tiles b{display:block;font-size:1.5rem;line-height:1.2;font-variant-numeric:tabular-nums}
.tiles span{color:var(--soft);font-size:.85rem;display:block}
.scroll{overflow-x:auto;margin:.5rem 0 1rem}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums;min-width:100%}
caption{text-align:left;color:var(--soft);font-size:.85rem;padding:.2rem 0 .5rem}
th,td{padding:.35rem .7rem;text-align:left;border-bottom:1px solid var(--line);white-space:nowrap;vertical-align:top}
th{font-weight:600}thead th{color:var(--soft);font-weight:500;font-size:.82rem}
td.r,th.r{text-align:right}td.wrap{white-space:normal;min-width:18rem}
tr.chosen{background:var(--good-bg)}tr.section th{padding-top:1rem;color:var(--soft);font-size:.8rem;text-transform:uppercase;letter-spacing:.05em}
.pass{color:var(--good)}.fail{color:var(--bad)}.undecided{color:var(--warn)}
.up{background:var(--good-bg)}.down{background:var(--bad-bg)}.few{color:var(--soft)}
figure{margin:1rem 0}figure .draw{overflow-x:auto}figure svg{display:block;width:100%;max-width:60rem;height:auto;min-width:34rem}
figcaption{color:var(--soft);font-size:.85rem;max-width:70ch}
svg.bar{width:9rem;min-width:9rem;height:.9rem;vertical-align:middle}
details{margin:.6rem 0}summary{cursor:pointer;color:var(--strategy)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;font-size:.9rem}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
code{font:0.85em ui-monospace,SFMono-Regular,Menlo,monospace;overflow-wrap:anywhere}
ul.audits{padding-left:1.2rem}
bdi{unicode-bidi:isolate}
footer{border-top:1px solid var(--line);margin-top:3rem;color:var(--soft);font-size:.85rem}footer>div{padding-top:1rem;padding-bottom:2rem}
@media (max-width:40rem){dl{grid-template-columns:1fr}dt{margin-top:.4rem}h2{margin-top:2rem}}
@media print{header{position:static}details>*{display:block}h2{break-after:avoid}figure,tr{break-inside:avoid}.scroll{overflow:visible}table{font-size:.7rem}th,td{padding:.15rem .3rem;white-space:normal}}
`;
