/** How a page uses the element. Nothing here is loaded by a visitor's browser. */

/**
 * The pin advisor as a chat:
 *
 *     <script type="module" src="https://…/webhooks/website/pin-advisor.js"></script>
 *     <pin-advisor></pin-advisor>
 *
 * Attributes, none of them needed:
 *
 * | attribute | meaning |
 * |---|---|
 * | `server` | address of the channel, when it is not the folder that pin-advisor.js came from |
 * | `shop`, `greeting` | instead of the name and greeting that the server tells |
 * | `login` | a JWT of the shop's own site, which ties the conversation to its account |
 * | `open` | the chat is open; set while it is. A visitor's own choice is kept for the tab and goes first |
 * | `lang` | language of the texts; `en` when left out |
 * | `dir` | `ltr` or `rtl`; the page's when left out |
 * | `theme` | `light`, `dark` or `auto` (the default: as the visitor's system has it) |
 *
 * Custom properties: `--pin-advisor-accent`, `--pin-advisor-on-accent` (text on the accent), `--pin-advisor-surface`,
 * `--pin-advisor-text`, `--pin-advisor-radius`, `--pin-advisor-font`, `--pin-advisor-z-index`. A page that sets a
 * colour sees to its contrast in both themes.
 *
 * Texts: the property `texts`, or a data block inside the element, which runs nowhere and so suits a strict policy:
 *
 *     <pin-advisor><script type="application/json" slot="texts">{"send": "Absenden"}</script></pin-advisor>
 *
 * texts.js has all names.
 */
export declare class PinAdvisor extends HTMLElement {
  /** Strings instead of the English ones. `{}` stands for a value. */
  texts: Partial<Record<keyof typeof import("./texts.js").english, string>>;
  /** Opens the chat with the focus in the composer. */
  open(): void;
  /** Closes the chat. A focus inside goes back to the launcher. */
  close(): void;
  /** Says something for the visitor. False when it is empty or too long, or too many messages are waiting. */
  send(text: string): boolean;
  /** Has the advisor forget what it knows about the pins. */
  startOver(): boolean;
}

/** They bubble and cross shadow trees. None carries what a visitor wrote. */
export interface PinAdvisorEvents {
  "pin-advisor:open": CustomEvent<null>;
  "pin-advisor:close": CustomEvent<null>;
  /** A message of either side. `type` is that of the advisor's reply. Not for history. */
  "pin-advisor:message": CustomEvent<{ from: "visitor" | "advisor"; type?: string }>;
  "pin-advisor:recommendation": CustomEvent<{ pinType: string }>;
  "pin-advisor:quote": CustomEvent<{ state: "asking" | "sent"; quoteId?: string }>;
}

declare global {
  interface HTMLElementTagNameMap {
    "pin-advisor": PinAdvisor;
  }
  interface HTMLElementEventMap extends PinAdvisorEvents {}
}
