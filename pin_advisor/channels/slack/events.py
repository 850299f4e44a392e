"""What Slack's events and presses mean, and which get no answer.

Events: https://docs.slack.dev/reference/events/message.im, https://docs.slack.dev/reference/events/app_mention.
Presses: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload.

Left out on purpose: what we and other apps say, what is said in a channel to others, deleted messages, news
such as who has joined, and edits that change no words: Slack makes those to show what is behind a link.
So is a button that opens a link: it has done so already.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, Final, Optional

from pin_advisor.channels.connector.events import Event, Media, conversation_id, event_id
from pin_advisor.channels.slack.text import words_of

#: What naming us without another word says.
_GREETING: Final = "Hello"
#: Kinds of messages that hold what somebody wrote; all others are news.
_WRITTEN: Final = frozenset({None, "", "file_share", "thread_broadcast", "me_message"})
_MENTION: Final = re.compile(r"<@(\w+)")
_SLACKBOT: Final = "USLACKBOT"
#: The key of a choice that is none of ours.
_UNKNOWN: Final = "unknown"
#: Where what is written is written to us alone; the second is what some events call it.
_DIRECT: Final = ("im", "app_home")
#: Of several files, which kind is spoken of.
_MEDIA: Final[tuple[Media, ...]] = ("picture", "file", "video", "voice")


def event_of(body: Mapping[str, Any], us: Collection[str] = ()) -> Optional[Event]:
    """The event in an ``event_callback``; None if it gets no answer.

    Args:
        body: of the request.
        us: our ids as a user, beside those that the request tells.

    Raises:
        LookupError, TypeError, ValueError, AttributeError: it is not as Slack documents it.
    """
    told = body["event"]
    ours = {*us, *(a.get("user_id") for a in body.get("authorizations") or () if a.get("is_bot"))}
    private = _private(told)
    if told["type"] == "message" and private:
        if told.get("subtype") == "message_changed":
            return _edit(body, told, ours)
    elif told["type"] != "app_mention" or private:
        return None  # a direct message that names us is a message as well
    if not _by_a_visitor(told, ours) or told.get("subtype") not in _WRITTEN or told.get("hidden"):
        return None
    if told.get("edited") and not private:
        return _event(body, told, told, edited=True)
    text = words_of(str(told.get("text") or ""), ours | _named(told, ours), told.get("blocks"))
    media = _media(told)
    if not text and not media and not private:
        text = _GREETING
    return _event(body, told, told, text=text, media=media)


def press_of(payload: Mapping[str, Any], action: Mapping[str, Any]) -> Optional[Event]:
    """The press of a button, or a choice in a menu, in a ``block_actions``.

    What we never send, such as dates and boxes to tick, was sent before this was the app's bot: a choice that
    is not open any more.

    Raises:
        LookupError, TypeError, ValueError, AttributeError: it is not as Slack documents it.
    """
    chosen = action.get("selected_option") if action["type"] == "static_select" else action
    key = (chosen or {}).get("value") or _UNKNOWN
    container, message = payload["container"], payload.get("message") or {}
    in_a_window = "message_ts" not in container  # of the app, of which we have none
    if in_a_window or action.get("url") or action["type"] == "workflow_button":
        return None
    channel, visitor = _text(container["channel_id"]), _text(payload["user"]["id"])
    number = _text(container["message_ts"])
    root = container.get("thread_ts") or message.get("thread_ts")
    private = channel.startswith("D")
    address: dict[str, Any] = {"channel": channel, **_thread(root if private else root or number)}
    if not container.get("is_ephemeral"):  # those can't be changed
        shown = {"text": str(message.get("text") or ""), "blocks": message.get("blocks") or []}
        address["press"] = {"message": number, **shown}
    return Event(
        id=event_id("press", action.get("action_ts") or payload["trigger_id"], channel, number, visitor),
        conversation=_conversation(_installation(payload), channel, visitor, address.get("thread")),
        address=address,
        choice=str(key),
    )


def _edit(body: Mapping[str, Any], told: Mapping[str, Any], us: Collection[str]) -> Optional[Event]:
    now, before = told["message"], told.get("previous_message") or {}
    written = _by_a_visitor(now, us) and now.get("subtype") in _WRITTEN
    if not written or not now.get("edited") or now.get("text") == before.get("text"):
        return None
    return _event(body, told, now, edited=True)


def _event(
    body: Mapping[str, Any], told: Mapping[str, Any], message: Mapping[str, Any], **what: Any
) -> Event:
    channel, visitor = _text(told["channel"]), _text(message["user"])
    root = message.get("thread_ts")
    address = {"channel": channel, **_thread(root if _private(told) else root or _text(message["ts"]))}
    return Event(
        id=event_id(_text(body["event_id"])),
        conversation=_conversation(_installation(body), channel, visitor, address.get("thread")),
        address=address,
        **what,
    )


def _by_a_visitor(message: Mapping[str, Any], us: Collection[str]) -> bool:
    visitor = message.get("user")
    app = message.get("bot_id") or message.get("bot_profile")
    return bool(visitor) and not app and visitor != _SLACKBOT and visitor not in us


def _named(told: Mapping[str, Any], us: Collection[str]) -> set[str]:
    """Who is named first, if nobody known to be us is: an ``app_mention`` names us."""
    names = _MENTION.findall(str(told.get("text") or ""))
    return set(names[:1]) if told["type"] == "app_mention" and not {*names} & {*us} else set()


def _private(told: Mapping[str, Any]) -> bool:
    kind = told.get("channel_type")
    return bool(kind in _DIRECT if kind else str(told.get("channel")).startswith("D"))


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError
    return value


def _thread(root: Any) -> dict[str, str]:
    return {"thread": str(root)} if root else {}


def _installation(told: Mapping[str, Any]) -> str:
    """The workspace that the app is installed in, or the organisation if it is installed for the whole."""
    granted: Mapping[str, Any] = next(iter(told.get("authorizations") or ()), {})
    whole = granted.get("is_enterprise_install") or told.get("is_enterprise_install")
    organisation = granted.get("enterprise_id") or (told.get("enterprise") or {}).get("id")
    if whole in (True, "true") and organisation:
        return str(organisation)
    workspace = granted.get("team_id") or told.get("team_id") or (told.get("team") or {}).get("id")
    return str(workspace or told["user"]["team_id"])


def _conversation(installation: str, channel: str, visitor: str, thread: Optional[str]) -> str:
    """In a channel there is one of each member in each thread, in direct messages one with all threads."""
    place = (channel,) if channel.startswith("D") or not thread else (channel, thread)
    return conversation_id("slack", installation, *place, visitor)


def _media(message: Mapping[str, Any]) -> Optional[Media]:
    kinds = {_kind_of(file) for file in message.get("files") or ()}
    found = next((kind for kind in _MEDIA if kind in kinds), None)
    if found:
        return found
    # A forwarded message, a pasted table and the like.
    return "other" if message.get("attachments") and not message.get("text") else None


def _kind_of(file: Mapping[str, Any]) -> Media:
    recorded = {"slack_audio": "audio", "slack_video": "video"}.get(str(file.get("subtype")))
    kind = recorded or str(file.get("mimetype") or "").partition("/")[0]
    kinds: Mapping[str, Media] = {"image": "picture", "video": "video", "audio": "voice"}
    return kinds.get(kind, "file")
