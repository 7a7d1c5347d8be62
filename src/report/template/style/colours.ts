/** Dark colours: as the system prefers, unless the reader says otherwise; never on paper. */
const DARK = `
--paper:#13161b;--raised:#1b1f26;--ink:#e6e9ee;--soft:#a6afbb;--line:#39414c;--grid:#262c35;--focus:#86b4ff;
--strategy:#86b4ff;--single:#bda8ec;--control:#959da8;--oracle:#757d88;
--good:#7bd49c;--good-bg:#14301f;--bad:#ff9d98;--bad-bg:#3a1c1d;--open:#eec56e;--open-bg:#332a12;
--up1:#12312d;--up2:#174842;--up3:#1c6259;--down1:#35211a;--down2:#553022;--down3:#7a402b;
--more:rgb(230 233 238/.28);--on-share:#13161b;--share-1:#86b4ff;--share-2:#e8b860;--share-3:#67c79d;--share-4:#d69bcb;--share-5:#9fb0c3;--share-6:#f09384;--share-7:#b3aef5;--share-8:#c6c873;--share-9:#6cc7d8;--share-10:#d3a592`;

/** Colours, named once, for light, dark and paper. */
export const COLOURS = `
:root{color-scheme:light dark;
--paper:#fff;--raised:#f6f7f9;--ink:#171b21;--soft:#555e6b;--line:#d3d9e0;--grid:#e8ebef;--focus:#1d5fc4;
--strategy:#1d5fc4;--single:#6a4fa3;--control:#737a84;--oracle:#9a9fa8;
--good:#10693a;--good-bg:#e6f4ea;--bad:#a4232b;--bad-bg:#fbe9e8;--open:#7a4f00;--open-bg:#fcf2da;
--up1:#e3f3f0;--up2:#bfe3dc;--up3:#93cfc4;--down1:#fbeae3;--down2:#f6cdbd;--down3:#eea990;
--more:rgb(23 27 33/.28);--on-share:#fff;--share-1:#2563b8;--share-2:#8a5a00;--share-3:#1f7a54;--share-4:#8a3f7c;--share-5:#4f5d6e;--share-6:#b0402f;--share-7:#5a55b5;--share-8:#6b6a1f;--share-9:#0f7285;--share-10:#7b4b3a}
@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){${DARK}}}
@media screen{:root[data-theme=dark]{color-scheme:dark;${DARK}}:root[data-theme=light]{color-scheme:light}}
`;
