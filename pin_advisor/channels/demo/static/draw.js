/**
 * What each platform makes of the messages that it was sent, near enough to judge a rendering by. Text only ever
 * enters the page as text.
 */

/** An element from "tag.class", properties, and children; falsy ones are left out. */
export function h(name, properties, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  element.className = classes.join(" ");
  Object.assign(element, properties);
  element.append(...children.flat(Infinity).filter(Boolean));
  return element;
}

const bubble = (...content) => h("div.bubble", null, ...content);
const text = (...content) => h("div.text", null, ...content);
const bold = (words) => h("strong", null, words);
const italic = (words) => h("em", null, words);
const picture = (url, alt, kind) => h(`img.${kind}`, { src: url, alt: alt ?? "" });
const row = (cells) => h("tr", null, cells.map((cell) => h("td", null, cell)));
const table = (rows, kind = "ruled") => h("div.scroller", null, h(`table.${kind}`, null, rows.map(row)));

/** Words between stars in bold, but for stars that stand inside of a word or between joiners. */
function starred(words, decode) {
  return words.split(/(?<![\p{L}\p{N}*\u2060])\*([^*\n]+)\*(?![\p{L}\p{N}*\u2060])/u).map((part, n) => (n % 2 ? bold(decode(part)) : decode(part)));
}

/** Lines between underscores in italics, as far as we send any. */
function slanted(words, decode) {
  return words.split("\n").flatMap((line, n) => [n && "\n", /^_.+_$/.test(line) ? italic(decode(line.slice(1, -1))) : starred(line, decode)].flat());
}

/** Bold and italic where entities say so; they count as JavaScript does. */
function withEntities(words, entities = []) {
  const parts = [];
  let end = 0;
  for (const { type, offset, length } of entities) {
    const shown = { bold, italic }[type];
    if (!shown) continue;
    parts.push(words.slice(end, offset), shown(words.slice(offset, offset + length)));
    end = offset + length;
  }
  return [...parts, words.slice(end)];
}

function telegram(message, { button }) {
  const words = message.text ?? message.caption ?? "";
  const rows = message.reply_markup?.inline_keyboard ?? [];
  return [
    bubble(
      message.photo_url && picture(message.photo_url, "", "photo"),
      withEntities(words, message.entities ?? message.caption_entities),
    ),
    rows.map((keys) => h("div.buttons", null, keys.map((key) => button(key.text)))),
  ];
}

const unescaped = (words) => words.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
const unlinked = (words) => unescaped(words.replace(/<(?:[^<>|]*\|)?([^<>|]*)>/g, "$1"));
const slackText = ({ type, text: words }) => (type === "mrkdwn" ? starred(words, unlinked) : [unescaped(words)]);

function slackBlock(block, context) {
  const { button, choose } = context;
  switch (block.type) {
    case "header":
      return h("div.heading", null, slackText(block.text));
    case "section": {
      const words = block.text && text(slackText(block.text));
      const facts = block.fields && h("div.facts", null, block.fields.map((field) => text(slackText(field))));
      const beside = block.accessory?.type === "image" && picture(block.accessory.image_url, block.accessory.alt_text, "small");
      return h("div.beside", null, h("div", null, words, facts), beside);
    }
    case "context":
      return h("div.quiet", null, block.elements.map((element) => slackText(element)));
    case "image":
      return h("div", null, block.title && slackText(block.title), picture(block.image_url, block.alt_text, "photo"));
    case "table":
      return table(block.rows.map((cells) => cells.map(richText)));
    case "actions":
      return h("div.buttons", null, block.elements.map((element) =>
        element.options ? choose(slackText(element.placeholder), element.options.map((o) => unescaped(o.text.text))) : button(unescaped(element.text.text))));
    default:
      return text(JSON.stringify(block));
  }
}

function richText(cell) {
  const runs = cell.elements.flatMap((section) => section.elements);
  return h("span", null, runs.map(({ text: words, style }) => (style?.bold ? bold(words) : words)));
}

function slack(message, context) {
  const blocks = message.blocks ?? [];
  return h("div.card", null, blocks.length ? blocks.map((block) => slackBlock(block, context)) : text(unlinked(message.text)));
}

function messenger(message, { button, last }) {
  const payload = message.attachment?.payload ?? {};
  const buttons = (some = []) => some.length > 0 && h("div.buttons.stacked", null, some.map(({ title }) => button(title)));
  const cards = (payload.elements ?? []).map((element) =>
    h("div.card", null, element.image_url && picture(element.image_url, "", "photo"), h("strong", null, element.title),
      element.subtitle && h("div.quiet", null, element.subtitle), buttons(element.buttons)));
  return [
    message.text && bubble(message.text),
    message.attachment?.type === "image" && picture(payload.url, "", "photo"),
    payload.text && h("div.card", null, text(payload.text), buttons(payload.buttons)),
    cards,
    // Gone as soon as anything stands below them.
    last && message.quick_replies && h("div.buttons", null, message.quick_replies.map(({ title }) => button(title))),
  ];
}

const sms = (message) => [bubble(message.Body ?? "")];
const whatsapp = (message) => [
  bubble(message.MediaUrl && picture(message.MediaUrl, "", "photo"), slanted(message.Body ?? "", (part) => part.replace(/\u2060/g, ""))),
];

function adaptive(element) {
  switch (element.type) {
    case "RichTextBlock":
      return h(["div.text", ...element.inlines.map((run) => (run.size === "Large" ? "heading" : run.isSubtle ? "quiet" : ""))].filter(Boolean).join("."), null,
        element.inlines.map((run) => (run.weight === "Bolder" ? bold(run.text) : run.text)));
    case "TextBlock":
      return h("div.text", null, element.weight === "Bolder" ? bold(element.text) : element.text);
    case "Image":
      return picture(element.url, element.altText, "small");
    case "Table":
      return table(element.rows.map(({ cells }) => cells.map(({ items }) => h("span", null, items.map(adaptive)))), element.showGridLines === false ? "plain" : "ruled");
    case "ColumnSet":
      return h("div.beside", null, element.columns.map(({ items }) => h("div", null, items.map(adaptive))));
    case "Container":
      return h("div", null, element.items.map(adaptive));
    case "FactSet":
      return table(element.facts.map(({ title, value }) => [bold(title), value]), "plain");
    default:
      return text(JSON.stringify(element));
  }
}

function teams(message, { button }) {
  const cards = (message.attachments ?? []).map(({ content }) =>
    h("div.card", null, content.body.map(adaptive),
      content.actions?.length > 0 && h("div.buttons", null, content.actions.map(({ title }) => button(title)))));
  return [message.text && bubble(message.text), cards];
}

const shell = (message) => h("pre", null, message.text);

const PLATFORMS = { slack, telegram, messenger, whatsapp, sms, teams, shell };

/**
 * A message as a platform shows it.
 * @param {string} name The channel.
 * @param {object} message As the platform was sent it.
 * @param {{button: Function, choose: Function, last: boolean}} context Makes buttons and menus, and tells
 *   whether nothing stands below the message.
 */
export function draw(name, message, context) {
  try {
    return h("div.message", null, PLATFORMS[name](message, context));
  } catch {
    // Whatever it is, it should be seen.
    return h("div.message", null, h("pre", null, JSON.stringify(message, null, 1)));
  }
}
