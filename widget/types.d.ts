/**
 * What the modules hand to each other. Nothing here is loaded by a visitor's browser.
 *
 * | module | purpose |
 * |---|---|
 * | pin-advisor.js | the element: launcher, panel, composer, dialogs, narration |
 * | conversation.js | session, history, delivery in order and once each, requests; knows no display |
 * | render.js | turns, choices, cards, tables, links and the row of needs as elements |
 * | styles.js, texts.js | the look, the English strings |
 * | pictures.js | drawings, loaded with the first recommendation |
 *
 * A conversation dispatches `change` when anything shown changed, `reply` with a {@link Turn} that was just answered,
 * `failure` with the reason why a message was given up, `ended` when the server no longer knows it and another begins,
 * and `forgotten` when everything was deleted.
 */

/** A press on it says `say`; the visitor is shown to have said `title`. */
export interface Choice {
  title: string;
  say: string;
}

export interface Reply {
  messages: { text: string; choices: Choice[] }[];
  payload: { type?: string; [key: string]: any };
}

/** A message of the visitor with the advisor's replies, an `ended` conversation's mark, or (without `said`) the greeting. */
export interface Turn {
  id: string;
  said?: string;
  replies: Reply[];
  state?: "sent" | "sending" | "waiting" | "failed" | "ended";
  /** Why it is not through, in the server's words. */
  error?: string;
}

/** What the parts of the display need to know. */
export interface Context {
  texts: Record<string, string>;
  talk: import("./conversation.js").Conversation;
  say(text: string): void;
}
