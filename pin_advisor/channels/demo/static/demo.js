/** Asks every now and then what everybody sees, draws what has changed, and passes on what is written or pressed. */
import { draw, h } from "./draw.js";

const INTERVAL = 400;
const columns = document.getElementById("columns");
const status = document.getElementById("status");
const words = document.getElementById("words");
const drawn = new Map();
let widget;

async function ask(path, body) {
  const options = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(path, options);
  const told = await answer.json();
  // What was asked for stays to be read while the page goes on asking for news.
  if (body) status.textContent = told.error ?? "";
  return told;
}

function column({ name, title, numbered, pictures }) {
  const log = h("div.log", { tabIndex: 0 });
  log.setAttribute("role", "log");
  log.setAttribute("aria-label", title);
  const input = h("input", { autocomplete: "off", placeholder: numbered ? "number or words" : "words" });
  input.setAttribute("aria-label", `To ${title} only`);
  const onsubmit = (event) => {
    event.preventDefault();
    if (input.value.trim()) ask("say", { text: input.value, to: name }).then(look);
    input.value = "";
  };
  const picture = pictures && h("button", { type: "button", title: "Send a picture", onclick: () => ask("picture", { to: name }).then(look) }, "Picture");
  const section = h(`section.${name}`, null, h("h2", null, title), log, h("form", { onsubmit }, input, h("button", null, "Send"), picture));
  columns.append(section);
  return { log, shown: "" };
}

function update({ name, timeline, ...rest }) {
  const place = drawn.get(name) ?? column({ name, ...rest });
  drawn.set(name, place);
  const shown = JSON.stringify(timeline);
  if (shown === place.shown) return;
  place.shown = shown;
  const press = (choice) => ask("press", { to: name, title: choice }).then(look);
  const button = (choice) => h("button", { onclick: () => press(choice) }, choice);
  const choose = (placeholder, options) => {
    const onchange = ({ target }) => target.selectedIndex && press(target.value);
    return h("select", { onchange }, h("option", null, placeholder), options.map((option) => h("option", { value: option }, option)));
  };
  place.log.replaceChildren(
    ...timeline.map(({ said, message }, index) =>
      said === undefined ? draw(name, message, { button, choose, last: index === timeline.length - 1 }) : h("div.bubble.said", null, said)),
  );
  if (timeline.at(-1)?.said !== undefined) place.log.append(h("p.quiet", null, "No answer yet …"));
  place.log.scrollTop = place.log.scrollHeight;
}

function chatWindow(bot) {
  widget = document.createElement("pin-advisor");
  document.body.append(widget, h("script", { type: "module", src: `${bot}/webhooks/website/pin-advisor.js` }));
}

async function look() {
  const state = await ask("state");
  if (!widget) chatWindow(state.bot);
  state.columns.forEach(update);
}

document.getElementById("all").addEventListener("submit", (event) => {
  event.preventDefault();
  if (!words.value.trim()) return;
  ask("say", { text: words.value }).then(look);
  widget?.send?.(words.value);
  words.value = "";
});

document.getElementById("anew").addEventListener("click", async () => {
  await ask("anew", {});
  widget?.startOver?.();
  await look();
});

async function follow() {
  try {
    await look();
  } catch {
    status.textContent = "The demonstration has ended.";
  }
  setTimeout(follow, INTERVAL);
}

follow();
