import { Conversation, Store } from "./conversation.js";
import { h, icon, Log, narrated, Needs, Popup } from "./render.js";
import { styles } from "./styles.js";
import { english, fill } from "./texts.js";

const small = matchMedia("(max-width: 520px), (max-height: 480px)");
const night = matchMedia("(prefers-color-scheme: dark)");

export class PinAdvisor extends HTMLElement {
  static observedAttributes = ["server", "login", "shop", "greeting", "lang", "dir", "theme", "open"];

  #given = {};
  #texts;
  #talk;
  #ui;
  #gone;
  #memory = new Store(() => sessionStorage, "pin-advisor:");
  #keyboard = new CSSStyleSheet();
  #typing;

  constructor() {
    super();
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [styles, this.#keyboard];
  }

  get texts() {
    return this.#given;
  }

  set texts(texts) {
    this.#given = texts;
    if (this.isConnected) this.#build();
  }

  open() {
    this.toggleAttribute("open", true);
    this.#ui.text.focus();
  }

  close() {
    const inside = this.shadowRoot.activeElement;
    this.toggleAttribute("open", false);
    if (inside) this.#ui.launcher.focus();
  }

  send(text) {
    const words = text.trim();
    const over = this.#over(words);
    const sent = words && over <= 0 && this.#talk.send(words);
    if (sent) {
      this.#emit("message", { from: "visitor" });
      this.#toEnd();
    } else if (words) {
      this.#narrate(over > 0 ? fill(this.#texts.over, over) : this.#texts.tooMany);
    }
    return Boolean(sent);
  }

  startOver() {
    return this.send(this.#texts.startOverSay);
  }

  connectedCallback() {
    if (Object.hasOwn(this, "texts")) {
      // Set too early, it hides the accessors.
      this.#given = this.texts;
      delete this.texts;
    }
    this.#gone = new AbortController();
    const listen = (target, event, listener) => target?.addEventListener(event, listener, { signal: this.#gone.signal });
    listen(window, "online", () => this.#talk.retry());
    listen(document, "visibilitychange", () => document.hidden || (this.hasAttribute("open") && this.#talk.refresh()));
    listen(small, "change", () => this.#show());
    listen(night, "change", () => this.#paint());
    listen(window.visualViewport, "resize", () => this.#fit());
    listen(window.visualViewport, "scroll", () => this.#fit());
    this.#connect();
    this.toggleAttribute("open", this.#memory.get(this.#talk.name) ?? this.hasAttribute("open"));
    this.#build();
  }

  disconnectedCallback() {
    this.#gone.abort();
    this.#talk.stop();
    this.#ui = null;
  }

  attributeChangedCallback(name) {
    if (!this.#ui) return;
    if (name === "open") {
      const open = this.hasAttribute("open");
      if (open === this.#ui.panel.open) return;
      this.#memory.set(this.#talk.name, open);
      this.#show();
      this.#emit(open ? "open" : "close");
    } else {
      if ((name === "server" || name === "login") && !this.#connect()) return;
      this.#build();
    }
  }

  /** Whether it is another conversation than before; the same one is kept with all that is under way. */
  #connect() {
    const server = this.getAttribute("server");
    const base = (server ? new URL(server, document.baseURI) : new URL(".", import.meta.url)).href.replace(/\/$/, "");
    const store = new Store(() => localStorage, `pin-advisor:${base}:${subject(this.getAttribute("login"))}:`);
    if (store.name === this.#talk?.name) return false;
    this.#talk?.stop();
    const talk = new Conversation(base, store, () => ({
      login: this.getAttribute("login"),
      locale: this.lang || navigator.language,
      page: location.pathname.slice(0, 200),
    }));
    const on = (event, act) => talk.addEventListener(event, ({ detail }) => talk === this.#talk && act(detail));
    on("change", () => this.#update());
    on("reply", (turn) => this.#replied(turn));
    on("failure", (reason) => this.#narrate(`${this.#texts.failed}: ${reason || this.#texts.unreachable}`));
    on("ended", () => this.#narrate(this.#texts.newConversation));
    on("forgotten", () => this.#draft(""));
    this.#talk = talk;
    return true;
  }

  #build() {
    const talk = this.#talk;
    const texts = { ...english, ...json(() => this.querySelector("script").textContent), ...this.#given };
    const submit = (event) => {
      event.preventDefault();
      if (this.send(text.value)) this.#draft("");
    };
    const keydown = (event) => {
      // Enter belongs to the input method while it composes a word; Safari says so by 229.
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) submit(event);
    };
    const escape = (event) => {
      if ((event.key && event.key !== "Escape") || event.isComposing || confirm.open) return;
      event.preventDefault();
      this.close();
    };
    const menu = () => [
      h("button", { onclick: () => popup.close() || this.startOver() }, texts.startOver),
      h("button", { onclick: () => popup.close() || confirm.showModal() }, texts.deleteData),
      h("p.quiet", null, texts.stored),
    ];
    const remove = async () => {
      try {
        await talk.deleteAll();
        confirm.close();
        this.#narrate(texts.deleted);
      } catch (error) {
        failure.textContent = error.message || texts.unreachable;
      }
    };

    const context = { texts, talk, say: (words) => this.send(words) };
    const popup = new Popup(this.shadowRoot, this.#gone.signal);
    const needs = new Needs(context, popup);
    const launcher = h("button.launcher", { "aria-label": texts.launcherName }, icon("pin"), h("span", null, texts.launcher));
    launcher.onclick = () => this.open();
    const title = h("h2", { id: "title" });
    const more = h("button.tool", { "aria-label": texts.menu, "aria-expanded": "false" }, icon("more"));
    more.onclick = () => popup.toggle(more, texts.menu, menu());
    const close = h("button.tool", { "aria-label": texts.close, onclick: () => this.close() }, icon("close"));
    const list = h("div.list");
    const typing = h("div.bubble.typing", { role: "img", "aria-label": texts.typing, hidden: "" }, h("i"), h("i"), h("i"));
    const log = h("div.log", { role: "log", "aria-live": "off", "aria-label": texts.log, tabindex: 0 }, list, typing);
    const newer = h("button.newer", { hidden: "" }, texts.newer, icon("down"));
    newer.onclick = () => {
      this.#toEnd(true);
      log.focus();
    };
    let following = true;
    log.onscroll = () => {
      following = this.#atEnd();
      if (following) newer.hidden = true;
    };
    // A notice or a long text takes room from the log, not its last words out of sight.
    new ResizeObserver(() => following && this.#ui?.log === log && this.#toEnd(true)).observe(log);
    const trouble = h("p.trouble", { hidden: "" });
    const counter = h("p.counter", { id: "counter", hidden: "" });
    const text = h("textarea", {
      placeholder: texts.placeholder,
      "aria-label": texts.composer,
      "aria-describedby": "counter",
      enterkeyhint: "send",
      onfocus: () => small.matches && (needs.element.open = false),
      oninput: () => this.#typed(),
      onkeydown: keydown,
    });
    const send = h("button.tool", { type: "submit", "aria-label": texts.send }, icon("send"));
    const failure = h("p.failure", { role: "alert" });
    const confirm = h(
      "dialog.confirm",
      { "aria-labelledby": "question", onclose: () => text.focus(failure.replaceChildren()) },
      h("h3", { id: "question" }, texts.deleteQuestion),
      h("p", null, texts.deleteText),
      failure,
      h(
        "div.chips",
        null,
        h("button.chip", { onclick: () => confirm.close() }, texts.cancel),
        h("button.primary", { onclick: remove }, texts.deleteConfirm),
      ),
    );
    const narrator = h("div.hidden", { "aria-live": "polite" });
    const panel = h(
      "dialog.panel",
      { "aria-labelledby": "title", oncancel: escape, onkeydown: escape },
      narrator,
      h("header", null, h("span.glyph", null, icon("pin")), h("div", null, title, h("p.quiet", null, texts.launcher)), more, close),
      h("div.middle", null, log, newer, popup.element),
      trouble,
      needs.element,
      h("form", { onsubmit: submit }, text, send, counter),
      confirm,
    );
    const root = h("div.root", { lang: this.lang || "en", dir: getComputedStyle(this).direction }, launcher, panel);
    this.shadowRoot.replaceChildren(root);
    needs.element.open = !small.matches;
    this.#texts = texts;
    const view = new Log(list, context);
    this.#ui = { root, launcher, title, log, typing, newer, trouble, counter, text, send, narrator, panel, needs, view };
    this.#draft(talk.draft);
    this.#paint();
    this.#update();
    this.#show();
    if (talk.unsent.length) talk.start();
  }

  #show() {
    const { panel, launcher } = this.#ui;
    const open = this.hasAttribute("open");
    const focused = this.shadowRoot.activeElement;
    launcher.hidden = open;
    panel.close();
    if (!open) return;
    // A dialog opened by its attribute leaves the focus where it is.
    if (small.matches) panel.showModal();
    else panel.open = true;
    panel.setAttribute("aria-modal", small.matches);
    if (panel.contains(focused)) focused.focus();
    this.#fit();
    this.#talk.start();
    this.#typed();
    this.#update();
    this.#toEnd();
  }

  #paint() {
    const theme = this.getAttribute("theme");
    this.#ui.root.classList.toggle("dark", theme === "dark" || (theme !== "light" && night.matches));
  }

  /** Keeps the composer above an on-screen keyboard; zooming in is left alone. */
  #fit() {
    const { height, offsetTop, scale } = window.visualViewport ?? {};
    const covered = scale === 1 && height < window.innerHeight;
    this.#keyboard.replaceSync(covered ? `.panel:modal { height: ${height}px; top: ${offsetTop}px }` : "");
  }

  #update() {
    if (!this.#ui) return;
    const { title, log, typing, newer, trouble, needs, view } = this.#ui;
    const talk = this.#talk;
    const { about } = talk;
    const texts = this.#texts;
    const text = this.getAttribute("greeting") || about.greeting || texts.greeting;
    const choices = (about.starters ?? []).map((words) => ({ title: words, say: words }));
    const greeting = { id: `greeting ${text} ${choices.length}`, replies: [{ messages: [{ text, choices }], payload: {} }] };
    const stayed = this.#atEnd();
    const height = log.scrollHeight;
    title.textContent = this.getAttribute("shop") || about.shop || texts.launcher;
    const focused = this.shadowRoot.activeElement;
    view.update([greeting, ...talk.items]);
    needs.update(talk.needs);
    // What was pressed may be gone.
    if (focused && !focused.getClientRects().length) log.focus();
    const news = texts[talk.trouble] ?? "";
    if (news !== trouble.textContent) {
      trouble.textContent = news;
      trouble.hidden = !news;
      this.#narrate(news);
    }
    if (!talk.busy) {
      clearTimeout(this.#typing);
      typing.hidden = true;
      this.#typing = 0;
    } else {
      this.#typing ||= setTimeout(() => {
        const end = this.#atEnd();
        typing.hidden = false;
        if (end) this.#toEnd();
      }, 300);
    }
    if (log.scrollHeight <= height) return;
    if (stayed) this.#toEnd();
    else newer.hidden = false;
  }

  #replied({ replies }) {
    for (const reply of replies) {
      const { type, pin_type: pinType, state, quote_id: quoteId } = reply.payload;
      this.#emit("message", { from: "advisor", type });
      if (type === "recommendation") this.#emit(type, { pinType });
      if (type === "quote") this.#emit(type, { state, quoteId });
      this.#narrate(narrated(reply, this.#texts));
    }
  }

  /** Left standing, the words would be met while reading. */
  #narrate(words) {
    if (!words) return;
    const line = h("p", null, words);
    this.#ui?.narrator.append(line);
    setTimeout(() => line.remove(), 12_000);
  }

  #atEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#ui.log;
    return scrollHeight - scrollTop - clientHeight < 60;
  }

  /** An answer is read from its beginning, which the visitor's words precede. */
  #toEnd(all) {
    const { log } = this.#ui;
    const said = [...log.querySelectorAll(".said")].pop();
    log.scrollTop = said && !all ? said.offsetTop - 12 : log.scrollHeight;
  }

  #draft(words) {
    if (!this.#ui) return;
    this.#ui.text.value = words;
    this.#typed();
  }

  #over(words) {
    return [...words].length - (this.#talk.about.max_length ?? 1000);
  }

  #typed() {
    const { text, counter, send } = this.#ui;
    const words = text.value.trim();
    const over = this.#over(words);
    const level = over > 0 ? "over" : over > -100 ? "left" : "";
    const said = fill(this.#texts[level] ?? "", Math.abs(over));
    this.#talk.draft = text.value;
    text.rows = 1;
    // Up to 5 lines of 22; 18 is the padding.
    text.rows = Math.min(5, Math.max(1, (text.scrollHeight - 18) / 22));
    if (level && level !== counter.dataset.level) this.#narrate(said);
    counter.dataset.level = level;
    counter.hidden = !level;
    counter.textContent = said;
    send.setAttribute("aria-disabled", !words || over > 0);
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(`pin-advisor:${name}`, { bubbles: true, composed: true, detail }));
  }
}

/** The next person at this browser must not meet the last one's conversation. */
function subject(login) {
  return json(() => atob(login.split(".")[1].replaceAll("-", "+").replaceAll("_", "/"))).sub ?? "";
}

function json(read) {
  try {
    return JSON.parse(read());
  } catch {
    return {};
  }
}

if (!customElements.get("pin-advisor")) customElements.define("pin-advisor", PinAdvisor);
