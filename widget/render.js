/** Text only ever enters the page as text. */
import { english, fill } from "./texts.js";

const SVG = "http://www.w3.org/2000/svg";
const LINK = /\b(?:https?:\/\/|mailto:|tel:)[^\s<>"]+|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/gi;
const ICONS = {
  close: "M6 6l12 12M18 6L6 18",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  send: "M12 19V5M5.5 11.5L12 5l6.5 6.5",
  check: "M5 12.5l4.5 4.5L19 7.5",
  down: "M7 10l5 5 5-5",
  pin: "M12 3l7.5 2.5v6c0 4.5-3 8-7.5 9.5-4.5-1.5-7.5-5-7.5-9.5v-6zM12 7l3.5 4.5-3.5 5-3.5-5z",
};

/** An element from "tag.class", attributes and listeners, and children; falsy ones are left out. */
export function h(name, properties, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  if (tag === "button") element.type = "button";
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value);
  }
  element.append(...children.filter(Boolean));
  return element;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = svg.appendChild(document.createElementNS(SVG, "path"));
  svg.setAttribute("class", `icon ${name}`);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  return svg;
}

export function linked(text) {
  const fragment = new DocumentFragment();
  let end = 0;
  for (const { 0: found, index } of text.matchAll(LINK)) {
    // Punctuation at the end belongs to the sentence.
    const shown = found.replace(/[.,;:!?)\]]+$/, "");
    const href = /^(https?|mailto|tel):/i.test(shown) ? shown : `mailto:${shown}`;
    const away = /^http/i.test(href) && { target: "_blank", rel: "noopener noreferrer nofollow" };
    fragment.append(text.slice(end, index), h("a", { href, ...away }, shown));
    end = index + shown.length;
  }
  fragment.append(text.slice(end));
  return fragment;
}

export function narrated({ messages }, texts) {
  const titles = messages.flatMap(({ choices }) => choices).map(({ title }) => title);
  return [...messages.map(({ text }) => text), titles.length && fill(texts.choices, titles.join(", "))].filter(Boolean).join(" ");
}

/** Leaves alone what did not change, and so the focus and opened details. */
export class Log {
  #list;
  #context;
  #nodes = new Map();

  constructor(list, context) {
    this.#list = list;
    this.#context = context;
  }

  update(items) {
    const shown = new Map();
    const show = (key, make) => {
      const node = this.#nodes.get(key) ?? make();
      const there = this.#list.children[shown.size];
      shown.set(key, node);
      if (there !== node) this.#list.insertBefore(node, there ?? null);
      return node;
    };
    let choices = [];
    items.forEach(({ id, said, replies, state, error }, index) => {
      if (state === "ended") show(id, () => h("p.notice", null, this.#context.texts.newConversation));
      if (said) {
        const words = choices.find(({ say }) => say === said)?.title ?? said;
        this.#deliver(show(`${id} said`, () => this.#said(words)), id, state, error);
      }
      choices = replies.length ? replies.flatMap(({ messages }) => messages.flatMap((message) => message.choices)) : choices;
      replies.forEach((reply, turn) => {
        const node = show(`${id} ${turn}`, () => this.#reply(reply));
        // After an explanation its choices still stand.
        const live = turn === replies.length - 1 && items.slice(index + 1).every(({ replies }) => reply.payload.type === "recommendation"
          && replies.every(({ payload }) => payload.type === "answer"));
        for (const chip of node.querySelectorAll("[data-say]")) this.#mark(chip, live, items[index + 1]?.said);
      });
    });
    for (const [key, node] of this.#nodes) if (!shown.has(key)) node.remove();
    this.#nodes = shown;
  }

  #said(words) {
    const you = h("span.hidden", null, this.#context.texts.you);
    return h("div.said", null, h("p.bubble", null, you, linked(words)), h("p.delivery"));
  }

  #deliver(node, id, state, error) {
    const { texts, talk } = this.#context;
    const status = node.lastChild;
    const news = state !== "sent" && (error ? `${texts[state]}: ${error}` : texts[state]);
    if (status.dataset.news === String(news)) return;
    status.dataset.news = news;
    status.replaceChildren();
    node.classList.toggle("failed", state === "failed");
    if (news) status.append(news);
    if (error || state === "failed") status.append(h("button.link", { onclick: () => talk.retry() }, texts.retry));
    if (state === "failed") status.append(h("button.link", { onclick: () => talk.remove(id) }, texts.remove));
  }

  #reply(reply) {
    const { texts, say } = this.#context;
    const node = h("div.reply", null, h("span.hidden", null, texts.advisor));
    let extra = { nodes: [], said: [], shown: [] };
    try {
      extra = card(reply.payload, this.#context);
    } catch {
      // Its words say all of it.
    }
    reply.messages.forEach(({ text, choices }, index) => {
      const left = extra.shown.reduce((rest, sentence) => rest.replace(sentence, ""), text).replace(/ {2,}/g, " ").trim();
      const chips = choices.filter((choice) => !extra.said.includes(choice.say)).map((choice) => h("li", null, chip(choice, say)));
      if (left) node.append(h("p.bubble", null, linked(left)));
      if (!index) node.append(...extra.nodes);
      if (chips.length) node.append(h("ul.chips", null, ...chips));
    });
    return node;
  }

  /** A past choice stays readable and under the focus, but out of the Tab key's way. */
  #mark(chip, live, said) {
    const chosen = !live && chip.dataset.say === said;
    chip.setAttribute("aria-disabled", !live);
    chip.tabIndex = live ? 0 : -1;
    if (chosen === chip.classList.contains("chosen")) return;
    chip.classList.toggle("chosen");
    if (chosen) chip.append(h("span.mark", null, icon("check"), h("span.hidden", null, this.#context.texts.chosen)));
    else chip.lastChild.remove();
  }
}

function chip({ title, say: words }, say) {
  const onclick = ({ currentTarget }) => currentTarget.tabIndex === 0 && say(words);
  return h("button.chip", { onclick, "data-say": words }, title);
}

/** Elements, what their buttons say, and the sentences that they show. */
function card(payload, context) {
  const { texts } = context;
  const { type, table, sources, state, quote_id: number } = payload;
  const extra = { nodes: [], said: [], shown: [] };
  if (type === "recommendation") recommendation(payload, context, extra);
  if (table) extra.nodes.push(tableOf(table));
  if (sources?.length) extra.nodes.push(details(fill(texts.sources, sources.length), list(sources.map(linked))));
  if (type === "quote" && state === "sent") {
    const words = h("div", null, h("h3", null, texts.quoteSent), number && h("p", null, fill(texts.quoteNumber, number)));
    extra.nodes.push(h("div.card.sent", null, icon("check"), words));
  }
  return extra;
}

function recommendation(payload, { texts, talk, say }, extra) {
  const { pin_type: chosen, reasons = [], alternatives = [], ruled_out = [], assumed = [] } = payload;
  const { pin_types: types, needs } = talk.about;
  const name = (type) => types?.[type]?.name ?? type;
  const drawing = (kind, type) => draw(kind, types?.[type]?.picture ?? type, name(type));
  const cut = (type) => h("figure", null, drawing("crossSection", type), h("figcaption", null, name(type)));
  const named = ({ pin_type, text }) => h("span", null, h("strong", null, name(pin_type)), " ", text);
  const compared = new Set([chosen, ...alternatives.map(({ pin_type }) => pin_type)]);
  const open = assumed.map((need) => needs?.[need]?.label ?? need).join(", ");
  // The advisor reads English, whatever the buttons show.
  const actions = ["why", "compare", "quote"].map((key) => ({ title: texts[key], say: english[key] }));
  extra.said = actions.map((action) => action.say);
  const about = types?.[chosen]?.summary ?? "";
  extra.shown = [{ text: about }, ...reasons, ...alternatives, ...ruled_out].map(({ text }) => text);
  const over = h("p.quiet", null, texts.recommended);
  const summary = h("p.quiet", null, about);
  const parts = [
    h("div.head", null, drawing("picture", chosen), h("div", null, over, h("h3", null, name(chosen)), summary)),
    reasons.length && h("h4", null, texts.reasons),
    list(reasons.map(({ text }) => h("span.reason", null, icon("check"), text))),
    open && h("p.quiet", null, fill(texts.assumed, open)),
    alternatives.length && h("h4", null, texts.alternatives),
    list(alternatives.map(({ text }) => text)),
    ruled_out.length && details(fill(texts.ruledOut, ruled_out.length), list(ruled_out.map(named))),
    details(texts.built, h("div.cuts", null, ...[...compared].map(cut))),
    h("div.chips", null, ...actions.map((action) => chip(action, say))),
  ];
  extra.nodes.push(h("div.card", null, ...parts));
}

let drawings;

function draw(kind, name, label) {
  const place = h(`div.${kind}`);
  drawings ??= import("./pictures.js");
  // A type of the shop's own has no drawing, and null can't be a child.
  drawings.then((module) => place.appendChild(module[kind](name, label))).catch(() => place.remove());
  return place;
}

function tableOf({ caption, columns, rows }) {
  const head = columns.map((column) => h(column ? "th" : "td", column && { scope: "col" }, column));
  const row = ([first, ...cells]) => h("tr", null, h("th", { scope: "row" }, first), ...cells.map((cell) => h("td", null, cell)));
  const parts = [h("caption", null, caption), h("thead", null, h("tr", null, ...head)), h("tbody", null, ...rows.map(row))];
  const region = h("div.scroller", { role: "group", "aria-label": caption }, h("table", null, ...parts));
  new ResizeObserver(() => (region.tabIndex = region.scrollWidth > region.clientWidth ? 0 : -1)).observe(region);
  return region;
}

function details(summary, content) {
  return h("details", null, h("summary", null, summary), content);
}

function list(contents) {
  return contents.length && h("ul.points", null, ...contents.map((content) => h("li", null, content)));
}

export class Popup {
  #opener;

  constructor(root, signal) {
    const onkeydown = (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      this.close();
    };
    this.element = h("div.popup", { role: "group", hidden: "", onkeydown });
    const outside = ({ target }) => this.element.contains(target) || this.#opener?.contains(target) || this.close(false);
    for (const event of ["pointerdown", "focusin"]) root.addEventListener(event, outside, { signal });
  }

  toggle(opener, label, content) {
    const again = this.#opener === opener;
    this.close();
    if (again) return;
    this.#opener = opener;
    this.element.setAttribute("aria-label", label);
    this.element.replaceChildren(...content);
    this.element.hidden = false;
    opener.setAttribute("aria-expanded", true);
    this.element.querySelector("button, input").focus();
  }

  close(refocus = true) {
    this.element.hidden = true;
    this.#opener?.setAttribute("aria-expanded", false);
    if (refocus) this.#opener?.focus();
    this.#opener = null;
  }
}

export class Needs {
  #context;
  #popup;
  #chips = new Map();
  #title = h("summary");
  #list = h("ul.chips");
  element = h("details.needs", null, this.#title, this.#list);

  constructor(context, popup) {
    this.#context = context;
    this.#popup = popup;
  }

  update(needs) {
    const known = Object.entries(needs).filter(([, value]) => value != null);
    this.element.hidden = !known.length;
    this.#title.textContent = fill(this.#context.texts.needs, known.length);
    for (const chip of this.#chips.values()) chip.parentNode.hidden = true;
    for (const [need, value] of known) {
      const { label = need, values } = this.#context.talk.about.needs?.[need] ?? {};
      let chip = this.#chips.get(need);
      if (!chip) {
        chip = h("button.chip", { "aria-expanded": "false", onclick: () => this.#change(need) });
        this.#chips.set(need, chip);
        this.#list.append(h("li", null, chip));
      }
      chip.parentNode.hidden = false;
      chip.dataset.value = value;
      const words = values?.[value]?.label ?? value;
      chip.replaceChildren(h("span.quiet", null, label), words, icon("down"));
    }
  }

  #change(need) {
    const { talk, texts, say } = this.#context;
    const { label = need, values = {}, kind, say: sentence } = talk.about.needs?.[need] ?? {};
    const chip = this.#chips.get(need);
    const pick = (words) => {
      this.#popup.close();
      say(words);
    };
    const option = ([value, { label: title, say: words }]) =>
      h("button.chip", { "aria-pressed": value === chip.dataset.value, onclick: () => pick(words) }, title);
    let content = Object.entries(values).map(option);
    if (kind === "number") {
      const input = h("input", { type: "number", min: 1, required: true, value: chip.dataset.value, "aria-label": label });
      const onsubmit = (event) => {
        event.preventDefault();
        pick(fill(sentence, input.value));
      };
      content = [h("form", { onsubmit }, input, h("button.primary", { type: "submit" }, texts.set))];
    }
    if (content.length) this.#popup.toggle(chip, fill(texts.needChange, label), [h("p.quiet", null, label), ...content]);
  }
}
