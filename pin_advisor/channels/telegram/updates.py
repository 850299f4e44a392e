"""What Telegram's updates mean (https://core.telegram.org/bots/api#update), and which get no answer.

Left out on purpose: other bots, posts of channels, what is said in a group to somebody else, news such as who
has joined, and edits of anything but words in a private chat.

A person may write in a group in the name of the group or of a channel of theirs. Telegram then shows a bot of
its own as the sender, for the sake of old programs, and tells the name in ``sender_chat``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Optional

from pin_advisor.channels.connector.events import Event, Media, conversation_id, event_id

#: What naming us without another word says.
_GREETING: Final = "Hello"
#: What a command of every bot says in the visitor's place (https://core.telegram.org/bots/features#commands).
_COMMANDS: Final = {"start": _GREETING, "help": "What can you do?"}
_COMMAND: Final = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{3,32}))?(?:\s.*)?", re.DOTALL)

#: Fields of a message, and what they are to us. An animation comes with a document, so it comes first.
_MEDIA: Final[Mapping[str, Media]] = {
    "photo": "picture",
    "animation": "video",
    "video": "video",
    "video_note": "video",
    "paid_media": "video",
    "voice": "voice",
    "audio": "voice",
    "document": "file",
    "sticker": "sticker",
    "venue": "location",
    "location": "location",
    "contact": "contact",
    "dice": "other",
    "poll": "other",
    "game": "other",
    "story": "other",
    "invoice": "other",
    "checklist": "other",
}


@dataclass
class Bot:
    """Who we are: the first part of the token, and the name, once Telegram has told it."""

    id: int
    username: str = ""


def event_of(update: Mapping[str, Any], bot: Bot) -> Optional[Event]:
    """The event in an update; None if it gets no answer.

    Raises:
        LookupError, TypeError, ValueError: it is not as Telegram documents it.
    """
    number = int(update["update_id"])
    if "callback_query" in update:
        return _press(update["callback_query"], number, bot)
    if "edited_message" in update:
        return _edit(update["edited_message"], number, bot)
    if "message" in update:
        return _message(update["message"], number, bot)
    return None


def _press(query: Mapping[str, Any], number: int, bot: Bot) -> Optional[Event]:
    message, visitor = query.get("message"), query["from"]
    if not message or not query.get("data") or visitor.get("is_bot"):
        return None
    press = {"query": str(query["id"]), "message": int(message["message_id"])}
    return Event(
        id=event_id(number),
        conversation=_conversation(bot, message["chat"], visitor),
        address={**_address(message), "press": press},
        choice=str(query["data"]),
        locale=visitor.get("language_code"),
    )


def _edit(message: Mapping[str, Any], number: int, bot: Bot) -> Optional[Event]:
    visitor = message.get("from")
    words = message.get("text") or message.get("caption")
    if not visitor or visitor.get("is_bot") or _in_a_group(message) or not words:
        return None
    return Event(
        id=event_id(number),
        conversation=_conversation(bot, message["chat"], visitor),
        address=_address(message),
        edited=True,
    )


def _message(message: Mapping[str, Any], number: int, bot: Bot) -> Optional[Event]:
    visitor = _writer(message)
    if not visitor or visitor.get("is_bot") or message["chat"]["type"] == "channel":
        return None
    text = str(message.get("text") or message.get("caption") or "")
    command = _COMMAND.fullmatch(text)
    if command and command[2] and command[2].lower() != bot.username.lower():
        return None  # for another bot
    if _in_a_group(message) and not command and not _is_for(bot, message, text):
        return None
    media = _media(message)
    if not text and not media:
        return None
    if command:
        text = _COMMANDS.get(command[1].lower(), text)
    elif bot.username:
        named = re.compile(rf"@{re.escape(bot.username)}\b", re.IGNORECASE)
        text = named.sub("", text).strip() or (_GREETING if named.search(text) and not media else "")
    if media == "contact" and message["contact"].get("user_id") == visitor["id"]:
        text, media = f"My telephone number is {message['contact']['phone_number']}", None
    id = event_id(number)
    if media and message.get("media_group_id"):
        # An album is as many messages as it has pictures: its words are answered, and its pictures once.
        if text:
            media = None
        else:
            id = event_id("album", message["chat"]["id"], message["media_group_id"])
    return Event(
        id=id,
        conversation=_conversation(bot, message["chat"], visitor),
        address=_address(message),
        text=text,
        media=media,
        locale=visitor.get("language_code"),
    )


def _writer(message: Mapping[str, Any]) -> Optional[Mapping[str, Any]]:
    """Who has written: a person, or the group or channel in whose name a person has."""
    in_the_name_of = message.get("sender_chat")
    if not in_the_name_of:
        return message.get("from")
    return None if message.get("is_automatic_forward") else {"id": in_the_name_of["id"]}


def _media(message: Mapping[str, Any]) -> Optional[Media]:
    if "document" in message and "animation" not in message:
        is_picture = str(message["document"].get("mime_type") or "").startswith("image/")
        return "picture" if is_picture else "file"
    return next((media for name, media in _MEDIA.items() if name in message), None)


def _is_for(bot: Bot, message: Mapping[str, Any], text: str) -> bool:
    answered = message.get("reply_to_message") or {}
    if (answered.get("from") or {}).get("id") == bot.id:
        return True
    entities = message.get("entities") or message.get("caption_entities") or ()
    if any(e["type"] == "text_mention" and e["user"]["id"] == bot.id for e in entities):
        return True
    return bool(bot.username) and bool(re.search(rf"@{re.escape(bot.username)}\b", text, re.IGNORECASE))


def _in_a_group(message: Mapping[str, Any]) -> bool:
    return bool(message["chat"]["type"] != "private")


def _conversation(bot: Bot, chat: Mapping[str, Any], visitor: Mapping[str, Any]) -> str:
    return conversation_id("telegram", bot.id, int(chat["id"]), int(visitor["id"]))


def _address(message: Mapping[str, Any]) -> dict[str, Any]:
    address: dict[str, Any] = {"chat": int(message["chat"]["id"])}
    if message.get("is_topic_message"):
        address["thread"] = int(message["message_thread_id"])
    if _in_a_group(message):
        address["reply"] = int(message["message_id"])
    return address
