/** The style sheet of all pages; kept in code so that the package needs no asset beside it. */
export const STYLE = /* css */ `
:root {
  color-scheme: light dark;
  --page: #f7f8fa; --card: #ffffff; --ink: #1b222c; --quiet: #586272; --line: #d9dee5; --soft: #eef1f5;
  --accent: #1f5fbf; --accent-ink: #ffffff; --focus: #1f5fbf;
  --open: #187746; --merged: #6b46c1; --closed: #b3352f; --warn: #8f5b00;
  --add: #e3f6e8; --add-strong: #b0e6c0; --del: #fdeaea; --del-strong: #f6bdbd; --hunk: #edf2fb;
  --key: #1d4f91; --string: #7a3b00; --comment: #667085;
  --mono: ui-monospace, SFMono-Regular, "JetBrains Mono", Menlo, Consolas, "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #11151b; --card: #181d25; --ink: #e4e9f0; --quiet: #9aa5b5; --line: #2b333f; --soft: #202733;
    --accent: #79aef5; --accent-ink: #0d1420; --focus: #79aef5;
    --open: #56c785; --merged: #b79cf7; --closed: #f28b82; --warn: #e3b04b;
    --add: #14301f; --add-strong: #1f5a36; --del: #361a1c; --del-strong: #6d2a2e; --hunk: #1c2636;
    --key: #8fbcf7; --string: #e0ae7a; --comment: #8a94a3;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
h1, h2, h3, h4, p, ul, ol { margin: 0; }
h1 { font-size: 1.6rem; line-height: 1.25; font-weight: 650; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; font-weight: 620; }
h3 { font-size: 0.95rem; font-weight: 620; }
code, pre, .mono { font-family: var(--mono); font-size: 0.87em; }
.icon { width: 16px; height: 16px; flex: none; vertical-align: -3px; fill: none; stroke: currentColor;
  stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--card); padding: 0.4rem 0.8rem; z-index: 2; }
.quiet { color: var(--quiet); }
.small { font-size: 0.87rem; }
.wrap { max-width: 1180px; margin: 0 auto; padding: 0 1.25rem; }

.top { background: var(--card); border-bottom: 1px solid var(--line); }
.top .wrap { display: flex; align-items: center; gap: 1rem; min-height: 3.4rem; flex-wrap: wrap; }
.brand { display: inline-flex; gap: 0.5rem; align-items: center; font-weight: 650; color: var(--ink); }
.brand .icon { width: 20px; height: 20px; color: var(--accent); }
.crumbs { display: flex; gap: 0.4rem; align-items: center; min-width: 0; overflow-wrap: anywhere; }
.who { margin-left: auto; display: flex; gap: 0.75rem; align-items: center; }
.tabs { display: flex; gap: 1.4rem; list-style: none; padding: 0; flex-wrap: wrap; }
.tabs a { display: inline-block; padding: 0.55rem 0.1rem; color: var(--quiet); border-bottom: 2px solid transparent; }
.tabs a:hover { color: var(--ink); text-decoration: none; }
.tabs a[aria-current] { color: var(--ink); font-weight: 600; border-color: var(--accent); }
main.wrap { padding-top: 1.75rem; padding-bottom: 4rem; }
.foot { border-top: 1px solid var(--line); padding: 1.2rem 0 2rem; }

.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; overflow: clip; }
.card > header { display: flex; gap: 0.6rem; align-items: center; padding: 0.65rem 1rem; background: var(--soft);
  border-bottom: 1px solid var(--line); flex-wrap: wrap; }
.pad { padding: 1rem; }
.stack > * + * { margin-top: 1rem; } .stack > [type="hidden"] + * { margin-top: 0; }
.row { display: flex; gap: 0.6rem; align-items: center; flex-wrap: wrap; }
.rows { list-style: none; padding: 0; }
.rows > li { padding: 0.7rem 1rem; display: flex; gap: 0.75rem; align-items: center; }
.rows > li + li { border-top: 1px solid var(--line); }
.rows .end { margin-left: auto; text-align: right; white-space: nowrap; }
.grow { flex: 1; min-width: 0; overflow-wrap: anywhere; }
.empty { padding: 2.5rem 1rem; text-align: center; color: var(--quiet); }

.badge { display: inline-flex; align-items: center; gap: 0.35rem; padding: 0.15rem 0.7rem; border-radius: 99px;
  font-weight: 600; font-size: 0.87rem; border: 1px solid currentColor; white-space: nowrap; }
.open { color: var(--open); } .merged { color: var(--merged); } .closed { color: var(--closed); }
.draft { color: var(--quiet); } .conflict, .pending { color: var(--warn); }
.success { color: var(--open); } .failure, .error { color: var(--closed); }
.label { display: inline-block; padding: 0 0.6rem; border-radius: 99px; font-size: 0.82rem; font-weight: 550;
  border: 1px solid var(--line); background: var(--soft); }
.ref { display: inline-block; padding: 0.05rem 0.45rem; background: var(--soft); border-radius: 5px; overflow-wrap: anywhere;
  font-family: var(--mono); font-size: 0.84rem; border: 1px solid var(--line); }
.avatar { width: 22px; height: 22px; border-radius: 50%; vertical-align: -6px; }
.plus { color: var(--open); } .minus { color: var(--closed); }
.counts { font-family: var(--mono); font-size: 0.8rem; white-space: nowrap; }

button, .button { font: inherit; font-weight: 600; padding: 0.45rem 1rem; border-radius: 7px; cursor: pointer;
  border: 1px solid var(--line); background: var(--card); color: var(--ink); display: inline-block; }
button:hover:not(:disabled), .button:hover { border-color: var(--quiet); text-decoration: none; }
.primary { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
.go { background: var(--open); border-color: var(--open); color: var(--card); }
.link { border: 0; background: none; padding: 0; color: var(--accent); font-weight: 500; }
button:disabled { opacity: 0.55; cursor: not-allowed; }
label { font-weight: 600; display: block; margin-bottom: 0.3rem; }
input[type="password"], textarea { width: 100%; font: inherit; color: inherit; background: var(--page);
  border: 1px solid var(--quiet); border-radius: 7px; padding: 0.5rem 0.7rem; }
textarea { min-height: 6rem; resize: vertical; }
.narrow { max-width: 26rem; margin: 2rem auto; }
.alert { border: 1px solid var(--closed); border-left-width: 5px; border-radius: 8px; padding: 0.7rem 1rem;
  background: var(--card); }

.pull { display: grid; grid-template-columns: minmax(0, 1fr) 15rem; gap: 1.75rem; align-items: start; }
@media (max-width: 860px) { .pull { grid-template-columns: minmax(0, 1fr); } }
.aside section { padding-bottom: 0.9rem; margin-bottom: 0.9rem; border-bottom: 1px solid var(--line); }
.aside h2 { font-size: 0.84rem; color: var(--quiet); margin-bottom: 0.4rem; }
.aside ul { list-style: none; padding: 0; } .aside li + li { margin-top: 0.35rem; }
.event { padding: 0 0.25rem; color: var(--quiet); font-size: 0.9rem; overflow-wrap: anywhere; }
.event .icon { margin-right: 0.35rem; }
.mergebox { border-width: 1px 1px 1px 5px; }
.mergebox > .rows { border-bottom: 1px solid var(--line); }
.mergebox.clean { border-left-color: var(--open); } .mergebox.blocked { border-left-color: var(--warn); }
.mergebox.done { border-left-color: var(--merged); } .mergebox.off { border-left-color: var(--closed); }

.markdown { overflow-wrap: break-word; }
.markdown a { text-decoration: underline; }
.markdown th, .markdown td { min-width: 7rem; }
.markdown > * + * { margin-top: 0.8rem; }
.markdown ul, .markdown ol { padding-left: 1.5rem; }
.markdown .scroll { overflow-x: auto; }
.markdown table { border-collapse: collapse; display: block; overflow-x: auto; }
.markdown th, .markdown td { border: 1px solid var(--line); padding: 0.35rem 0.75rem; text-align: left; vertical-align: top; }
.markdown th { background: var(--soft); }
.markdown pre { background: var(--soft); border-radius: 7px; padding: 0.75rem 1rem; overflow-x: auto; }
.markdown :not(pre) > code { background: var(--soft); border-radius: 4px; padding: 0.1em 0.35em; }
.markdown blockquote { margin: 0.8rem 0 0; padding-left: 1rem; border-left: 3px solid var(--line); color: var(--quiet); }
.markdown summary { cursor: pointer; font-weight: 600; }
.markdown hr { border: 0; border-top: 1px solid var(--line); }

.stack > .section { margin-top: 2.25rem; }
.files { display: grid; grid-template-columns: 17rem minmax(0, 1fr); gap: 1.5rem; align-items: start; margin-top: 1rem; }
@media (max-width: 860px) { .files { grid-template-columns: minmax(0, 1fr); } }
.tree { position: sticky; top: 1rem; max-height: calc(100vh - 2rem); overflow: auto; font-size: 0.87rem; }
@media (max-width: 860px) { .tree { position: static; max-height: 18rem; } }
.tree ul { list-style: none; padding-left: 0.9rem; } .tree > ul { padding-left: 0; }
.tree li { padding: 0.1rem 0; }
.tree .leaf { display: flex; gap: 0.4rem; justify-content: space-between; }
.tree .leaf a { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.file summary { display: flex; gap: 0.6rem; align-items: center; padding: 0.5rem 0.9rem; background: var(--soft); cursor: pointer; }
.file[open] summary { border-bottom: 1px solid var(--line); }
.file summary::before { content: "▸"; color: var(--quiet); } .file[open] summary::before { content: "▾"; }
.file .name { font-family: var(--mono); font-size: 0.85rem; overflow-wrap: anywhere; }
.code { overflow-x: auto; }
.code table { border-collapse: collapse; width: 100%; font-family: var(--mono); font-size: 12.5px; line-height: 1.5; tab-size: 2; }
.code td { padding: 0 0.75rem; vertical-align: top; white-space: pre; }
.code .no { width: 1%; min-width: 2.8rem; text-align: right; color: var(--quiet); user-select: none; padding: 0 0.5rem; }
.code .sign { width: 1%; padding: 0 0 0 0.5rem; }
.code .add { background: var(--add); } .code .del { background: var(--del); }
.code .hunk td { background: var(--hunk); color: var(--quiet); padding-block: 0.15rem; }
.code mark { color: inherit; border-radius: 2px; } .code .add mark { background: var(--add-strong); } .code .del mark { background: var(--del-strong); }
.k { color: var(--key); } .s { color: var(--string); } .c { color: var(--comment); font-style: italic; }
`;
