"""What the Bot Framework's activities mean
(https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#activity-object),
and which get no answer.

Left out on purpose: reactions, deleted messages, receipts, typing, other bots and our own echoes, what is
said in a group or a channel without naming us, and news such as who else has joined.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any, Final, Optional

from pin_advisor.channels.connector.events import Event, Media, conversation_id, event_id

#: The channel's name in the Bot Framework.
CHANNEL: Final = "msteams"
#: Under this name a button carries the key of its choice.
CHOICE: Final = "choice"
#: What it says in the visitor's place that they have added the bot, or named it without another word.
_GREETING: Final = "Hello"

_FILE: Final = "application/vnd.microsoft.teams.file.download.info"
#: Attachments that only tell in another way what the text says, or what it answers.
_NO_MEDIA: Final = frozenset({"text/html", "text/plain", "messagereference", "forwardedmessagereference"})
_PICTURES: Final = frozenset(
    {"png", "jpg", "jpeg", "gif", "bmp", "webp", "heic", "tif", "tiff", "svg", "ai", "eps"}
)
_KINDS: Final[Mapping[str, Media]] = {"image": "picture", "audio": "voice", "video": "video"}
#: How Teams marks in HTML what is no picture of the visitor's own.
_SCHEMA: Final = "http://schema.skype.com/"
_MENTION: Final = re.compile(r"<at(?:\s[^<>]*)?>(.*?)</at>", re.DOTALL)
_TAG: Final = re.compile(r"<[^<>]+>")


def event_of(activity: Mapping[str, Any]) -> Optional[Event]:
    """The event in an activity; None if it gets no answer.

    Raises:
        LookupError, TypeError, ValueError: it is not as Microsoft documents it.
    """
    kind = str(activity["type"]).lower()
    sender = activity.get("from") or {}
    if kind == "conversationupdate":
        return _added(activity)
    if not sender.get("id") or _is_a_bot(sender, activity):
        return None
    if kind == "message":
        return _message(activity)
    if kind == "messageupdate":
        return _edit(activity)
    return None


def _added(activity: Mapping[str, Any]) -> Optional[Event]:
    """A greeting, once to each conversation that the bot was added to."""
    bot = activity["recipient"]["id"]
    if not (activity.get("from") or {}).get("id") or not any(
        member.get("id") == bot for member in activity.get("membersAdded") or ()
    ):
        return None
    conversation = _conversation(activity)
    address = {name: value for name, value in _address(activity).items() if name != "reply"}
    return Event(
        id=event_id("added", conversation),
        conversation=conversation,
        address=address,
        text=_GREETING,
        locale=_locale(activity),
    )


def _edit(activity: Mapping[str, Any]) -> Optional[Event]:
    if (activity.get("channelData") or {}).get("eventType") != "editMessage" or _in_a_group(activity):
        return None
    conversation = _conversation(activity)
    return Event(
        id=event_id("edit", conversation, activity["id"], activity.get("timestamp", "")),
        conversation=conversation,
        address=_address(activity),
        edited=True,
    )


def _message(activity: Mapping[str, Any]) -> Optional[Event]:
    choice = _choice(activity)
    if not choice and _in_a_group(activity) and not any(_mentions_of_us(activity)):
        return None
    conversation = _conversation(activity)
    text = _words(activity)
    media = None if choice else _media(activity)
    if media is None and not choice and not text and activity.get("value") is not None:
        media = "other"  # another card's button
    if not text and not choice and not media and any(_mentions_of_us(activity)):
        text = _GREETING
    return Event(
        # A message's id is a time, which two conversations may share.
        id=event_id(conversation, activity["id"]),
        conversation=conversation,
        address=_address(activity),
        text=text,
        choice=choice,
        media=media,
        locale=_locale(activity),
    )


# -- who and where ---------------------------------------------------------------------------------


def _is_a_bot(sender: Mapping[str, Any], activity: Mapping[str, Any]) -> bool:
    id = str(sender["id"])
    ours = (activity.get("recipient") or {}).get("id")
    return id.startswith("28:") or id == ours or str(sender.get("role", "")).lower() in ("bot", "skill")


def _in_a_group(activity: Mapping[str, Any]) -> bool:
    conversation = activity["conversation"]
    kind = conversation.get("conversationType")
    return bool(conversation.get("isGroup")) if kind is None else kind != "personal"


def _conversation(activity: Mapping[str, Any]) -> str:
    """Each member of a group or of a thread in a channel has a conversation of their own."""
    bot, place, visitor = activity["recipient"]["id"], activity["conversation"]["id"], activity["from"]["id"]
    return conversation_id("teams", bot, place, visitor)


def _address(activity: Mapping[str, Any]) -> dict[str, Any]:
    address = {
        "service": str(activity["serviceUrl"]),
        "conversation": str(activity["conversation"]["id"]),
        "reply": str(activity["id"]),
        "bot": str(activity["recipient"]["id"]),
        "visitor": str(activity["from"]["id"]),
    }
    for part in address.values():
        part.encode()  # or no address could be made of it
    return address


def _locale(activity: Mapping[str, Any]) -> Optional[str]:
    told = [activity.get("locale"), *(e.get("locale") for e in _entities(activity, "clientinfo"))]
    return next((locale for locale in told if isinstance(locale, str) and locale), None)


# -- what ------------------------------------------------------------------------------------------


def _choice(activity: Mapping[str, Any]) -> str:
    """The key that a button of ours carries: in an object, or in one written out as a text."""
    value = activity.get("value")
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return ""
    key = value.get(CHOICE) if isinstance(value, Mapping) else None
    return key if isinstance(key, str) else ""


def _words(activity: Mapping[str, Any]) -> str:
    """The visitor's own words: without naming us, without what they quote, without formatting."""
    text = _outside_of_quotes(activity)
    if text is None:
        text = str(activity.get("text") or "")
        for mention in _mentions_of_us(activity):
            text = _without_mention(text, mention)
        text = _MENTION.sub(r"\1", text)
        if str(activity.get("textFormat", "")).lower() == "xml":
            text = html.unescape(_TAG.sub(" ", text))
    return text.replace("&nbsp;", " ").replace("\xa0", " ").strip() or _words_of_html(activity)


def _words_of_html(activity: Mapping[str, Any]) -> str:
    """The words where they come in nothing but HTML."""
    kinds = ((str(a.get("contentType") or "").lower(), a) for a in activity.get("attachments") or ())
    return next((_Html.of(a).text.strip() for kind, a in kinds if kind == "text/html"), "")


def _without_mention(text: str, mention: Mapping[str, Any]) -> str:
    """``text`` without the words that name somebody; Microsoft's own examples write them in two ways."""
    name = str(mention["mentioned"].get("name") or "").strip().lstrip("@")
    shown = str(mention.get("text") or "")
    if shown:
        text = text.replace(shown, " ")

    def named(found: re.Match[str]) -> str:
        return " " if html.unescape(found[1]).strip().lstrip("@") == name else found[0]

    return _MENTION.sub(named, text) if name else text


def _mentions_of_us(activity: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    bot = (activity.get("recipient") or {}).get("id")
    for entity in _entities(activity, "mention"):
        if bot and (entity.get("mentioned") or {}).get("id") == bot:
            yield entity


def _entities(activity: Mapping[str, Any], kind: str) -> Iterator[Mapping[str, Any]]:
    return (e for e in activity.get("entities") or () if str(e.get("type", "")).lower() == kind)


def _media(activity: Mapping[str, Any]) -> Optional[Media]:
    attachments = activity.get("attachments") or ()
    for attachment in attachments:
        kind = str(attachment.get("contentType") or "").lower()
        if kind == _FILE:
            ending = str((attachment.get("content") or {}).get("fileType") or "").lower().lstrip(".")
            return "picture" if ending in _PICTURES else "file"
        if kind == "reference":
            return "file"
        if kind not in _NO_MEDIA:
            return _KINDS.get(kind.partition("/")[0], "other")
    for attachment in attachments:
        if str(attachment.get("contentType") or "").lower() == "text/html":
            media = _Html.of(attachment).media
            if media:
                return media
    return None


def _outside_of_quotes(activity: Mapping[str, Any]) -> Optional[str]:
    """The words of a message that quotes another one; None if it doesn't, or nobody could tell them apart."""
    for attachment in activity.get("attachments") or ():
        if str(attachment.get("contentType") or "").lower() == "text/html":
            shown = _Html.of(attachment)
            if shown.quotes:
                return shown.text.strip() or None
    return None


class _Html(HTMLParser):
    """What the HTML shows that Teams sends beside a text: quotes, and pictures between the words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.quotes = False
        self.media: Optional[Media] = None
        self._quote = 0
        self._mention = 0

    @classmethod
    def of(cls, attachment: Mapping[str, Any]) -> _Html:
        """Read an attachment."""
        parser = cls()
        parser.feed(str(attachment.get("content") or ""))
        parser.close()
        return parser

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Optional[str]]]) -> None:
        """Take note of a quote or a picture."""
        kind = (dict(attrs).get("itemtype") or "").removeprefix(_SCHEMA).lower()
        if tag == "blockquote":
            self.quotes = self.quotes or kind == "reply"
            self._quote += 1
        elif kind == "mention" or tag == "at":
            self._mention += 1
        elif tag == "img" and not self._quote and kind != "emoji":
            self.media = self.media or ("sticker" if kind in ("giphy", "sticker") else "picture")
        elif tag in ("p", "div", "br", "li"):
            self.text += "\n"

    def handle_endtag(self, tag: str) -> None:
        """Take note of a quote's end."""
        if tag == "blockquote" and self._quote:
            self._quote -= 1
        elif tag in ("span", "at") and self._mention:
            self._mention -= 1

    def handle_data(self, data: str) -> None:
        """Take what stands outside of quotes, without the names of those who are mentioned."""
        if not self._quote and not self._mention:
            self.text += data
