/** How the page of the API looks: the colours and measures of the web, in one piece, for a page that loads nothing. */
export const DOCS_STYLE = `
:root {
  color-scheme: light dark;
  --ink-1: light-dark(#16181d, #e8eaee);
  --ink-2: light-dark(#4a4f5a, #b9beca);
  --ink-3: light-dark(#626874, #959cab);
  --paper: light-dark(#ffffff, #14161b);
  --paper-2: light-dark(#fafafb, #0f1115);
  --line: light-dark(#e6e7ea, #282c35);
  --hover: light-dark(#f4f5f7, #1f232b);
  --blue: light-dark(#2f5bea, #92abff);
  --amber: light-dark(#8f5600, #e5b45c);
  --brick: light-dark(#a33f2a, #f0907c);
  --mono: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
  font: 14px/20px Inter, system-ui, sans-serif;
}
* { box-sizing: border-box; }
html { scroll-padding-top: 16px; }
body {
  display: grid;
  grid-template-columns: 216px minmax(0, 1fr);
  margin: 0;
  color: var(--ink-1);
  background: var(--paper);
}
a { color: var(--blue); text-decoration: none; }
a:hover, p a { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--blue); outline-offset: 2px; border-radius: 4px; }
code { font: 13px/20px var(--mono); overflow-wrap: anywhere; }

nav {
  position: sticky;
  top: 0;
  height: 100vh;
  overflow: auto;
  padding: 20px 12px;
  background: var(--paper-2);
  border-right: 1px solid var(--line);
}
nav .name { padding-left: 8px; color: var(--ink-1); font-weight: 600; }
nav .version { color: var(--ink-3); }
nav form { margin: 16px 0 0; }
nav input {
  width: 100%;
  height: 32px;
  padding: 0 10px;
  color: inherit;
  font: inherit;
  background: var(--paper);
  border: 1px solid var(--ink-3);
  border-radius: 6px;
}
nav ul { margin: 12px 0 0; padding: 0; list-style: none; }
nav li a { display: block; padding: 4px 8px; color: var(--ink-2); border-radius: 6px; }
nav li a:hover { color: var(--ink-1); background: var(--hover); text-decoration: none; }

main { width: 100%; max-width: 960px; padding: 32px 40px 96px; }
h1 { margin: 0 0 12px; font-size: 24px; line-height: 32px; font-weight: 600; }
h2 { margin: 48px 0 8px; font-size: 18px; line-height: 24px; font-weight: 600; }
h3 { margin: 20px 0 4px; font-size: 14px; font-weight: 600; }
main > p { max-width: 72ch; color: var(--ink-2); }

details { border-top: 1px solid var(--line); }
section > details:last-of-type { border-bottom: 1px solid var(--line); }
details[open] { padding-bottom: 20px; }
summary {
  display: flex;
  flex-wrap: wrap;
  gap: 0 12px;
  padding: 8px;
  cursor: pointer;
  list-style: none;
}
summary::-webkit-details-marker { display: none; }
summary:hover { background: var(--hover); }
summary span { color: var(--ink-2); }
.method { width: 56px; color: var(--ink-2); font-weight: 600; }
.method[data-method='POST'] { color: var(--blue); }
.method[data-method='PATCH'], .method[data-method='PUT'] { color: var(--amber); }
.method[data-method='DELETE'] { color: var(--brick); }
details > :not(summary) { margin-right: 8px; margin-left: 8px; }
.about { max-width: 72ch; color: var(--ink-2); }
details ul { margin: 0; padding: 0; list-style: none; }
.answers > li { padding: 6px 0; border-top: 1px solid var(--line); }
/* What a link leads to stands under the line that says what it is. */
.call { scroll-margin-top: 56px; }
.anchor { float: right; padding: 2px 0 2px 16px; font-size: 12px; }
pre {
  margin: 8px 0;
  padding: 12px;
  overflow: auto;
  max-height: 360px;
  font: 13px/20px var(--mono);
  background: var(--paper-2);
  border: 1px solid var(--line);
  border-radius: 6px;
}

table { width: 100%; border-collapse: collapse; }
details > table { width: calc(100% - 16px); }
th, td {
  padding: 6px 16px 6px 0;
  border-top: 1px solid var(--line);
  font-weight: 400;
  text-align: left;
  vertical-align: top;
  overflow-wrap: anywhere;
}
th { width: 30%; }
td { color: var(--ink-2); }
td table { margin-top: 8px; }
em { color: var(--ink-3); font-size: 12px; font-style: normal; }

@media (max-width: 47.99em) {
  body { display: block; }
  nav {
    height: auto;
    padding: 12px 16px;
    border-right: 0;
    border-bottom: 1px solid var(--line);
  }
  nav .name { padding-left: 0; }
  nav form { margin-top: 8px; }
  nav input { height: 44px; font-size: 16px; }
  nav ul { display: flex; gap: 4px; margin: 8px -16px 0; padding: 0 12px; overflow-x: auto; }
  nav li a { padding: 12px 8px; white-space: nowrap; }
  html { scroll-padding-top: 164px; }
  main { padding: 20px 16px 64px; }
  summary { padding: 12px 0; }
  summary span { width: 100%; }
  table, tbody, tr, th, td { display: block; width: 100%; }
  tr { padding: 6px 0; border-top: 1px solid var(--line); }
  th, td { padding: 1px 0; border: 0; }
}
`
