/** A message is stored until it is answered and keeps its id: nothing is lost, nothing is done twice. */
const MAX_ATTEMPTS = 5;
const MAX_PAUSE = 30_000;

/** Where storage is forbidden or full, memory serves. */
export class Store {
  #area;
  #memory = {};

  constructor(area, name) {
    this.#area = area;
    this.name = name;
  }

  get(key) {
    try {
      return this.#memory[key] ?? JSON.parse(this.#area().getItem(this.name + key));
    } catch {
      return null;
    }
  }

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

export class Conversation extends EventTarget {
  needs = {};
  about = {};
  busy = false;
  trouble = "";

  #base;
  #store;
  #details;
  #past = [];
  #turns = [];
  #progress = new Map();
  #running = false;
  #bus;
  #wake = () => {};
  #timer;
  #delivering = false;
  #complete = false;
  #version = 0;

  constructor(base, store, details) {
    super();
    this.#base = base;
    this.#store = store;
    this.#details = details;
  }

  get name() {
    return this.#store.name;
  }

  get items() {
    const waiting = ({ id, text }) => ({ id, said: text, replies: [], state: "waiting", ...this.#progress.get(id) });
    return [...this.#past, ...this.#turns, ...this.unsent.map(waiting)];
  }

  // Anything can be in a browser's storage.
  get unsent() {
    return list(this.#store.get("outbox")).filter(({ id, text }) => id && typeof text === "string");
  }

  get draft() {
    return String(this.#store.get("draft") ?? "");
  }

  get #token() {
    return /^[\w.-]+$/.exec(this.#store.get("token") ?? "")?.[0];
  }

  set draft(text) {
    this.#store.set("draft", text.slice(0, 20_000) || null);
  }

  start() {
    if (!this.#running) {
      this.#running = true;
      try {
        this.#bus = new BroadcastChannel(this.name);
        this.#bus.onmessage = ({ data }) => (data === "deleted" ? this.#forget() : this.refresh());
      } catch {
        // This tab catches up.
      }
    }
    // In trouble, this also finds out when that is over.
    if (!this.about.shop || this.trouble) {
      this.#call("/about").then((about) => {
        this.about = about;
        this.#changed();
      }, () => {});
    }
    if (!this.#complete) this.refresh();
    this.#deliver();
  }

  stop() {
    this.#running = false;
    this.#complete = false;
    clearTimeout(this.#timer);
    this.#wake();
    this.#bus?.close();
    this.#bus = null;
  }

  send(text) {
    if (this.unsent.length >= 20) return false;
    this.#store.set("outbox", [...this.unsent, { id: newId(), text }]);
    this.#changed();
    this.start();
    return true;
  }

  retry() {
    for (const [id, { state }] of this.#progress) if (state !== "sending") this.#progress.delete(id);
    this.#wake();
    this.start();
    this.#changed();
  }

  remove(id) {
    this.#progress.delete(id);
    this.#store.set("outbox", this.unsent.filter((message) => message.id !== id));
    this.#changed();
  }

  async refresh() {
    const token = this.#token;
    const version = this.#version;
    if (!token) return;
    try {
      const { turns, needs } = await this.#call("/history", { token });
      // A turn that came meanwhile may be missing here.
      if (version !== this.#version) return this.refresh();
      const byId = new Map();
      for (const { id, said, reply } of list(turns)) {
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
    }
  }

  async deleteAll() {
    await this.#alone(async () => {
      const token = this.#token;
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
    while (this.#running && (next = this.unsent.find(({ id }) => this.#progress.get(id)?.state !== "failed"))) {
      const pause = await this.#alone(() => this.#attempt(next));
      if (!pause || !this.#running) continue;
      await new Promise((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, pause);
      });
    }
    this.#delivering = false;
  }

  /** Returns the pause before the next. */
  async #attempt({ id, text }) {
    // Another tab may have sent it meanwhile.
    if (!this.#running || !this.unsent.some((message) => message.id === id)) return 0;
    const attempts = (this.#progress.get(id)?.attempts ?? 0) + 1;
    this.#progress.set(id, { state: "sending", attempts });
    this.busy = true;
    this.#changed();
    let token;
    try {
      const { login, ...where } = this.#details();
      token = this.#token;
      if (!token) {
        ({ token } = await this.#call("/session", { method: "POST", body: login ? { login } : {} }));
        this.#store.set("token", token);
        this.#complete = true;
      }
      const { replies, needs } = await this.#call("/messages", { method: "POST", token, body: { id, text, ...where } });
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

  #failed(id, attempts, error, token) {
    const ended = error.status === 401 && token;
    const offline = this.trouble === "offline";
    if (ended) this.#ended(token);
    const over = !(error.passing || ended) || attempts > MAX_ATTEMPTS;
    this.#progress.set(id, { state: over ? "failed" : "waiting", error: error.message, attempts: offline ? 0 : attempts });
    if (over) {
      // Later messages must not overtake this one.
      if (error.passing) for (const other of this.unsent) this.#progress.set(other.id, this.#progress.get(id));
      this.#tell("failure", error.message);
    }
    if (over || (ended && attempts === 1)) return 0;
    return offline ? MAX_PAUSE : pauseAfter(attempts - 1, error);
  }

  #ended(token) {
    // A late answer, or another tab has a new one already.
    if (this.#token !== token) return;
    this.#store.set("token", null);
    this.#past = [...this.#past, ...this.#turns, { id: token, replies: [], state: "ended" }];
    this.#turns = [];
    this.needs = {};
    this.#tell("ended");
    this.#changed();
  }

  async #call(path, options = {}) {
    let trouble = "";
    try {
      const { data, token } = await request(this.#base + path, options);
      if (token && this.#token === options.token) this.#store.set("token", token);
      return data;
    } catch (error) {
      if (!error.status) trouble = navigator.onLine ? "unreachable" : "offline";
      clearTimeout(this.#timer);
      if (error.passing) this.#timer = setTimeout(() => this.#running && this.start(), pauseAfter(3, error));
      throw error;
    } finally {
      if (trouble !== this.trouble) {
        this.trouble = trouble;
        if (!trouble) this.#wake();
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

  /** Other tabs must not send the same or open a second session meanwhile. */
  async #alone(task) {
    let run;
    const once = () => (run ??= task());
    await navigator.locks?.request(this.name, once).catch(() => {});
    return once();
  }

  #changed() {
    this.#tell("change");
  }

  #tell(event, detail) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }
}

/** Spread, so that visitors do not return all at once. */
function pauseAfter(attempt, { retryAfter }) {
  return Math.max(retryAfter * 1000, Math.min(MAX_PAUSE, 1000 * 2 ** attempt)) * (1 + Math.random() / 4);
}

function list(value) {
  return Array.isArray(value) ? value.filter(Boolean) : [];
}

/** As the display expects it, whatever came. */
function tidy(replies) {
  const choice = ({ title = "", say = title }) => ({ title: String(title), say: String(say) });
  return list(replies).map(({ messages, payload }) => ({
    payload: payload ?? {},
    messages: list(messages).map(({ text, choices }) => ({ text: String(text ?? ""), choices: list(choices).map(choice) })),
  }));
}

/** `crypto.randomUUID` is missing on plain http. */
function newId() {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}

async function request(url, { method, token, body }) {
  try {
    const response = await fetch(url, {
      method,
      // What is kept says nothing about whether the shop can be reached.
      cache: "no-cache",
      credentials: "omit",
      headers: { ...(token && { Authorization: `Bearer ${token}` }), ...(body && { "Content-Type": "application/json" }) },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    const { headers, ok, status } = response;
    const data = status === 204 ? null : await response.json().catch(() => {});
    if (!ok) throw failure(status, data?.error?.message, headers.get("Retry-After"));
    // A network's own page, say.
    if (data === undefined) throw failure(0);
    return { data: data ?? {}, token: headers.get("Pin-Advisor-Token") };
  } catch (error) {
    throw error.passing === undefined ? failure(0) : error;
  }
}

function failure(status, message = "", retryAfter = 0) {
  const passing = [0, 408, 429].includes(status) || status >= 500;
  return Object.assign(new Error(message.slice(0, 300)), { status, passing, retryAfter });
}
