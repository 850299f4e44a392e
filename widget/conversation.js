/**
 * One visitor's conversation: session, history, delivery in order and once each. No DOM.
 *
 * What was typed is stored before it is sent and taken out when it is answered, so neither a reload nor a lost answer
 * loses it; sent again it keeps its id, so the server does nothing twice.
 *
 * @typedef {{ title: string, say: string }} Choice
 * @typedef {{ messages: { text: string, choices: Choice[] }[], payload: Record<string, any> }} Reply
 * @typedef {{ id: string, said?: string, replies: Reply[], state: string, error?: string }} Turn
 *   `state` is sent, sending, waiting, failed, or ended where one conversation gave way to the next
 */
import { ChannelError, request } from "./transport.js";

const MAX_WAITING = 20;
const MAX_ATTEMPTS = 5;
const MAX_PAUSE = 30_000;

/** JSON values that outlive the page or, where storage is forbidden or full, at least stay until it is left. */
export class Store {
  #area;
  #memory = {};

  /** @param {() => Storage} area a function, as already naming `localStorage` can throw @param {string} name */
  constructor(area, name) {
    this.#area = area;
    this.name = name;
  }

  /** @param {string} key */
  get(key) {
    try {
      return this.#memory[key] ?? JSON.parse(this.#area().getItem(this.name + key));
    } catch {
      return null;
    }
  }

  /** @param {string} key @param {any} value null removes it */
  set(key, value) {
    this.#memory[key] = null;
    try {
      if (value === null) this.#area().removeItem(this.name + key);
      else this.#area().setItem(this.name + key, JSON.stringify(value));
    } catch {
      this.#memory[key] = value;
    }
  }
}

/** Dispatches `change` when anything shown changed, `reply` with a turn, `failure` with its reason, `forgotten`. */
export class Conversation extends EventTarget {
  needs = {};
  /** What the server tells about the shop. */
  about = {};
  /** Whether a message is being answered right now. */
  busy = false;
  /** @type {"" | "offline" | "unreachable"} */
  trouble = "";

  #base;
  #store;
  #details;
  #past = [];
  #turns = [];
  /** By id, of what is not through: state, attempts, error. */
  #progress = new Map();
  #stop;
  #bus;
  #wake = () => {};
  #delivering = false;
  #complete = false;
  #version = 0;

  /** @param {string} base @param {Store} store @param {() => { login?: string, locale: string, page: string }} details */
  constructor(base, store, details) {
    super();
    this.#base = base;
    this.#store = store;
    this.#details = details;
  }

  /** Tells one server and login from another. */
  get name() {
    return this.#store.name;
  }

  /** @returns {Turn[]} the log, oldest first */
  get items() {
    const waiting = this.unsent.map(({ id, text }) => ({ id, said: text, replies: [], state: "waiting", ...this.#progress.get(id) }));
    return [...this.#past, ...this.#turns, ...waiting];
  }

  get unsent() {
    return this.#store.get("outbox") ?? [];
  }

  get draft() {
    return this.#store.get("draft") ?? "";
  }

  set draft(text) {
    this.#store.set("draft", text.slice(0, 20_000) || null);
  }

  /** Gets what is known and sends what is waiting; again does no harm. */
  start() {
    if (!this.#stop) {
      this.#stop = new AbortController();
      try {
        this.#bus = new BroadcastChannel(this.#store.name);
        this.#bus.onmessage = ({ data }) => (data === "deleted" ? this.#forget() : this.refresh());
      } catch {
        // Then this tab catches up when it is looked at.
      }
    }
    if (!this.about.shop) {
      this.#call("/about").then((about) => {
        this.about = about;
        this.#changed();
      }, () => {});
    }
    if (!this.#complete) this.refresh();
    this.#deliver();
  }

  /** Ends requests and waits. Nothing is lost. */
  stop() {
    this.#stop?.abort();
    this.#stop = null;
    this.#complete = false;
    this.#wake();
    this.#bus?.close();
  }

  /** @param {string} text @returns {boolean} false when too many are waiting */
  send(text) {
    if (this.unsent.length >= MAX_WAITING) return false;
    this.#store.set("outbox", [...this.unsent, { id: uuid(), text }]);
    this.#changed();
    this.start();
    return true;
  }

  /** Tries again now what is waiting or failed. */
  retry() {
    for (const [id, { state }] of this.#progress) if (state !== "sending") this.#progress.delete(id);
    this.#wake();
    this.start();
    this.#changed();
  }

  /** Gives a message up. @param {string} id */
  remove(id) {
    this.#progress.delete(id);
    this.#store.set("outbox", this.unsent.filter((message) => message.id !== id));
    this.#changed();
  }

  /** Brings the log up to date with the server. */
  async refresh(attempt = 0) {
    const token = this.#store.get("token");
    const version = this.#version;
    if (!token) return;
    try {
      const { turns, needs } = await this.#call("/history", { token });
      // A turn that came meanwhile may be missing here.
      if (version !== this.#version) return this.refresh();
      const byId = new Map();
      for (const { id, said, reply } of turns) {
        if (!byId.has(id)) byId.set(id, { id, said, replies: [], state: "sent" });
        byId.get(id).replies.push(...tidy([reply]));
        this.remove(id);
      }
      this.#turns = [...byId.values()];
      this.needs = needs ?? {};
      this.#complete = true;
      this.#changed();
    } catch (error) {
      if (error.status === 401) this.#ended(token);
      else if (error.passing && this.#stop && attempt < MAX_ATTEMPTS) {
        setTimeout(() => this.#stop && !this.#complete && this.refresh(attempt + 1), pauseAfter(attempt, error));
      }
    }
  }

  /** Deletes everything, here and on the server. @throws {ChannelError} and then nothing is deleted */
  async deleteAll() {
    await this.#alone(async () => {
      const token = this.#store.get("token");
      try {
        if (token) await this.#call("/history", { method: "DELETE", token });
      } catch (error) {
        if (error.status !== 401) throw error;
      }
      for (const key of ["token", "outbox", "draft"]) this.#store.set(key, null);
      this.#forget();
    });
    this.#bus?.postMessage("deleted");
  }

  async #deliver() {
    if (this.#delivering) return;
    this.#delivering = true;
    let next;
    while (this.#stop && (next = this.unsent.find(({ id }) => this.#progress.get(id)?.state !== "failed"))) {
      const pause = await this.#alone(() => this.#attempt(next));
      if (!pause || !this.#stop) continue;
      await new Promise((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, pause);
      });
    }
    this.#delivering = false;
  }

  /** Sends a message once; returns the milliseconds to wait before anything else is sent. */
  async #attempt({ id, text }) {
    // Meanwhile another tab may have sent it, or the visitor given it up.
    if (!this.#stop || !this.unsent.some((message) => message.id === id)) return 0;
    const attempts = (this.#progress.get(id)?.attempts ?? 0) + 1;
    this.#progress.set(id, { state: "sending", attempts });
    this.busy = true;
    this.#changed();
    let token;
    try {
      const { login, locale, page } = this.#details();
      token = this.#store.get("token");
      if (!token) {
        ({ token } = await this.#call("/session", { method: "POST", body: login ? { login } : {} }));
        this.#store.set("token", token);
        this.#complete = true;
      }
      const { replies, needs } = await this.#call("/messages", { method: "POST", token, body: { id, text, locale, page } });
      const turn = { id, said: text, replies: tidy(replies), state: "sent" };
      this.busy = false;
      this.#version += 1;
      this.#turns = [...this.#turns.filter((other) => other.id !== id), turn];
      this.needs = needs ?? {};
      this.remove(id);
      this.#tell("reply", turn);
      this.#bus?.postMessage("said");
      return 0;
    } catch (error) {
      return this.#failed(id, attempts, error, token);
    } finally {
      this.busy = false;
      this.#changed();
    }
  }

  /** Decides what becomes of a message that did not get through. */
  #failed(id, attempts, error, token) {
    if (!this.#stop) {
      this.#progress.delete(id);
      return 0;
    }
    const ended = error.status === 401 && token;
    const offline = this.trouble === "offline";
    if (ended) this.#ended(token);
    const over = !(error.passing || ended) || attempts > MAX_ATTEMPTS;
    // Being offline is nobody's failure, so it does not count.
    this.#progress.set(id, { state: over ? "failed" : "waiting", error: error.message, attempts: offline ? 0 : attempts });
    if (over) {
      // Later messages must not overtake one that may still get through, so they fail with it.
      if (error.passing) for (const other of this.unsent) this.#progress.set(other.id, this.#progress.get(id));
      this.#tell("failure", error.message);
    }
    if (over || (ended && attempts === 1)) return 0;
    return offline ? MAX_PAUSE : pauseAfter(attempts - 1, error);
  }

  /** The server no longer knows this token. */
  #ended(token) {
    // A late answer, or another tab has a new one already.
    if (this.#store.get("token") !== token) return;
    this.#store.set("token", null);
    this.#past = [...this.#past, ...this.#turns, { id: token, replies: [], state: "ended" }];
    this.#turns = [];
    this.needs = {};
    this.#changed();
  }

  async #call(path, options = {}) {
    const { signal } = this.#stop;
    let trouble = "";
    try {
      const { data, token } = await request(this.#base + path, { ...options, signal });
      if (token && this.#store.get("token") === options.token) this.#store.set("token", token);
      return data;
    } catch (error) {
      if (!error.status) trouble = navigator.onLine ? "unreachable" : "offline";
      throw error;
    } finally {
      if (!signal.aborted && trouble !== this.trouble) {
        this.trouble = trouble;
        this.#changed();
      }
    }
  }

  #forget() {
    this.#past = [];
    this.#turns = [];
    this.#progress.clear();
    this.#version += 1;
    this.needs = {};
    this.#tell("forgotten");
    this.#changed();
  }

  /** Keeps other tabs from sending the same or opening a second session meanwhile. */
  async #alone(task) {
    let began;
    const run = () => {
      began = true;
      return task();
    };
    try {
      return await navigator.locks.request(this.#store.name, run);
    } catch (error) {
      if (began) throw error;
      // No locks on plain http or without storage; ids still keep a message from counting twice.
      return task();
    }
  }

  #changed() {
    this.#tell("change");
  }

  #tell(event, detail) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }
}

/** Doubling from a second, and spread so that visitors do not return all at once. */
function pauseAfter(attempt, { retryAfter }) {
  return Math.max(retryAfter * 1000, Math.min(MAX_PAUSE, 1000 * 2 ** attempt)) * (1 + Math.random() / 4);
}

/** Replies as the rest of the widget may rely on them. */
function tidy(replies) {
  return replies.filter(Boolean).map(({ messages, payload }) => ({
    payload: payload ?? {},
    messages: (messages ?? []).filter(Boolean).map(({ text, choices }) => ({ text: text ?? "", choices: choices ?? [] })),
  }));
}

/** Also where `crypto.randomUUID` is missing, as on plain http. */
function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})/, "$1-$2-4$3-8$4-");
}
