/** The style sheet of the operator's pages: colours and contrast are those of the extension's pages. */
export const STYLE = `:root { color-scheme: light dark;
  --paper: #ffffff; --raised: #f4f4f6; --ink: #1b1b22; --quiet: #55555f; --edge: #8a8a94; --line: #d9d9de;
  --accent: #0b57c4; --on-accent: #ffffff; --danger: #b3202c; --other: #8a3a00; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #1c1c22; --raised: #26262e; --ink: #f2f2f5; --quiet: #b9b9c4; --edge: #83838f; --line: #3b3b46;
  --accent: #8fb8ff; --on-accent: #10203c; --danger: #ff9c9c; --other: #ffc48a; } }
* { box-sizing: border-box; }
html { font: 100%/1.45 system-ui, sans-serif; background: var(--paper); color: var(--ink); overflow-wrap: anywhere; }
body { margin: 0; }
header { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: baseline; padding: 0.75rem 1.25rem;
  border-block-end: 1px solid var(--line); background: var(--raised); }
header strong { font-size: 1.1rem; margin-inline-end: auto; }
header form { display: flex; gap: 0.75rem; align-items: baseline; }
main { max-inline-size: 75rem; margin-inline: auto; padding: 1.25rem 1.25rem 4rem; }
main.narrow { max-inline-size: 24rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin-block: 0.25rem 1rem; }
h2 { font-size: 1.1rem; margin-block: 0 0.5rem; }
a { color: var(--accent); }
.quiet { color: var(--quiet); margin-block: 0.25rem; }
.error { color: var(--danger); font-weight: 600; }
.filters { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: end; margin-block: 0 1rem; padding: 0.75rem;
  border: 1px solid var(--line); border-radius: 0.5rem; background: var(--raised); }
label { display: grid; gap: 0.2rem; font-size: 0.875rem; color: var(--quiet); }
input, select, button, .button { font: inherit; padding: 0.4rem 0.6rem; border: 1px solid var(--edge); border-radius: 0.35rem;
  background: var(--paper); color: var(--ink); min-block-size: 2.25rem; max-inline-size: 100%; }
button, .button { cursor: pointer; text-decoration: none; display: inline-block; }
button.main { background: var(--accent); color: var(--on-accent); border-color: var(--accent); font-weight: 600; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.card { border: 1px solid var(--line); border-radius: 0.5rem; padding: 1rem; margin-block-end: 1rem; overflow-x: auto; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 0 1rem; }
.figures { display: flex; flex-wrap: wrap; gap: 0.5rem 2.5rem; margin: 0 0 1rem; padding: 0; }
.figures div { display: grid; }
.figures dt { order: 2; color: var(--quiet); font-size: 0.875rem; }
.figures dd { margin: 0; font-size: 2rem; line-height: 1.15; font-weight: 650; font-variant-numeric: tabular-nums; }
.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 0 0 0.5rem; padding: 0; list-style: none; font-size: 0.875rem; }
.legend li { display: flex; gap: 0.4rem; align-items: center; }
.swatch { inline-size: 0.875rem; block-size: 0.875rem; }
/* Time runs one way in a plot, in every language. */
svg { direction: ltr; }
.plot { display: block; inline-size: 100%; min-inline-size: 32rem; }
.small-plot { display: block; inline-size: 9rem; block-size: 1.75rem; }
.grid { stroke: var(--line); stroke-width: 1; }
.tick { fill: var(--quiet); font-size: 12px; }
.bar.verified { fill: var(--accent); }
.bar.other { fill: url(#hatch); stroke: var(--other); stroke-width: 0.8; }
.hatch-paper { fill: var(--paper); } .hatch-line { fill: var(--other); }
table { border-collapse: collapse; inline-size: 100%; font-size: 0.9375rem; }
caption { text-align: start; font-weight: 650; font-size: 1.1rem; padding-block-end: 0.5rem; }
th, td { text-align: start; padding: 0.35rem 0.75rem 0.35rem 0; border-block-start: 1px solid var(--line); vertical-align: middle; }
thead th { border: 0; color: var(--quiet); font-size: 0.8125rem; font-weight: 600; white-space: nowrap; }
thead th { overflow-wrap: normal; }
thead th::first-letter { text-transform: uppercase; }
tbody th { font-weight: 500; min-inline-size: 9rem; }
.list table { min-inline-size: 44rem; } .list th { white-space: nowrap; }
[aria-current] { border-color: var(--accent); border-width: 2px; font-weight: 600; }
.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
summary { cursor: pointer; color: var(--accent); margin-block: 0.5rem; }
pre { white-space: pre-wrap; background: var(--raised); border: 1px solid var(--line); border-radius: 0.35rem; padding: 0.75rem; font-size: 0.875rem; }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: 0.35rem 1rem; }
dl.facts dt { color: var(--quiet); } dl.facts dd { margin: 0; }
.actions { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; margin-block: 0.5rem 1rem; }
.login { display: grid; gap: 0.9rem; }
@media (max-width: 40rem) { th, td { padding-inline-end: 0.4rem; } .small-plot { inline-size: 3.5rem; } tbody th { min-inline-size: 6rem; }
  thead th, thead th.number { white-space: normal; vertical-align: bottom; } main { padding-inline: 0.75rem; } .card { padding: 0.6rem; }
  .filters label { flex: 1 1 9rem; } .filters input, .filters select { inline-size: 100%; } dl.facts { grid-template-columns: 1fr; } }
@media (forced-colors: active) { .bar.verified { fill: CanvasText; } .bar.other { stroke: CanvasText; } .hatch-paper { fill: Canvas; }
  .hatch-line { fill: CanvasText; } .grid { stroke: GrayText; } .tick { fill: CanvasText; } }
`;
