"""What the messages mean that Twilio delivers, and which get no answer.

Documented at https://www.twilio.com/docs/messaging/guides/webhook-request. Left out on purpose: reports on
what we have sent, messages of our own numbers, reactions, and words that Twilio answers itself, such as STOP.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final, Literal, Optional

from pin_advisor.channels.connector.events import Event, Media, conversation_id, event_id

#: What Twilio puts before a number that is one of WhatsApp.
WHATSAPP: Final = "whatsapp:"

Kind = Literal["whatsapp", "sms"]

#: By SMS, Twilio stops and begins again sending at these, and answers them
#: (https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out). YES is one, too, but an answer first.
_TWILIOS: Final = frozenset(
    {
        *("stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"),
        *("start", "unstop", "help", "info"),
    }
)
#: How other telephones write by SMS that an iPhone's owner, or an Android's, reacted to a message.
_REACTION: Final = re.compile(
    r"(?:Liked|Loved|Disliked|Laughed at|Emphasized|Questioned|Reacted \S+ to|Removed an? .{1,40} from)"
    r"\s+[“\"].*[”\"]",
    re.DOTALL,
)
#: What GSM networks make of the @ in an address.
_LOST_AT: Final = re.compile(r"(?<=\w)¡(?=\w)")
#: A file's name, which comes as its text where the visitor wrote none.
_FILE_NAME: Final = re.compile(r"[^\n]{1,200}\.[A-Za-z][A-Za-z0-9]{1,4}")

_MEDIA: Final[Mapping[str, Media]] = {"image": "picture", "audio": "voice", "video": "video"}
_CONTACTS: Final = frozenset({"text/vcard", "text/x-vcard", "text/directory"})
#: WhatsApp's stickers; its pictures are JPEG and PNG.
_STICKER: Final = "image/webp"


class NotOurs(Exception):
    """The message was sent to a number that is not set up here."""


def kind_of(number: str) -> Kind:
    """Which of the two a number belongs to, as Twilio writes it."""
    return "whatsapp" if number.startswith(WHATSAPP) else "sms"


def event_of(form: Mapping[str, str], ours: Collection[str]) -> Optional[Event]:
    """The event in a request; None if it gets no answer.

    Args:
        form: its parameters.
        ours: our numbers, as Twilio writes them.

    Raises:
        LookupError, TypeError, ValueError: it is not as Twilio documents it.
        NotOurs: see there.
    """
    if "MessageStatus" in form:
        return None  # a report: queued, sent, delivered, read, failed
    visitor, our = form["From"], form["To"]
    if visitor in ours:
        return None
    if our not in ours:
        raise NotOurs
    kind = kind_of(our)
    text, media = _words(form, kind), _media(form)
    if media == "location" or (media == "file" and _FILE_NAME.fullmatch(text)):
        text = ""  # the name of the place or of the file, which nobody typed
    if _is_twilios(form, text, media, kind):
        return None
    if not text and not media and form.get("MessageType", "text") not in ("text", "button", "interactive"):
        media = "other"
    return Event(
        id=event_id(form["MessageSid"]),
        conversation=conversation_id("twilio", kind, _plain(our), _plain(visitor)),
        address={"from": our, "to": visitor, "message": form["MessageSid"]},
        text=text,
        media=media,
    )


def _words(form: Mapping[str, str], kind: Kind) -> str:
    """What was written, or what stands on the button that was pressed: never what the button carries.

    We send no buttons. Somebody else may, from the same number; what their payloads mean we can't know.
    """
    text = form.get("ButtonText") or form.get("ListTitle") or form.get("Body", "")
    return (_LOST_AT.sub("@", text) if kind == "sms" else text).strip()


def _media(form: Mapping[str, str]) -> Optional[Media]:
    if int(form.get("NumMedia") or 0) > 0:
        content = form.get("MediaContentType0", "").lower().partition(";")[0].strip()
        if form.get("MessageType") == "sticker" or content == _STICKER:
            return "sticker"
        if content in _CONTACTS:
            return "contact"
        return _MEDIA.get(content.partition("/")[0], "file")
    if form.get("Latitude") and form.get("Longitude"):
        return "location"
    return None


def _is_twilios(form: Mapping[str, str], text: str, media: Optional[Media], kind: Kind) -> bool:
    """Whether Twilio has dealt with it, or there is nothing to say to it."""
    if form.get("OptOutType") or form.get("MessageType") == "reaction":
        return True
    if kind != "sms" or media:
        return False
    return text.casefold() in _TWILIOS or bool(_REACTION.fullmatch(text))


def _plain(number: str) -> str:
    return number.removeprefix(WHATSAPP)
