"""What Messenger's webhook events mean, and which get no answer.

Left out on purpose: what the page itself says (echoes), receipts of delivery and reading, reactions, what
another app is in charge of (``standby``), messages that were deleted, who came by which link (referrals,
opt-ins), people who are known by a plugin only and can't be answered as the others, and the page's posts.
https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final, Optional

from pin_advisor.channels.connector.events import Event, Media, conversation_id, event_id
from pin_advisor.channels.rendering.messenger import key_in

#: Attachments, and what they are to us. Pictures come last: a sticker may be one as well.
_MEDIA: Final[Mapping[str, Media]] = {
    "sticker": "sticker",
    "audio": "voice",
    "video": "video",
    "reel": "video",
    "ig_reel": "video",
    "file": "file",
    "location": "location",
    "image": "picture",
}
#: What the button says that begins a conversation, in the page's language; the payload is the shop's own.
GET_STARTED: Final = "GET_STARTED"
_GREETING: Final = "Hello"
#: What may come in ``changes`` instead of ``messaging``, as it does from the dashboard's test.
_FIELDS: Final = frozenset({"messages", "messaging_postbacks", "message_edits"})


def items_of(notification: Mapping[str, Any]) -> Iterator[Any]:
    """What is in the entries of a notification of a page, in order.

    Raises:
        LookupError, TypeError, AttributeError: it is not as documented.
    """
    if notification["object"] != "page":
        return
    for entry in notification["entry"]:
        yield from entry.get("messaging") or ()
        for change in entry.get("changes") or ():
            if change.get("field") in _FIELDS:
                yield change["value"]


def event_of(item: Mapping[str, Any]) -> Optional[Event]:
    """The event that ``item`` is; None if it gets no answer.

    Raises:
        LookupError, TypeError, ValueError, AttributeError: it is not as Meta documents it.
    """
    visitor, page = item.get("sender", {}).get("id"), item.get("recipient", {}).get("id")
    if not visitor or not page or visitor == page:
        return None
    conversation = conversation_id("messenger", page, visitor)
    theirs = partial(Event, conversation=conversation, address={"to": str(visitor)})
    if "message" in item:
        return _message(item["message"], theirs)
    if "postback" in item:
        return _postback(item, conversation, theirs)
    if "message_edit" in item:
        edit = item["message_edit"]
        return theirs(id=event_id("edit", edit["mid"], edit["num_edit"]), edited=True)
    return None


def _message(message: Mapping[str, Any], theirs: Callable[..., Event]) -> Optional[Event]:
    if message.get("is_echo") or message.get("is_deleted"):
        return None
    text = str(message.get("text") or "")
    media = _media(message, text)
    key = key_in(str((message.get("quick_reply") or {}).get("payload") or ""))
    return theirs(id=event_id(message["mid"]), text="" if key else text, choice=key, media=media)


def _media(message: Mapping[str, Any], text: str) -> Optional[Media]:
    attachments = message.get("attachments") or []
    kinds = {str(attachment["type"]) for attachment in attachments}
    if any((attachment.get("payload") or {}).get("sticker_id") for attachment in attachments):
        kinds.add("sticker")
    for kind, media in _MEDIA.items():
        if kind in kinds:
            return media
    # What is left is a preview of a link in the text, or something that is shared, such as a post.
    # What Meta does not pass on at all comes as a message of nothing.
    return "other" if not text else None


def _postback(item: Mapping[str, Any], conversation: str, theirs: Callable[..., Event]) -> Event:
    postback = item["postback"]
    payload = str(postback.get("payload") or "")
    key = key_in(payload)
    if "mid" in postback:
        id = event_id(postback["mid"])
    else:  # as it was before version 11
        id = event_id("postback", conversation, item["timestamp"], payload)
    # A button of the page's own menu, or a question that it proposes, says what is written on it.
    text = _GREETING if payload == GET_STARTED else str(postback.get("title") or payload)
    return theirs(id=id, text="" if key else text, choice=key)
