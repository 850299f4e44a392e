"""What a visitor sees of what a renderer made, read as the platform reads it; and what it would refuse.

Written from the platforms' documentation and not from the renderers. A renderer without a reader fails the
property test.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pin_advisor.channels.platforms import Telegram

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


READERS: Final[Mapping[str, Reader]] = {
    "telegram": TelegramReader(),
    "whatsapp": WhatsAppReader(),
    "sms": SmsReader(),
}
