/** The style of the page. Colours are chosen for a contrast of at least 4.5 to 1, in light and dark. */
export const STYLE = `
:root { color-scheme: light dark; --text: #1b1f24; --soft: #4a5460; --page: #ffffff; --box: #f4f6f8; --line: #b8c1cb; --link: #0a4fa3;
  --yes: #0b5c2c; --no: #5a6370; --attention: #7a3d00; --attention-box: #fff1dd; --unknown: #4b2e83; --unknown-box: #f1ebfb; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e8ebee; --soft: #b4bdc7; --page: #14171a; --box: #1f2429; --line: #4d5761; --link: #8fc1ff;
    --yes: #8ddba6; --no: #aab3bd; --attention: #ffc98a; --attention-box: #3d2800; --unknown: #d3bdff; --unknown-box: #2c1f47; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1rem; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
h1, h2, h3 { line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin-top: 2.5rem; border-top: 2px solid var(--line); padding-top: 1rem; }
h3 { margin-top: 2rem; }
a { color: var(--link); }
a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
main:focus { outline: none; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--page); padding: 0.5rem; }
p { max-width: 65rem; overflow-wrap: anywhere; }
nav { background: var(--box); padding: 0.5rem 1rem; border-radius: 6px; }
nav ol { columns: 18rem; padding-left: 1.75rem; }
nav p { margin: 0.25rem 0; overflow-wrap: anywhere; }
code { font: 0.9em ui-monospace, monospace; background: var(--box); padding: 0 0.2em; border-radius: 3px; overflow-wrap: anywhere; }
nav code, pre code { background: none; padding: 0; }
.prose { white-space: pre-line; }
.badge { display: inline-block; padding: 0 0.4em; border-radius: 3px; border: 1px solid currentColor; font-size: 0.8rem; font-weight: 600; white-space: nowrap; }
.attention.badge { color: var(--attention); background: var(--attention-box); }
.unknown.badge { color: var(--unknown); background: var(--unknown-box); }
.source { color: var(--soft); font-size: 0.85rem; }
small.source { display: block; }
.scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; font-weight: 600; padding: 0.25rem 0; }
th, td { border: 1px solid var(--line); padding: 0.3rem 0.5rem; text-align: left; vertical-align: top; min-width: 5rem; max-width: 30rem; overflow-wrap: break-word; }
td.source code, caption code { overflow-wrap: anywhere; }
thead th { background: var(--box); }
tbody th { font-weight: 600; min-width: 9rem; }
td.source { min-width: 12rem; }
td.yes { color: var(--yes); font-weight: 600; }
td.no { color: var(--no); }
figure { margin: 1rem 0; }
figcaption { overflow-wrap: anywhere; }
.picture figcaption { color: var(--soft); }
pre { background: var(--box); border: 1px solid var(--line); border-radius: 6px; padding: 0.75rem; white-space: pre-wrap; overflow-wrap: anywhere; }
svg { display: block; width: 100%; min-width: 44rem; max-width: 64rem; font: 13px system-ui, sans-serif; fill: var(--text); }
svg rect { fill: var(--box); stroke: var(--line); }
svg .unknown rect { stroke-dasharray: 5 4; }
svg text { unicode-bidi: plaintext; }
svg .title, svg .heading { font-weight: 600; }
svg .line { fill: var(--soft); }
svg .flow { fill: none; stroke: var(--soft); }
svg marker path { fill: var(--soft); }
footer { margin-top: 3rem; border-top: 2px solid var(--line); color: var(--soft); font-size: 0.9rem; }
@media screen and (max-width: 40rem) { body { padding: 0.75rem; } td { min-width: 9rem; } table.marks td { min-width: 5.5rem; } }
@media print {
  :root { font-size: 9pt; }
  body { max-width: none; padding: 0; }
  nav, .skip { display: none; }
  .scroll { overflow: visible; }
  th, td, tbody th { min-width: 0; }
  td.source { min-width: 0; }
  svg { min-width: 0; }
  tr, figure, svg { break-inside: avoid; }
  thead { display: table-header-group; }
  h2, h3, caption { break-after: avoid; }
}
`;
