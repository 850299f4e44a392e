/** Turns what was said into elements. Text only ever enters the page as text. */
import { fill } from "./texts.js";

/** @typedef {{ texts: Record<string, string>, about: () => any, say: (text: string) => void }} Context */

const SVG = "http://www.w3.org/2000/svg";
const LINK = /\b(?:https?:\/\/|mailto:|tel:)[^\s<>"]+|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/gi;
const ICONS = {
  close: "M6 6l12 12M18 6L6 18",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  send: "M12 19V5M5.5 11.5L12 5l6.5 6.5",
  check: "M5 12.5l4.5 4.5L19 7.5",
  down: "M7 10l5 5 5-5",
  pin: "M12 3l7.5 2.5v6c0 4.5-3 8-7.5 9.5-4.5-1.5-7.5-5-7.5-9.5v-6zM12 7.5l1.2 2.7 2.9.3-2.2 2 .6 2.9-2.5-1.5-2.5 1.5.6-2.9-2.2-2 2.9-.3z",
};

/**
 * Builds an element.
 * @param {string} name a tag and classes, as in "p.quiet"
 * @param {Record<string, any>} [properties] attributes, and listeners as "onclick"; null and false are left out
 * @param {...any} children those that are falsy are left out
 * @returns {any}
 */
export function h(name, properties, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  if (tag === "button") element.type = "button";
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value != null && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter(Boolean));
  return element;
}

/** @param {keyof typeof ICONS} name @returns {SVGElement} decoration only */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = svg.appendChild(document.createElementNS(SVG, "path"));
  svg.setAttribute("class", `icon ${name}`);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  return svg;
}

/** @param {string} text @returns {DocumentFragment} the text, with its addresses as links */
export function linked(text) {
  const fragment = new DocumentFragment();
  let end = 0;
  for (const { 0: found, index } of text.matchAll(LINK)) {
    // A full stop or an unopened bracket after an address belongs to the sentence.
    const shown = found.replace(found.includes("(") ? /[.,;:!?]+$/ : /[.,;:!?)\]]+$/, "");
    const href = /^(https?|mailto|tel):/i.test(shown) ? shown : `mailto:${shown}`;
    const away = /^http/i.test(href) && { target: "_blank", rel: "noopener noreferrer nofollow" };
    fragment.append(text.slice(end, index), h("a", { href, ...away }, shown));
    end = index + shown.length;
  }
  fragment.append(text.slice(end));
  return fragment;
}

/** @param {string} id @returns {string} a name for what the server did not put in words */
export function spoken(id) {
  return id.charAt(0).toUpperCase() + id.slice(1).replaceAll("_", " ");
}

/** @param {import("./conversation.js").Reply} reply @param {Context["texts"]} texts @returns {string} for a screen reader */
export function narrated({ messages }, texts) {
  const titles = messages.flatMap(({ choices }) => choices).map(({ title }) => title);
  return [...messages.map(({ text }) => text), titles.length && fill(texts.choices, titles.join(", "))].filter(Boolean).join(" ");
}

/** The log. It touches only what changed, so that the focus and opened details stay. */
export class Log {
  #list;
  #context;
  #nodes = new Map();

  /** @param {HTMLElement} list @param {Context & { retry: () => void, remove: (id: string) => void }} context */
  constructor(list, context) {
    this.#list = list;
    this.#context = context;
  }

  /** @param {import("./conversation.js").Turn[]} items the greeting first */
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
        // A choice is shown as the visitor saw it.
        const words = choices.find(({ say }) => say === said)?.title ?? said;
        this.#deliver(show(`${id} said`, () => this.#said(words)), id, state, error);
      }
      choices = replies.length ? replies.flatMap(({ messages }) => messages.flatMap((message) => message.choices)) : choices;
      replies.forEach((reply, turn) => {
        const node = show(`${id} ${turn}`, () => this.#reply(reply));
        const live = index === items.length - 1 && turn === replies.length - 1;
        for (const chip of node.querySelectorAll("[data-say]")) this.#mark(chip, live, items[index + 1]?.said);
      });
    });
    for (const [key, node] of this.#nodes) if (!shown.has(key)) node.remove();
    this.#nodes = shown;
  }

  #said(words) {
    const you = h("span.hidden", null, this.#context.texts.you);
    return h("div.said", null, h("p.bubble", { dir: "auto" }, you, " ", linked(words)), h("p.delivery"));
  }

  #deliver(node, id, state, error) {
    const { texts, retry, remove } = this.#context;
    const status = node.lastChild;
    const news = state !== "sent" && (error ? `${texts[state]}: ${error}` : texts[state]);
    if (status.dataset.news === String(news)) return;
    status.dataset.news = news;
    status.replaceChildren();
    node.classList.toggle("failed", state === "failed");
    if (news) status.append(news);
    if (error || state === "failed") status.append(h("button.link", { onclick: retry }, texts.retry));
    if (state === "failed") status.append(h("button.link", { onclick: () => remove(id) }, texts.remove));
  }

  #reply(reply) {
    const { texts, say } = this.#context;
    const node = h("div.reply", null, h("span.hidden", null, texts.advisor));
    let extra = { nodes: [], said: [], shown: [] };
    try {
      extra = card(reply.payload, this.#context);
    } catch {
      // The words of a reply say everything that a card does.
    }
    reply.messages.forEach(({ text, choices }, index) => {
      const left = extra.shown.reduce((rest, sentence) => rest.replace(sentence, ""), text).replace(/ {2,}/g, " ").trim();
      const chips = choices.filter((choice) => !extra.said.includes(choice.say)).map((choice) => h("li", null, chip(choice, say)));
      if (left) node.append(h("p.bubble", { dir: "auto" }, linked(left)));
      if (!index) node.append(...extra.nodes);
      if (chips.length) node.append(h("ul.chips", null, ...chips));
    });
    return node;
  }

  /** A choice that is past stays readable, and under the focus, but out of the way of the Tab key. */
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
  const onclick = ({ currentTarget }) => currentTarget.ariaDisabled !== "true" && say(words);
  return h("button.chip", { onclick, "data-say": words }, title);
}

/** What a reply shows beside its words, what its buttons say, and the sentences that need not be shown again. */
function card(payload, context) {
  const { texts } = context;
  const { type, table, sources, state, quote_id: number } = payload;
  const extra = { nodes: [], said: [], shown: [] };
  if (type === "recommendation") recommendation(payload, context, extra);
  if (table) extra.nodes.push(tableOf(table));
  if (sources?.length) extra.nodes.push(details(fill(texts.sources, sources.length), list(sources.map(linked))));
  if (type === "quote" && state === "sent") {
    const words = h("div", null, h("h3", null, texts.quoteSent), number && h("p", null, fill(texts.quoteNumber, number)));
    extra.nodes.push(h("section.card.sent", null, icon("check"), words));
  }
  return extra;
}

function recommendation({ pin_type: chosen, reasons = [], alternatives = [], ruled_out = [], assumed = [] }, { texts, about, say }, extra) {
  const { pin_types: types, needs } = about();
  const name = (type) => types?.[type]?.name ?? spoken(type);
  const drawing = (kind, type) => draw(kind, types?.[type]?.picture ?? type, name(type));
  const named = ({ pin_type, text }) => h("span", null, h("strong", null, name(pin_type)), " ", text);
  const cut = (type) => h("figure", null, drawing("crossSection", type), h("figcaption", null, name(type)));
  const compared = new Set([chosen, ...alternatives.map(({ pin_type }) => pin_type)]);
  const open = assumed.map((need) => needs?.[need]?.label ?? spoken(need)).join(", ");
  extra.said = [texts.why, texts.compare, texts.quote];
  extra.shown = [...reasons, ...alternatives, ...ruled_out].map(({ text }) => text);
  const heading = h("div", null, h("p.quiet", null, texts.recommended), h("h3", null, name(chosen)), h("p.quiet", null, types?.[chosen]?.summary));
  const parts = [
    h("div.head", null, drawing("picture", chosen), heading),
    reasons.length && h("h4", null, texts.reasons),
    list(reasons.map(({ text }) => h("span.reason", null, icon("check"), text))),
    open && h("p.quiet", null, fill(texts.assumed, open)),
    alternatives.length && h("h4", null, texts.alternatives),
    list(alternatives.map(named)),
    ruled_out.length && details(fill(texts.ruledOut, ruled_out.length), list(ruled_out.map(named))),
    details(texts.built, h("div.cuts", null, ...[...compared].map(cut))),
    h("div.chips", null, ...extra.said.map((words) => chip({ title: words, say: words }, say))),
  ];
  extra.nodes.push(h("section.card", { "aria-label": `${texts.recommended}: ${name(chosen)}` }, ...parts));
}

let drawings;

/** The drawings come with the first recommendation; a card does without if they don't. */
function draw(kind, name, label) {
  const place = h(`div.${kind}`);
  drawings ??= import("./pictures.js");
  drawings.then((module) => place.append(module[kind](name, label))).catch(() => place.remove());
  return place;
}

function tableOf({ caption, columns, rows }) {
  const head = columns.map((column) => h(column ? "th" : "td", column && { scope: "col" }, column));
  const row = ([first, ...cells]) => h("tr", null, h("th", { scope: "row" }, first), ...cells.map((cell) => h("td", null, cell)));
  const table = h("table", null, h("caption", null, caption), h("thead", null, h("tr", null, ...head)), h("tbody", null, ...rows.map(row)));
  const region = h("div.scroller", { role: "group", "aria-label": caption }, table);
  // Only what scrolls takes part in the order of the Tab key.
  new ResizeObserver(() => (region.tabIndex = region.scrollWidth > region.clientWidth ? 0 : -1)).observe(region);
  return region;
}

function details(summary, content) {
  return h("details", null, h("summary", null, summary), content);
}

function list(contents) {
  return contents.length && h("ul.list", null, ...contents.map((content) => h("li", null, content)));
}
