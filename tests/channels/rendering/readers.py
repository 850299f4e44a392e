"""What a visitor sees of what a renderer made, read as the platform reads it; and what it would refuse.

Written from the platforms' documentation and not from the renderers. A renderer without a reader fails the
property test.
"""

from __future__ import annotations

import json
import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from pin_advisor.channels.platforms import Slack, Telegram

Messages = Sequence[Mapping[str, Any]]


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


class Reader(ABC):
    """One platform."""

    #: Whether a visitor writes a number, for want of buttons. Then :meth:`keys` is not asked.
    numbered: bool = False
    #: Whether cards' facts and tables are shown.
    shows_facts: bool = False
    shows_tables: bool = False
    #: Whether sources are shown whatever they cost.
    shows_sources: bool = True

    @abstractmethod
    def faults(self, messages: Messages) -> list[str]:
        """Why the platform would refuse or cut something."""

    @abstractmethod
    def text(self, messages: Messages) -> str:
        """All that can be read but for buttons, without formatting, in order."""

    @abstractmethod
    def keys(self, messages: Messages) -> list[str]:
        """What the buttons carry, in order."""

    @abstractmethod
    def titles(self, messages: Messages) -> list[str]:
        """What stands on the buttons, in the same order."""


class TelegramReader(Reader):
    """https://core.telegram.org/bots/api."""

    def faults(self, messages: Messages) -> list[str]:
        return [fault for message in messages for fault in self._faults(message)]

    def _faults(self, message: Mapping[str, Any]) -> list[str]:
        faults = []
        text, caption = message.get("text", ""), message.get("caption", "")
        if message["method"] == "sendMessage" and not text.strip():
            faults.append("a message without a text")
        if message["method"] == "sendPhoto" and not message["photo"].startswith("https://"):
            faults.append("a photo without an address")
        if utf16(text) > Telegram.TEXT.value:
            faults.append("a text too long")
        if utf16(caption) > Telegram.CAPTION.value:
            faults.append("a caption too long")
        entities = message.get("entities", ()) or message.get("caption_entities", ())
        if len(entities) > Telegram.ENTITIES.value:
            faults.append("too many entities")
        encoded = (text or caption).encode("utf-16-le")
        for entity in entities:
            start, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
            if not 0 <= start < end <= len(encoded):
                faults.append("an entity outside of the text")
            encoded[start:end].decode("utf-16-le")  # raises if it cuts a character in two
        rows = message.get("reply_markup", {}).get("inline_keyboard", ())
        if sum(map(len, rows)) > Telegram.BUTTONS.value:
            faults.append("too many buttons")
        if any(not 1 <= len(row) <= Telegram.ROW.value for row in rows):
            faults.append("a row too long, or empty")
        for button in self._buttons([message]):
            if not 1 <= len(button["callback_data"].encode()) <= Telegram.CALLBACK.value:
                faults.append("a button that carries too much")
            if not button["text"].strip() or utf16(button["text"]) > Telegram.TITLE.value:
                faults.append("a button without a title, or a title too long")
        return faults

    def text(self, messages: Messages) -> str:
        return "\n".join(message.get("text", "") or message.get("caption", "") for message in messages)

    def keys(self, messages: Messages) -> list[str]:
        return [button["callback_data"] for button in self._buttons(messages)]

    def titles(self, messages: Messages) -> list[str]:
        return [button["text"] for button in self._buttons(messages)]

    def _buttons(self, messages: Messages) -> list[Mapping[str, Any]]:
        keyboards = (m.get("reply_markup", {}).get("inline_keyboard", ()) for m in messages)
        return [button for rows in keyboards for row in rows for button in row]


class TwilioReader(Reader):
    """https://www.twilio.com/docs/messaging/api/message-resource."""

    numbered = True
    shows_sources = False

    def faults(self, messages: Messages) -> list[str]:
        return [fault for message in messages for fault in self._faults(message)]

    def _faults(self, message: Mapping[str, Any]) -> list[str]:
        faults = [f"{name} is no text" for name, value in message.items() if not isinstance(value, str)]
        if not message.get("Body", "").strip() and not message.get("MediaUrl"):
            faults.append("a message of nothing")
        if set(message) - {"Body", "MediaUrl", "SmartEncoded"}:
            faults.append("an unknown parameter")
        if utf16(message.get("Body", "")) > 1600:
            faults.append("a text too long")
        return faults

    def text(self, messages: Messages) -> str:
        return "\n".join(message.get("Body", "") for message in messages)

    def keys(self, messages: Messages) -> list[str]:
        raise AssertionError("there are no buttons")

    def titles(self, messages: Messages) -> list[str]:
        raise AssertionError("there are no buttons")


class WhatsAppReader(TwilioReader):
    """https://faq.whatsapp.com/539178204879377: signs at the edges of words are not shown but format them."""

    _CODE: Final = re.compile(r"```(.+?)```", re.DOTALL)
    _FORMATTED: Final = re.compile(r"(?<![^\W_])(?<!\u2060)([*_~`])(?=[^\s])(.+?)(?<=[^\s])\1(?![^\W_])")
    _QUOTED: Final = re.compile(r"^>", re.MULTILINE)
    _SHIELDED: Final = re.compile(r"\u2060([*_~`>])\u2060")

    def _faults(self, message: Mapping[str, Any]) -> list[str]:
        faults = super()._faults(message)
        if not message.get("MediaUrl", "https://").startswith("https://"):
            faults.append("a picture without an address")
        return faults

    def text(self, messages: Messages) -> str:
        read = self._CODE.sub(r"\1", super().text(messages))
        for _ in range(3):  # one inside of the other
            read = self._FORMATTED.sub(r"\2", read)
        return self._SHIELDED.sub(r"\1", self._QUOTED.sub("", read))


class SmsReader(TwilioReader):
    """Letters only: https://www.twilio.com/docs/glossary/what-sms-character-limit."""

    def _faults(self, message: Mapping[str, Any]) -> list[str]:
        faults = super()._faults(message)
        if "MediaUrl" in message:
            faults.append("a picture, which costs several times as much")
        body = message.get("Body", "")
        if any(ord(character) > 0x20AC for character in body) and utf16(body) > 670:  # beyond GSM-7
            faults.append("more than ten segments")
        return faults


class TeamsReader(Reader):
    """https://learn.microsoft.com/adaptive-cards/schema-explorer, https://learn.microsoft.com/microsoftteams."""

    shows_facts = True
    shows_tables = True

    def faults(self, messages: Messages) -> list[str]:
        return [fault for message in messages for fault in self._faults(message)]

    def _faults(self, message: Mapping[str, Any]) -> list[str]:
        faults = []
        cards = self._cards([message])
        if message["type"] != "message":
            faults.append("no message")
        if len(json.dumps(message, ensure_ascii=False).encode("utf-16-le")) > 80_000:
            faults.append("a message too large")
        if bool(message.get("text", "").strip()) == bool(cards):
            faults.append("neither a text nor a card, or both, which become two messages")
        if cards and not message["summary"].strip():
            faults.append("a card that a notification can't name")
        if "text" in message and message["textFormat"] != "plain":
            faults.append("a text whose signs are taken for formatting")
        for card in cards:
            faults += self._card_faults(card)
        return faults

    def _card_faults(self, card: Mapping[str, Any]) -> list[str]:
        faults = []
        if (card["type"], card["version"]) != ("AdaptiveCard", "1.5") or not card["fallbackText"].strip():
            faults.append("no card for everybody")
        if len(json.dumps(card).encode()) > 28_000:
            faults.append("a card too large")
        for element in self._elements(card["body"]):
            kind = element["type"]
            if kind == "RichTextBlock":
                runs = element["inlines"]
                if any(run["type"] != "TextRun" or not run["text"].strip() for run in runs):
                    faults.append("a run of nothing")
            elif kind == "Table":
                shapes = {(row["type"], len(row["cells"])) for row in element["rows"]}
                if shapes != {("TableRow", len(element["columns"]))}:
                    faults.append("a table that is none")
            elif kind == "Image":
                if not element["url"].startswith("https://") or not element["altText"].strip():
                    faults.append("a picture without an address, or without words")
            else:
                faults.append(f"an unknown element: {kind}")
        if not 0 <= len(card.get("actions", ())) <= 6 or card.get("actions") == []:
            faults.append("too many buttons")
        for action in card.get("actions", ()):
            back = action["data"]["msteams"]
            if (action["type"], back["type"]) != ("Action.Submit", "messageBack"):
                faults.append("a button that does nothing")
            if not action["title"].strip() or utf16(action["title"]) > 60:
                faults.append("a button without a title, or a title too long")
            if back["displayText"] != action["title"] or len(back.get("text", "")) > 1000:
                faults.append("a button that says something else")
        return faults

    def text(self, messages: Messages) -> str:
        lines = []
        for message in messages:
            lines += [message["text"]] if "text" in message else []
            for card in self._cards([message]):
                blocks = (e for e in self._elements(card["body"]) if e["type"] == "RichTextBlock")
                lines += ["".join(run["text"] for run in block["inlines"]) for block in blocks]
        return "\n".join(lines)

    def keys(self, messages: Messages) -> list[str]:
        return [action["data"]["msteams"]["value"]["choice"] for action in self._actions(messages)]

    def titles(self, messages: Messages) -> list[str]:
        return [action["title"] for action in self._actions(messages)]

    def _cards(self, messages: Messages) -> list[Mapping[str, Any]]:
        attachments = [a for message in messages for a in message.get("attachments", ())]
        assert all(a["contentType"] == "application/vnd.microsoft.card.adaptive" for a in attachments)
        return [attachment["content"] for attachment in attachments]

    def _actions(self, messages: Messages) -> list[Mapping[str, Any]]:
        return [action for card in self._cards(messages) for action in card.get("actions", ())]

    def _elements(self, elements: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        for element in elements:
            yield element
            for row in element.get("rows", ()):
                for cell in row["cells"]:
                    yield from self._elements(cell["items"])


class ShellReader(Reader):
    """A terminal of 80 columns that obeys control characters."""

    numbered = True
    shows_tables = True

    def faults(self, messages: Messages) -> list[str]:
        faults = []
        if [set(message) for message in messages] != [{"text"}] or not self.text(messages).strip():
            faults.append("not one text")
        for line in self.text(messages).split("\n"):
            if any(unicodedata.category(letter) == "Cc" for letter in line):
                faults.append("a control character")
            seen = [letter for letter in line if unicodedata.category(letter) not in ("Mn", "Me", "Cf")]
            if len(seen) > 80 and " " in line.strip(" -0123456789.[]"):
                faults.append("a line too long that could be broken")
        return faults

    def text(self, messages: Messages) -> str:
        return "\n".join(str(message["text"]) for message in messages)

    def keys(self, messages: Messages) -> list[str]:
        raise AssertionError("there are no buttons")

    def titles(self, messages: Messages) -> list[str]:
        raise AssertionError("there are no buttons")


class MessengerReader(Reader):
    """https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages."""

    shows_sources = False

    def faults(self, messages: Messages) -> list[str]:
        faults = [fault for message in messages for fault in self._faults(message)]
        # Quick replies are gone when another message follows.
        if any("quick_replies" in message for message in messages[:-1]):
            faults.append("quick replies that nobody sees")
        return faults

    def _faults(self, message: Mapping[str, Any]) -> list[str]:
        faults = []
        if ("text" in message) == ("attachment" in message):
            faults.append("neither a text nor an attachment, or both")
        if "text" in message and not 0 < utf16(message["text"].strip()) <= utf16(message["text"]) < 2000:
            faults.append("no text, or a text too long")
        quick = message.get("quick_replies", [{"title": "x", "payload": "x", "content_type": "text"}])
        if not 1 <= len(quick) <= 13 or any(q["content_type"] != "text" for q in quick):
            faults.append("no quick replies, or too many")
        attachment = message.get("attachment", {})
        payload = attachment.get("payload", {})
        if attachment and attachment["type"] not in ("template", "image"):
            faults.append("an unknown attachment")
        pictures = [payload["url"]] if attachment.get("type") == "image" else []
        below = []
        if payload.get("template_type") == "button":
            below.append(payload["buttons"])
            if not 0 < utf16(payload["text"].strip()) <= utf16(payload["text"]) <= 640:
                faults.append("no text above buttons, or one too long")
        elif payload.get("template_type") == "generic":
            if not 1 <= len(payload["elements"]) <= 10:
                faults.append("no cards, or too many")
            for element in payload["elements"]:
                below += [element["buttons"]] if "buttons" in element else []
                pictures += [element["image_url"]] if "image_url" in element else []
                if len(element) < 2 or set(element) - {"title", "subtitle", "image_url", "buttons"}:
                    faults.append("a card with nothing but a title, or with something unknown")
                for name in {"title", "subtitle"} & set(element):
                    if not 0 < utf16(element[name].strip()) <= utf16(element[name]) <= 80:
                        faults.append(f"no {name}, or one too long")
        elif attachment and attachment["type"] == "template":
            faults.append("an unknown template")
        if any(not 1 <= len(buttons) <= 3 for buttons in below):
            faults.append("no buttons, or too many")
        if not all(url.startswith("https://") for url in pictures):
            faults.append("a picture without an address")
        for button in [*quick, *(button for buttons in below for button in buttons)]:
            if not 0 < utf16(button["title"].strip()) <= utf16(button["title"]) <= 20:
                faults.append("a button without a title, or a title too long")
            if not 1 <= utf16(button["payload"]) <= 1000:
                faults.append("a button that carries nothing, or too much")
        return faults

    def text(self, messages: Messages) -> str:
        lines = []
        for message in messages:
            payload = message.get("attachment", {}).get("payload", {})
            lines += [message.get("text", ""), payload.get("text", "")]
            for element in payload.get("elements", ()):
                lines += [element["title"], element.get("subtitle", "")]
        return "\n".join(filter(None, lines))

    def keys(self, messages: Messages) -> list[str]:
        return [button["payload"].partition("choice:")[2] for button in self._buttons(messages)]

    def titles(self, messages: Messages) -> list[str]:
        return [button["title"] for button in self._buttons(messages)]

    def _buttons(self, messages: Messages) -> list[Mapping[str, Any]]:
        found: list[Mapping[str, Any]] = []
        for message in messages:
            payload = message.get("attachment", {}).get("payload", {})
            found += message.get("quick_replies", ())
            found += payload.get("buttons", ())
            for element in payload.get("elements", ()):
                found += element.get("buttons", ())
        return found


class SlackReader(Reader):
    """https://docs.slack.dev/reference/block-kit/blocks, and what Slack's own models of it check."""

    shows_facts = True
    shows_tables = True

    def faults(self, messages: Messages) -> list[str]:
        return [fault for message in messages for fault in self._faults(message)]

    def _faults(self, message: Mapping[str, Any]) -> list[str]:
        faults = ["not only text and blocks"] if set(message) != {"text", "blocks"} else []
        text, blocks = message["text"], message["blocks"]
        if not text.strip() or utf16(text) > Slack.TEXT.value:
            faults.append("no text for notifications, or a long one")
        faults += self._markup_faults(text, formatted=False)
        if not 1 <= len(blocks) <= Slack.BLOCKS.value:
            faults.append("no blocks, or too many")
        if len(json.dumps(blocks, ensure_ascii=False)) > Slack.MESSAGE.value:
            faults.append("too much")
        if sum(block["type"] == "table" for block in blocks) > Slack.TABLES.value:
            faults.append("two tables")
        for block in blocks:
            faults += self._block_faults(block)
        return faults

    def _block_faults(self, block: Mapping[str, Any]) -> list[str]:
        faults = []
        try:
            Block.parse(dict(block)).validate_json()
        except SlackObjectFormationError as error:
            faults.append(str(error))
        limits = {"header": Slack.HEADER, "section": Slack.SECTION, "context": Slack.SECTION}
        for shown in self._text_objects(block):
            longest = Slack.FIELD if shown in block.get("fields", ()) else limits.get(block["type"])
            if not shown["text"] or (longest and utf16(shown["text"]) > longest.value):
                faults.append(f"a text of a {block['type']} empty or too long")
            if shown["type"] == "mrkdwn":
                faults += self._markup_faults(shown["text"], formatted=True)
                faults += [] if shown.get("verbatim") else ["mentions that are looked for"]
        if block["type"] == "image":
            faults += self._image_faults(block)
        if "accessory" in block:
            faults += self._image_faults(block["accessory"])
        if len(block.get("fields", ())) > Slack.FIELDS.value:
            faults.append("too many fields")
        if block["type"] == "table":
            widths = {len(row) for row in block["rows"]}
            if len(block["rows"]) > Slack.TABLE_ROWS.value or widths != {len(block["column_settings"])}:
                faults.append("a table that is too long, or no table")
            if max(widths) > Slack.TABLE_COLUMNS.value:
                faults.append("a table that is too wide")
            if not all(self._cell(cell) for row in block["rows"] for cell in row):
                faults.append("an empty cell")
        if block["type"] == "context" and not 1 <= len(block["elements"]) <= Slack.CONTEXT.value:
            faults.append("no small print, or too many pieces of it")
        if block["type"] == "actions":
            faults += self._action_faults(block["elements"])
        return faults

    def _action_faults(self, elements: Sequence[Mapping[str, Any]]) -> list[str]:
        faults = []
        if not 1 <= len(elements) <= Slack.ACTIONS.value:
            faults.append("no buttons, or too many")
        ids = [element["action_id"] for element in elements]
        if len(set(ids)) != len(ids) or any(utf16(id) > Slack.ACTION_ID.value for id in ids):
            faults.append("two elements of one name, or a long one")
        for element in elements:
            menu = element["type"] == "static_select"
            if menu and not 1 <= len(element["options"]) <= Slack.OPTIONS.value:
                faults.append("an empty menu, or a long one")
            if menu and utf16(element["placeholder"]["text"]) > Slack.PLACEHOLDER.value:
                faults.append("a long placeholder")
            for option in element["options"] if menu else [element]:
                longest = Slack.OPTION_VALUE if menu else Slack.VALUE
                if not 1 <= utf16(option["value"]) <= longest.value:
                    faults.append("a choice that carries nothing, or too much")
                if not 1 <= utf16(option["text"]["text"]) <= (Slack.OPTION if menu else Slack.BUTTON).value:
                    faults.append("a title that is empty or too long")
        return faults

    def _image_faults(self, image: Mapping[str, Any]) -> list[str]:
        described = 1 <= utf16(image["alt_text"]) <= Slack.ALT_TEXT.value
        url = image["image_url"]
        fits = url.startswith("https://") and utf16(url) <= Slack.IMAGE_URL.value
        return [] if described and fits else ["a picture without a description or an address"]

    def _markup_faults(self, text: str, formatted: bool) -> list[str]:
        left = re.sub(r"(?m)^\*[^*\n]+\*$", "", text) if formatted else text
        left = re.sub(r"<https?://[^<>|]+>", "", left)
        if re.search(r"[<>]|&(?!(?:amp|lt|gt);)", left):
            return ["a sign that is not escaped"]
        return ["formatting that nobody asked for"] if formatted and re.search(r"[*_~`]", left) else []

    def _text_objects(self, block: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        elements = block["elements"] if block["type"] == "context" else ()
        found = (block.get("text"), block.get("title"), *block.get("fields", ()), *elements)
        return [shown for shown in found if shown]

    def text(self, messages: Messages) -> str:
        return "\n".join(self._read(block) for message in messages for block in message["blocks"])

    def _read(self, block: Mapping[str, Any]) -> str:
        if block["type"] == "table":
            return "\n".join(self._cell(cell) for row in block["rows"] for cell in row)
        return "\n".join(map(self._unmarked, self._text_objects(block)))

    def _unmarked(self, shown: Mapping[str, Any]) -> str:
        if shown["type"] == "plain_text":
            return str(shown["text"])
        text = re.sub(r"<(https?://[^<>|]+)>", r"\1", shown["text"])
        text = re.sub(r"(?m)^\*([^*\n]+)\*$", r"\1", text)
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

    def _cell(self, cell: Mapping[str, Any]) -> str:
        return "".join(text["text"] for section in cell["elements"] for text in section["elements"])

    def keys(self, messages: Messages) -> list[str]:
        return [choice["value"] for choice in self._choices(messages)]

    def titles(self, messages: Messages) -> list[str]:
        return [choice["text"]["text"] for choice in self._choices(messages)]

    def _choices(self, messages: Messages) -> list[Mapping[str, Any]]:
        blocks = (b for message in messages for b in message["blocks"] if b["type"] == "actions")
        elements = [element for block in blocks for element in block["elements"]]
        return [choice for element in elements for choice in element.get("options", [element])]


READERS: Final[Mapping[str, Reader]] = {
    "slack": SlackReader(),
    "shell": ShellReader(),
    "telegram": TelegramReader(),
    "messenger": MessengerReader(),
    "whatsapp": WhatsAppReader(),
    "sms": SmsReader(),
    "teams": TeamsReader(),
}
