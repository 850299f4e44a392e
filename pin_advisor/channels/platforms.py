"""What each platform takes, as it publishes it: one table, with the source of every figure.

Renderers and the property test of all renderers read it. A figure that a platform does not publish is
marked as our own, and is on the safe side.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

#: When the figures were looked up.
LOOKED_UP: Final = date(2026, 11, 30)
#: The source of a figure that no platform publishes.
OURS: Final = "our own: not published, chosen to be on the safe side"


@dataclass(frozen=True)
class Limit:
    """A figure, of what it is, and where it is published: an address, or :data:`OURS`."""

    value: int
    unit: str
    source: str
    looked_up: date = LOOKED_UP


#: Characters are counted in UTF-16 code units throughout, which is never less than a platform counts.
CHARACTERS: Final = "characters"
BYTES: Final = "bytes"

_TELEGRAM: Final = "https://core.telegram.org/bots/api"
_TELEGRAM_LIMITS: Final = "https://limits.tginfo.me/en"
_SLACK: Final = "https://docs.slack.dev/reference/block-kit"
_META: Final = "https://developers.facebook.com"
_MESSENGER: Final = f"{_META}/documentation/business-messaging/messenger-platform"
_TWILIO: Final = "https://www.twilio.com/docs"
_TEAMS: Final = "https://learn.microsoft.com/microsoftteams/platform"


class Telegram:
    """Telegram's Bot API."""

    TEXT: Final = Limit(4096, CHARACTERS, f"{_TELEGRAM}#sendmessage")
    CAPTION: Final = Limit(1024, CHARACTERS, f"{_TELEGRAM}#sendphoto")
    CALLBACK: Final = Limit(64, BYTES, f"{_TELEGRAM}#inlinekeyboardbutton")
    SECRET: Final = Limit(256, CHARACTERS, f"{_TELEGRAM}#setwebhook")
    ENTITIES: Final = Limit(100, "entities of a message", _TELEGRAM_LIMITS)
    BUTTONS: Final = Limit(100, "buttons of a keyboard", _TELEGRAM_LIMITS)
    ROW: Final = Limit(8, "buttons of a row", _TELEGRAM_LIMITS)
    TITLE: Final = Limit(64, CHARACTERS, OURS)


class Slack:
    """Slack's Block Kit and ``chat.postMessage``."""

    BLOCKS: Final = Limit(50, "blocks of a message", f"{_SLACK}/blocks/")
    HEADER: Final = Limit(150, CHARACTERS, f"{_SLACK}/blocks/header-block")
    SECTION: Final = Limit(3000, CHARACTERS, f"{_SLACK}/blocks/section-block")
    FIELDS: Final = Limit(10, "fields of a section", f"{_SLACK}/blocks/section-block")
    FIELD: Final = Limit(2000, CHARACTERS, f"{_SLACK}/blocks/section-block")
    CONTEXT: Final = Limit(10, "elements of a context block", f"{_SLACK}/blocks/context-block")
    ACTIONS: Final = Limit(25, "buttons of an actions block", f"{_SLACK}/blocks/actions-block")
    BUTTON: Final = Limit(75, CHARACTERS, f"{_SLACK}/block-elements/button-element")
    VALUE: Final = Limit(2000, CHARACTERS, f"{_SLACK}/block-elements/button-element")
    ACTION_ID: Final = Limit(255, CHARACTERS, f"{_SLACK}/block-elements/button-element")
    OPTIONS: Final = Limit(100, "options of a menu", f"{_SLACK}/block-elements/select-menu-element")
    OPTION: Final = Limit(75, CHARACTERS, f"{_SLACK}/composition-objects/option-object")
    OPTION_VALUE: Final = Limit(150, CHARACTERS, f"{_SLACK}/composition-objects/option-object")
    PLACEHOLDER: Final = Limit(150, CHARACTERS, f"{_SLACK}/block-elements/select-menu-element")
    TABLES: Final = Limit(1, "tables of a message", f"{_SLACK}/blocks/table-block")
    TABLE_ROWS: Final = Limit(100, "rows of a table", f"{_SLACK}/blocks/table-block")
    TABLE_COLUMNS: Final = Limit(20, "cells of a row", f"{_SLACK}/blocks/table-block")
    ALT_TEXT: Final = Limit(2000, CHARACTERS, f"{_SLACK}/blocks/image-block")
    IMAGE_URL: Final = Limit(3000, CHARACTERS, f"{_SLACK}/blocks/image-block")
    TEXT: Final = Limit(4000, CHARACTERS, "https://docs.slack.dev/reference/methods/chat.postMessage")
    #: All blocks of a message as JSON. Slack refuses from about 13,200, which it does not publish.
    MESSAGE: Final = Limit(12_000, CHARACTERS, "https://github.com/slackapi/bolt-js/issues/2509")


class Messenger:
    """Meta's Messenger Platform."""

    #: "Must be UTF-8 and less than 2000 characters."
    TEXT: Final = Limit(1999, CHARACTERS, f"{_META}/docs/messenger-platform/reference/send-api")
    QUICK_REPLIES: Final = Limit(
        13, "quick replies of a message", f"{_MESSENGER}/send-messages/quick-replies"
    )
    QUICK_REPLY: Final = Limit(20, CHARACTERS, f"{_MESSENGER}/send-messages/quick-replies")
    PAYLOAD: Final = Limit(1000, CHARACTERS, f"{_MESSENGER}/send-messages/quick-replies")
    TITLE: Final = Limit(80, CHARACTERS, f"{_MESSENGER}/send-messages/template/generic")
    SUBTITLE: Final = Limit(80, CHARACTERS, f"{_MESSENGER}/send-messages/template/generic")
    ELEMENTS: Final = Limit(10, "elements of a template", f"{_MESSENGER}/send-messages/template/generic")
    BUTTONS: Final = Limit(3, "buttons of an element", f"{_MESSENGER}/send-messages/template/generic")
    BUTTON: Final = Limit(20, CHARACTERS, f"{_MESSENGER}/send-messages/buttons/postback")
    BUTTON_TEXT: Final = Limit(640, CHARACTERS, f"{_MESSENGER}/send-messages/template/button")
    #: Of what is delivered to us: "aggregated and sent in a batch with a maximum of 1000 updates".
    BATCH: Final = Limit(1000, "events of a request", f"{_META}/docs/graph-api/webhooks/getting-started")


class WhatsApp:
    """WhatsApp through Twilio, in plain messages: those with buttons need templates that are made before."""

    TEXT: Final = Limit(1600, CHARACTERS, f"{_TWILIO}/api/errors/21617")


class Sms:
    """SMS through Twilio."""

    TEXT: Final = Limit(1600, CHARACTERS, f"{_TWILIO}/api/errors/21617")
    #: "Characters outside GSM-7 can use more space" of those, it says there, and not how much. So: ten parts.
    TEXT_UNICODE: Final = Limit(670, CHARACTERS, OURS)
    #: What a longer message is cut into on its way; each part is charged.
    SEGMENT: Final = Limit(153, "characters of GSM-7", f"{_TWILIO}/glossary/what-sms-character-limit")
    SEGMENT_UNICODE: Final = Limit(67, CHARACTERS, f"{_TWILIO}/glossary/what-sms-character-limit")
    #: What fits without being cut.
    SINGLE: Final = Limit(160, "characters of GSM-7", f"{_TWILIO}/glossary/what-sms-character-limit")
    SINGLE_UNICODE: Final = Limit(70, CHARACTERS, f"{_TWILIO}/glossary/what-sms-character-limit")


class Teams:
    """Microsoft Teams through the Bot Framework."""

    #: The whole activity as JSON in UTF-16. 100 KB is "approximate", up to 80 KB is "guaranteed".
    MESSAGE: Final = Limit(80_000, BYTES, f"{_TEAMS}/bots/how-to/format-your-bot-messages")
    #: An Adaptive Card. Published for those of webhooks; for those of bots, nothing but the message's limit.
    CARD: Final = Limit(28_000, BYTES, f"{_TEAMS}/task-modules-and-cards/cards/cards-format")
    #: Further ones of an Adaptive Card are not shown, or in a menu.
    ACTIONS: Final = Limit(
        6, "actions of a card", f"{_TEAMS}/task-modules-and-cards/cards/design-effective-cards"
    )
    HERO_BUTTONS: Final = Limit(
        6, "buttons of a hero card", f"{_TEAMS}/task-modules-and-cards/cards/cards-reference"
    )
    #: Not published. Longer ones are cut off on a telephone.
    BUTTON: Final = Limit(60, CHARACTERS, OURS)
