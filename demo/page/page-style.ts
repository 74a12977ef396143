/** Everything around the Markdown. */
export const pageStyle = `
body { overflow-wrap: anywhere; }
th, td { overflow-wrap: normal; }
main { max-width: 960px; margin: 0 auto; padding: 24px 16px 64px; }
h1 { font-size: 20px; margin: 0 0 8px; }
h2 { font-size: 26px; font-weight: 400; line-height: 1.25; margin: 0 0 8px; }
.intro, .muted, nav { color: var(--muted); }
nav a { margin-right: 16px; }
.pull { border-top: 1px solid var(--box); margin-top: 24px; padding-top: 24px; }
.pull > h3 { font-size: 18px; margin: 32px 0 12px; }
.about { color: var(--muted); margin: 0 0 16px; }
.about b { color: var(--text); }
.state { color: #fff; background: #1f883d; border-radius: 2em; padding: 5px 12px; margin-right: 8px; display: inline-block; }
.state.merged { background: #8250df; }
.timeline { position: relative; }
.timeline::before { content: ""; position: absolute; top: 0; bottom: 0; left: 24px; width: 2px; background: var(--box); }
.timeline .box { position: relative; background: var(--back); margin-bottom: 24px; }
.which { float: right; font-size: 12px; }
.job { border: 1px solid var(--box); border-radius: 6px; margin-bottom: 24px; padding: 16px; }
.job > h4 { margin: 20px 0 8px; font-size: 14px; }
.outcome { font-weight: 600; color: var(--bad); margin: 0 4px; }
.outcome.success { color: var(--good); }
.outcome.cancelled { color: var(--muted); }
.annotations { list-style: none; margin: 0; padding: 0; }
.annotation { border: 1px solid var(--box); border-left: 3px solid var(--bad); border-radius: 6px; padding: 8px 12px;
  margin-bottom: 8px; }
.annotation.warning { border-left-color: var(--warn); }
.annotation.notice { border-left-color: var(--link); }
.annotation b { text-transform: capitalize; }
.annotation p { margin: 4px 0 0; white-space: pre-wrap; }
.summary { border: 1px solid var(--box); border-radius: 6px; padding: 16px; }
.step { border: 1px solid var(--box); border-radius: 6px; margin-bottom: 8px; }
.step > summary { padding: 8px 12px; cursor: pointer; background: var(--head); border-radius: 6px; }
.log { padding: 8px 0; font: 12px/1.6 "SFMono-Regular", Consolas, "Liberation Mono", Menlo, monospace; }
.line, .group > summary { padding: 0 12px 0 60px; position: relative; white-space: pre-wrap;
  min-height: 1.6em; }
.group > summary { cursor: pointer; }
.group > .line { padding-left: 76px; }
.number { position: absolute; left: 12px; width: 32px; text-align: right; color: var(--muted); user-select: none; }
.line.error { color: var(--bad); }
.line.warning { color: var(--warn); }
.line.notice, .line.debug { color: var(--muted); }
.line.command { color: var(--link); }
`
