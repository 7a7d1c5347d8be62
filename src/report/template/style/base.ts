/** The page as it comes. */
export const BASE = `
*{box-sizing:border-box}
html{font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;background:var(--paper);color:var(--ink);scroll-padding-top:4.5rem;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;overflow-wrap:anywhere}
table{overflow-wrap:break-word}
main,.top,footer p{max-width:96rem;margin:0 auto;padding:0 1.5rem}
p{margin:.5rem 0;max-width:75ch}
h1,h2,h3{line-height:1.25;text-wrap:balance;overflow-wrap:anywhere}
h1{font-size:1.05rem;margin:0}
h2{font-size:1.35rem;margin:0 0 .75rem;letter-spacing:-.01em}
h3{font-size:1rem;margin:1.75rem 0 .5rem}
a{color:var(--focus)}
.soft{color:var(--soft)}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:2px}
.skip{position:absolute;left:-99rem;z-index:3}.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.4rem .8rem}
header{position:sticky;top:0;z-index:2;background:var(--raised);border-bottom:1px solid var(--line)}
.top{display:flex;flex-wrap:wrap;gap:.15rem .9rem;align-items:center;padding-top:.6rem;padding-bottom:.6rem}
.top p{margin:0;color:var(--soft);font-size:.875rem}
nav{margin-left:auto;display:flex;gap:.2rem 1rem;font-size:.875rem}nav a{color:var(--soft);text-decoration:none}nav a:hover{color:var(--ink);text-decoration:underline}
section{margin:3.25rem 0 0}main>section:first-child{margin-top:2rem}
main>section:nth-child(n+2){content-visibility:auto;contain-intrinsic-size:auto 60rem}
.badge{display:inline-block;margin:0;border:1px solid currentColor;border-radius:99px;padding:.05rem .65rem;font-size:.8rem;font-weight:600;line-height:1.5}
.good{color:var(--good)}.bad{color:var(--bad)}.open{color:var(--open)}
.verdict{border:1px solid var(--line);border-left:6px solid var(--soft);border-radius:.5rem;padding:1.1rem 1.4rem;color:var(--ink);background:var(--raised)}
.verdict.good{border-left-color:var(--good)}.verdict.bad{border-left-color:var(--bad)}.verdict.open{border-left-color:var(--open)}
.verdict p{margin:.5rem 0 0;max-width:85ch;overflow-wrap:anywhere}.verdict .badge{margin:0}.verdict .main{font-size:1.3rem;line-height:1.4;font-weight:600}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:.9rem;padding:0;margin:1rem 0;list-style:none}
.tiles li{border:1px solid var(--line);border-radius:.5rem;padding:.8rem 1rem;font-size:.85rem;color:var(--soft);overflow-wrap:anywhere}
.tiles b{display:block;font-size:1.65rem;line-height:1.3;font-weight:650;color:var(--ink);font-variant-numeric:tabular-nums}
.tiles span{display:block}
.scroll{position:relative;overflow-x:auto;margin:.5rem 0 1rem;background:linear-gradient(90deg,var(--paper) 60%,transparent) 0/3rem 100% no-repeat local,linear-gradient(270deg,var(--paper) 60%,transparent) 100%/3rem 100% no-repeat local,linear-gradient(90deg,var(--more),transparent) 0/1.5rem 100% no-repeat,linear-gradient(270deg,var(--more),transparent) 100%/1.5rem 100% no-repeat}
table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums;min-width:100%}
caption{text-align:left;color:var(--soft);font-size:.85rem;padding:0 0 .6rem;max-width:min(75ch,calc(100vw - 3rem))}
th,td{padding:.45rem .65rem;text-align:left;border-bottom:1px solid var(--grid);white-space:nowrap;vertical-align:top}
th:first-child,td:first-child{padding-left:.5rem}
thead th{color:var(--soft);font-weight:500;font-size:.8rem;vertical-align:bottom;border-bottom-color:var(--line)}
tbody th{font-weight:600}
.r{text-align:right}.wrap{white-space:normal;min-width:16rem;overflow-wrap:anywhere}.code{font:.8rem/1.6 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
th[scope=row]{min-width:9rem;max-width:24rem;white-space:normal;overflow-wrap:break-word}
tr.chosen>*{background:var(--good-bg)}
.star{color:var(--good)}
tr.section th{padding-top:1.4rem;color:var(--soft);font-size:.75rem;text-transform:uppercase;letter-spacing:.06em;border-bottom-color:var(--line)}
.comparison th[scope=row]{min-width:14rem;max-width:17rem}.comparison th,.comparison td{padding-left:.45rem;padding-right:.45rem}.comparison .detail{overflow-wrap:anywhere}.comparison .name{margin-right:.3rem}
.comparison .detail{display:block;font-weight:400;font-size:.78rem;line-height:1.45;color:var(--soft);margin-top:.1rem}
.tag{display:inline-block;white-space:nowrap;border:1px solid currentColor;border-radius:.25rem;padding:0 .35rem;font-size:.7rem;font-weight:500;line-height:1.5}
.tag.plain{color:var(--soft);border-color:var(--line)}
.pass{color:var(--good);font-weight:600}.fail{color:var(--bad);font-weight:600}.undecided{color:var(--open);font-weight:600}.note{color:var(--soft)}
.up1{background:var(--up1)}.up2{background:var(--up2)}.up3{background:var(--up3)}.down1{background:var(--down1)}.down2{background:var(--down2)}.down3{background:var(--down3)}
.tag.up2,.tag.down2{border-color:transparent;color:var(--ink)}.few{color:var(--soft);font-style:italic}
.heat{min-width:min(100%,50rem)}.heat td{border:2px solid var(--paper);border-width:1px 2px}.heat thead th{max-width:9rem;white-space:normal}
svg{display:block}
svg.bar{width:8.75rem;height:1rem;margin-top:.15rem;color:var(--strategy)}.bar .ref{color:var(--soft)}
svg.mix{width:5.6rem;height:.75rem;margin-top:.3rem;border-radius:2px}
figure{margin:0}figure .scroll>svg{width:100%;min-width:40rem;max-width:66rem;height:auto}
.beside figure .scroll>svg{min-width:18rem}.beside{display:grid;grid-template-columns:minmax(0,30rem) minmax(0,1fr);gap:1rem 2.5rem}
figcaption{color:var(--soft);font-size:.85rem;max-width:75ch}
.key{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;list-style:none;padding:0;margin:.6rem 0;font-size:.85rem}
.key li[hidden]{display:none}.key li{display:flex;align-items:center;gap:.4rem}.key svg{height:.875rem;width:auto;flex:none}
details{margin:.9rem 0}summary{cursor:pointer;color:var(--focus);padding:.15rem 0;width:fit-content}details[open]>summary{margin-bottom:.4rem}
dl{font-size:.9rem;margin:0}dl div{display:grid;grid-template-columns:8rem 1fr;gap:.2rem 1.2rem;padding:.3rem 0;border-bottom:1px solid var(--grid)}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere;max-width:85ch}
.audits{list-style:none;padding:0;font-size:.9rem}.audits li{display:grid;grid-template-columns:4.5rem 1fr;gap:.6rem;padding:.25rem 0;overflow-wrap:anywhere}
footer{border-top:1px solid var(--line);margin-top:4rem;color:var(--soft);font-size:.85rem;padding:1rem 0 2rem}
`;
