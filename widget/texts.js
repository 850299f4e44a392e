/**
 * Every string that the widget itself shows. A page replaces any of them through `element.texts` or a JSON data
 * block inside the element; `{}` stands for a value.
 */
export const english = {
  launcher: "Pin advisor",
  launcherName: "Pin advisor: open the chat",
  launcherUnread: "Pin advisor: open the chat, new messages: {}",
  subtitle: "Pin advisor",
  greeting: "Hello! Tell me what your pins are for and I'll help you choose the right kind.",
  close: "Close the chat",
  menu: "More options",
  log: "Conversation",
  you: "You:",
  advisor: "Advisor:",
  typing: "The advisor is writing",
  newer: "New messages",
  composer: "Your message",
  placeholder: "Write a message",
  send: "Send",
  left: "Characters left: {}",
  over: "Too long by {} characters. Please shorten it.",
  tooMany: "Too many messages are waiting. Please try again when they have been sent.",
  choices: "Choices: {}",
  chosen: "(your choice)",
  sending: "Sending…",
  waiting: "Waiting to be sent",
  failed: "Not sent",
  retry: "Try again",
  remove: "Remove",
  offline: "You are offline. What you write is sent as soon as you are back.",
  unreachable: "The shop can't be reached at the moment.",
  newConversation: "Your earlier conversation has ended, so a new one begins here.",
  startOver: "Start over",
  startOverSay: "start over",
  deleteData: "Delete my data",
  deleteQuestion: "Delete this conversation?",
  deleteText: "Everything said here is deleted from the shop's server and from this browser for ever.",
  deleteConfirm: "Delete",
  cancel: "Cancel",
  deleted: "Everything has been deleted.",
  stored:
    "The conversation is kept on the shop's server; this browser keeps the key to it and what you have not sent yet.",
  needs: "Your answers so far ({})",
  needChange: "{}: change this answer",
  set: "Set",
  recommended: "Recommended for you",
  reasons: "Why it suits you",
  assumed: "Left open, so I assumed the usual: {}",
  alternatives: "Also worth a look",
  ruledOut: "What doesn't fit, and why ({})",
  built: "See how they are built",
  why: "Why?",
  compare: "Compare",
  quote: "Get a free quote",
  sources: "Sources ({})",
  quoteSent: "Your quote request has been sent",
  quoteNumber: "Number {}",
};

/**
 * Puts a value into a text.
 * @param {string} text
 * @param {string | number} value
 * @returns {string}
 */
export function fill(text, value) {
  return text.replaceAll("{}", () => String(value));
}
