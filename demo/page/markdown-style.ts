/** Colours, and Markdown in an element of the class `markdown`, about as on GitHub. */
export const markdownStyle = `
:root { --text: #1f2328; --muted: #59636e; --back: #fff; --box: #d1d9e0; --head: #f6f8fa; --code: #818b981f;
  --link: #0969da; --add: #116329; --add-back: #dafbe1; --cut: #82071e; --cut-back: #ffebe9; --change: #953800;
  --change-back: #ffd8b5; --name: #0550ae; --good: #1a7f37; --bad: #cf222e; --warn: #9a6700; --merged: #8250df;
  color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  :root { --text: #f0f6fc; --muted: #9198a1; --back: #0d1117; --box: #3d444d; --head: #151b23; --code: #656c7633;
    --link: #4493f8; --add: #aff5b4; --add-back: #033a16; --cut: #ffdcd7; --cut-back: #67060c; --change: #ffdfb6;
    --change-back: #5a1e02; --name: #79c0ff; --good: #3fb950; --bad: #f85149; --warn: #d29922; --merged: #ab7df8; }
}
body { margin: 0; background: var(--back); color: var(--text);
  font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, "Liberation Sans", "Noto Color Emoji", sans-serif; }
.box { border: 1px solid var(--box); border-radius: 6px; }
.box > header { padding: 8px 16px; background: var(--head); border-bottom: 1px solid var(--box); color: var(--muted);
  border-radius: 6px 6px 0 0; }
.box > header b { color: var(--text); }
.bot { border: 1px solid var(--box); border-radius: 2em; padding: 0 7px; font-size: 12px; }
.box > .markdown { padding: 16px; }
.markdown { overflow-wrap: anywhere; }
.markdown > :first-child { margin-top: 0; }
.markdown > :last-child { margin-bottom: 0; }
.markdown h3 { font-size: 1.25em; margin: 24px 0 16px; }
.markdown h4 { font-size: 1em; margin: 24px 0 16px; }
.markdown :is(p, table, pre, details, blockquote) { margin: 0 0 16px; }
.markdown summary { cursor: pointer; }
.markdown details > :not(summary):first-of-type { margin-top: 8px; }
a { color: var(--link); }
table { border-collapse: collapse; display: block; width: max-content; max-width: 100%; overflow: auto; }
th, td { border: 1px solid var(--box); padding: 6px 13px; text-align: left; }
th { font-weight: 600; }
code, pre { font: 12px/1.45 "SFMono-Regular", Consolas, "Liberation Mono", Menlo, monospace; }
code { background: var(--code); border-radius: 6px; padding: .2em .4em; }
h3 code, h4 code { font-size: inherit; }
pre { background: var(--head); border-radius: 6px; padding: 16px; overflow: auto; }
pre code { background: none; padding: 0; }
pre span { display: block; min-height: 1.45em; }
pre i { font-style: normal; }
blockquote { border-left: .25em solid var(--box); color: var(--muted); padding: 0 1em; }
sub { font-size: 12px; vertical-align: baseline; color: var(--muted); }
.add { color: var(--add); background: var(--add-back); }
.cut { color: var(--cut); background: var(--cut-back); }
.change { color: var(--change); background: var(--change-back); }
.name { color: var(--name); }
`
