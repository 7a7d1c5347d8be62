/** Room is short. */
export const NARROW = `
@media (max-width:62rem){.beside{grid-template-columns:minmax(0,1fr)}nav{margin-left:0;width:100%;overflow-x:auto;white-space:nowrap}}
@media (max-width:40rem){main,.top,footer p{padding-left:1rem;padding-right:1rem}header{position:static}html{scroll-padding-top:1rem}nav{display:none}
section{margin-top:2.5rem}.verdict{padding:.9rem 1rem}.verdict .main{font-size:1.12rem}.tiles{grid-template-columns:1fr 1fr;gap:.6rem}.tiles li{padding:.6rem .7rem}.tiles b{font-size:1.3rem}
dl div{grid-template-columns:1fr;gap:0}caption{max-width:calc(100vw - 2rem)}
th[scope=row],.comparison th[scope=row]{position:sticky;left:0;background:var(--paper);min-width:9.5rem;max-width:9.5rem;overflow-wrap:anywhere;box-shadow:1px 0 0 var(--grid)}tr.chosen>th[scope=row]{background:var(--good-bg)}.comparison .detail{display:none}}
`;
