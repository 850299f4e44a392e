const css = `
:host { all: initial !important; display: block !important; }
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box; margin: 0; padding: 0; unicode-bidi: plaintext; }
.root {
  --accent: var(--pin-advisor-accent, #1f6657); --on-accent: var(--pin-advisor-on-accent, #fff);
  --surface: var(--pin-advisor-surface, #fffdfa); --text: var(--pin-advisor-text, #2a2622);
  --quiet: #675f57; --soft: #f4efe8; --line: #e3dbd0; --edge: #8b8177; --bad: #a3271d;
  --radius: var(--pin-advisor-radius, 14px); --shadow: 0 8px 40px #0003;
  color: var(--text);
  font: 15px/1.5 var(--pin-advisor-font, system-ui, sans-serif);
}
.dark {
  --accent: var(--pin-advisor-accent, #8ad0bc); --on-accent: var(--pin-advisor-on-accent, #10261f);
  --surface: var(--pin-advisor-surface, #211e1c); --text: var(--pin-advisor-text, #f3eee8);
  --quiet: #b9afa5; --soft: #2d2926; --line: #443e39; --edge: #8f857b; --bad: #ffa69b; color-scheme: dark;
}
button, input, textarea { font: inherit; color: inherit; background: none; border: 1px solid transparent; border-radius: 10px; }
button, summary { cursor: pointer; }
a { color: inherit; }
h2, h3 { font-size: 16px; }
h4 { font-size: 13px; margin-block-start: 14px; }
ul { list-style: none; }
:focus-visible { outline: 2px solid var(--text); outline-offset: 2px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.quiet, figcaption, .delivery, .notice, .counter, .needs summary { color: var(--quiet); font-size: 13px; }
.icon { width: 20px; height: 20px; flex: none; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; }
.more { stroke-width: 4; }
.pin { width: 26px; height: 26px; }
.tool { display: grid; place-items: center; width: 42px; height: 42px; flex: none; }
.tool:hover, .popup > button:hover, .chip:hover { background: var(--soft); }
.launcher, .glyph, .primary, .said .bubble, form .tool, .sent > .icon { background: var(--accent); color: var(--on-accent); }

.launcher, .panel { position: fixed; inset: auto; inset-block-end: 20px; inset-inline-end: 20px; z-index: var(--pin-advisor-z-index, 2147483647); box-shadow: var(--shadow); }
.launcher { display: flex; align-items: center; gap: 10px; min-height: 56px; padding: 0 20px; border-radius: 28px; font-weight: 600; }
.launcher:focus-visible { box-shadow: 0 0 0 6px var(--surface); }

.panel {
  width: 408px; height: min(700px, 100dvh - 40px); border: 1px solid var(--line); border-radius: var(--radius);
  overflow: hidden; overflow-wrap: anywhere; background: var(--surface); color: inherit;
}
.panel[open] { display: flex; flex-direction: column; }
.panel:modal { inset: 0; width: 100%; max-width: none; height: 100dvh; max-height: none; border: 0; border-radius: 0; }
::backdrop { background: #0006; }
header, form { display: flex; align-items: center; gap: 8px; padding: 10px 14px; }
form { flex-wrap: wrap; align-items: end; }
header { border-block-end: 1px solid var(--line); }
header > div { flex: 1; min-width: 0; line-height: 1.3; }
.glyph { display: grid; place-items: center; width: 40px; height: 40px; border-radius: 12px; }
.popup {
  position: absolute; inset: auto 10px 10px; z-index: 1; display: flex; flex-wrap: wrap; gap: 8px; padding: 12px; max-height: 95%; overflow: auto;
}
.popup, .confirm { border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); box-shadow: var(--shadow); }
.popup:has(> :first-child:is(button)) { inset-block: 10px auto; }
.popup > :not(.chip) { width: 100%; }
.popup > button { padding: 9px; text-align: start; }

.middle { position: relative; display: flex; flex: 1; min-height: 0; }
.log { flex: 1; position: relative; overflow: auto; overscroll-behavior: contain; padding: 18px 16px; }
.log:focus-visible { outline-offset: -2px; }
.list { display: grid; gap: 18px; }
.reply, .said { display: grid; justify-items: start; gap: 8px; min-width: 0; }
.said { justify-items: end; gap: 3px; }
.bubble { max-width: 88%; padding: 10px 14px; border: 1px solid transparent; border-radius: var(--radius); background: var(--soft); white-space: pre-wrap; }
.delivery { text-align: end; }
.delivery:empty { display: none; }
.failure, .failed .delivery, [data-level=over] { color: var(--bad); }
.link { min-height: 24px; padding: 0 6px; text-decoration: underline; color: var(--text); }
.notice { text-align: center; }
.chips { display: flex; flex-wrap: wrap; gap: 8px; }
.chip, .primary, .newer {
  display: inline-flex; align-items: center; gap: 6px; min-height: 36px; padding: 4px 14px; border-radius: 18px;
  font-size: 14px; line-height: 1.35; text-align: start;
}
.chip { border-color: var(--edge); }
.chip[aria-disabled=true] { border-color: var(--line); color: var(--quiet); background: none; cursor: default; }
.chip.chosen, .chip[aria-pressed=true] { border-color: var(--edge); background: var(--soft); color: var(--text); font-weight: 600; }
.chip .icon { width: 16px; height: 16px; }
.typing { display: flex; gap: 5px; width: max-content; margin-block-start: 18px; padding-block: 15px; }
.typing i { border: 3.5px solid var(--quiet); border-radius: 50%; }
.newer { position: absolute; inset-block-end: 10px; inset-inline: 0; margin: auto; width: max-content; background: var(--text); color: var(--surface); }

.card, .scroller { width: 100%; min-width: 0; border: 1px solid var(--line); border-radius: var(--radius); }
.card { padding: 16px; }
.head { display: flex; flex-wrap: wrap; gap: 14px; align-items: center; }
.head > :last-child { flex: 1 1 150px; }
.picture { width: 96px; height: 96px; }
figure svg { display: block; width: 100%; height: auto; }
.points li { margin-block: 6px; }
.reason { display: flex; gap: 8px; }
.reason .icon { width: 16px; }
summary { padding-block: 6px; font-size: 14px; font-weight: 600; }
.cuts { display: grid; grid-template-columns: repeat(auto-fit, minmax(130px, 1fr)); gap: 12px; }
.card .chips { padding-block-start: 12px; }
.sent { display: flex; gap: 12px; align-items: center; }
.sent > .icon { width: 40px; height: 40px; padding: 8px; border-radius: 50%; }
.scroller { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 14px; }
caption, th, td { padding: 8px 12px; text-align: start; }
caption { font-weight: 600; }
th, td { min-width: 96px; border-block-start: 1px solid var(--line); vertical-align: top; }

.trouble, .needs { padding: 5px 16px; border-block-start: 1px solid var(--line); font-size: 14px; }
.trouble { background: var(--soft); }
.needs { flex: 0 1 auto; min-height: 42px; max-height: 25vh; overflow: auto; }
.needs .chips { padding: 3px; }
.needs .chip { min-height: 28px; padding: 2px 10px; }
.panel > form { border-block-start: 1px solid var(--line); padding-block-end: max(10px, env(safe-area-inset-bottom)); }
textarea, input { flex: 1; min-width: 0; padding: 9px 12px; border-color: var(--edge); font-size: 16px; line-height: 22px; max-height: 25dvh; resize: none; }
::placeholder { color: var(--quiet); opacity: 1; }
form .tool[aria-disabled=true] { background: var(--soft); color: var(--quiet); }
.counter { width: 100%; }
.confirm { margin: auto; width: min(340px, 100% - 32px); padding: 20px; color: inherit; }
.confirm p { margin-block: 8px; }
.confirm .chips { justify-content: end; }

@media (max-width: 520px), (max-height: 480px) {
  .launcher { padding: 0 16px; }
  .launcher span { display: none; }
  header, form { padding-block: 6px; }
}
@media (max-height: 480px) {
  .glyph, header .quiet { display: none; }
  .panel { overflow: auto; }
  .middle { position: static; }
  .newer { inset-block: 60px auto; }
}
@media (prefers-reduced-motion: no-preference) {
  .typing i { animation: pulse 1.2s infinite; }
  .typing :nth-child(2) { animation-delay: .2s; }
  .typing :nth-child(3) { animation-delay: .4s; }
  @keyframes pulse { 50% { opacity: .3; } }
}
@media (forced-colors: active) {
  .chosen, [aria-pressed=true], .launcher, .newer { border: 2px solid Highlight !important; }
}
`;

/** A constructed sheet passes a strict content policy. */
export const styles = new CSSStyleSheet();
styles.replaceSync(css);
