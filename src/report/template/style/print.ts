/** On paper. */
export const PRINT = `
@media print{main>section:nth-child(n+2){content-visibility:visible}html{font-size:11px}header{position:static}nav,.skip,.tools,.controls{display:none}main,.top,footer p{max-width:none;padding-left:0;padding-right:0}section{margin-top:1.6rem}
.scroll{overflow:visible;background:none}figure,tr,.verdict,.tiles li{break-inside:avoid}h2,h3,caption,thead{break-after:avoid}th,td{padding:.2rem .35rem;white-space:normal}
figure .scroll>svg{min-width:0}details:not([open]){display:none}svg.bar{width:6rem}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
