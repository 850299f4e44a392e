/** The visitor's answers so far, each of which can be changed. */
import { h, icon, spoken } from "./render.js";
import { fill } from "./texts.js";

/** A panel of buttons that one of several openers shows. Escape and a press elsewhere close it. */
export class Popup {
  #opener;

  /** @param {ShadowRoot} root @param {AbortSignal} signal ends the listening */
  constructor(root, signal) {
    this.element = h("div.popup", { role: "group", hidden: true, onkeydown: (event) => this.#key(event) });
    const outside = ({ target }) => this.element.contains(target) || this.#opener?.contains(target) || this.close(false);
    for (const event of ["pointerdown", "focusin"]) root.addEventListener(event, outside, { signal });
  }

  /** @param {HTMLElement} opener @param {string} label @param {Node[]} content */
  toggle(opener, label, content) {
    const again = this.#opener === opener;
    this.close();
    if (again) return;
    this.#opener = opener;
    this.element.setAttribute("aria-label", label);
    this.element.replaceChildren(...content);
    this.#show(true);
    this.element.querySelector("button, input").focus();
  }

  close(refocus = true) {
    if (!this.#opener) return;
    this.#show(false);
    if (refocus) this.#opener.focus();
    this.#opener = null;
  }

  #show(open) {
    this.element.hidden = !open;
    this.#opener.setAttribute("aria-expanded", open);
  }

  #key(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.close();
  }
}

/** The row of answers above the composer. */
export class Needs {
  #context;
  #popup;
  #chips = new Map();
  #title = h("summary");
  #list = h("ul.chips");
  element = h("details.needs", { hidden: true }, this.#title, this.#list);

  /** @param {import("./render.js").Context} context @param {Popup} popup */
  constructor(context, popup) {
    this.#context = context;
    this.#popup = popup;
  }

  /** @param {Record<string, any>} needs */
  update(needs) {
    const known = Object.entries(needs).filter(([, value]) => value != null);
    this.element.hidden = !known.length;
    this.#title.textContent = fill(this.#context.texts.needs, known.length);
    for (const chip of this.#chips.values()) chip.parentNode.hidden = true;
    for (const [need, value] of known) {
      const { label = spoken(need), values } = this.#context.about().needs?.[need] ?? {};
      let chip = this.#chips.get(need);
      if (!chip) {
        chip = h("button.chip", { "aria-expanded": "false", onclick: () => this.#change(need) });
        this.#chips.set(need, chip);
        this.#list.append(h("li", null, chip));
      }
      chip.parentNode.hidden = false;
      chip.dataset.value = value;
      const words = values?.[value]?.label ?? (typeof value === "number" ? value.toLocaleString() : spoken(value));
      chip.replaceChildren(h("span.quiet", null, label), words, icon("down"));
    }
  }

  #change(need) {
    const { about, texts, say } = this.#context;
    const { label = spoken(need), values = {}, kind, say: sentence } = about().needs?.[need] ?? {};
    const chip = this.#chips.get(need);
    const { value: current } = chip.dataset;
    const pick = (words) => {
      this.#popup.close();
      say(words);
    };
    const option = ([value, { label: title, say: words }]) =>
      h("button.chip", { "aria-pressed": String(value === current), onclick: () => pick(words) }, title);
    let content = Object.entries(values).map(option);
    if (kind === "number") {
      const input = h("input", { type: "number", min: 1, required: true, value: current, "aria-label": label });
      const onsubmit = (event) => {
        event.preventDefault();
        pick(fill(sentence, input.value));
      };
      content = [h("form", { onsubmit }, input, h("button.primary", { type: "submit" }, texts.set))];
    }
    if (content.length) this.#popup.toggle(chip, fill(texts.needChange, label), [h("p.quiet", null, label), ...content]);
  }
}
