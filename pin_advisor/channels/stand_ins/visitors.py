"""Visitors on every platform's stand-in, and what it takes to have them talk to the bot.

The demonstration (``make channels-demo``) and the test that plays one conversation on all channels go by
:data:`PLATFORMS`: a stand-in that is listed there takes part in both.
"""

from __future__ import annotations

import itertools
import secrets
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Generic, Optional, TypeVar

from pin_advisor.channels import settings
from pin_advisor.channels.settings import Settings
from pin_advisor.channels.stand_ins.messenger import MessengerStandIn
from pin_advisor.channels.stand_ins.server import StandIn
from pin_advisor.channels.stand_ins.slack import SlackStandIn
from pin_advisor.channels.stand_ins.teams import TeamsStandIn
from pin_advisor.channels.stand_ins.telegram import TelegramStandIn
from pin_advisor.channels.stand_ins.twilio import TwilioStandIn

#: What is sent to a visitor, in the platform's own terms.
Message = Mapping[str, Any]
S = TypeVar("S", bound=StandIn)
#: The same, or None for somebody who is on no platform.
W = TypeVar("W", bound=Optional[StandIn])

#: All visitors are numbered, so that no two of them share a conversation.
_numbers = itertools.count(1001)


class Visitor(ABC, Generic[W]):
    """Somebody on a platform who has not written yet."""

    #: The name of what renders replies for them, and the platform's, for people.
    NAME: ClassVar[str]
    TITLE: ClassVar[str]
    #: Whether choices are numbers to be written, for want of buttons.
    NUMBERED: ClassVar[bool] = False
    #: Whether the platform shows what was pressed as words of the visitor's.
    SHOWS_PRESSES: ClassVar[bool] = True
    #: Whether they can send pictures.
    PICTURES: ClassVar[bool] = True

    def __init__(self, stand_in: W) -> None:
        self._stand_in = stand_in
        self._number = next(_numbers)
        #: What they said, and after how many messages of the bot's.
        self._said: list[tuple[int, str]] = []

    async def say(self, text: str) -> int:
        """Write; the status that the bot answered."""
        self._said.append((len(self.received()), text))
        return await self._say(text)

    async def press(self, title: str) -> int:
        """Press the latest button with this title.

        Raises:
            LookupError: there is none.
        """
        place = len(self.received())
        status = await self._press(title)
        if self.SHOWS_PRESSES:
            self._said.append((place, title))
        return status

    async def send_picture(self) -> int:
        """Send a picture without words; the status that the bot answered."""
        self._said.append((len(self.received()), "[a picture]"))
        return await self._send_picture()

    def timeline(self) -> list[dict[str, Any]]:
        """What the conversation shows, oldest first: their words (``said``) and the bot's (``message``)."""
        messages: list[dict[str, Any]] = [{"message": message} for message in self.received()]
        for place, text in sorted(self._said, key=lambda said: said[0])[::-1]:
            messages.insert(place, {"said": text})
        return messages

    @abstractmethod
    def received(self) -> Sequence[Message]:
        """What the bot has sent them, oldest first."""

    @abstractmethod
    async def _say(self, text: str) -> int: ...

    async def _press(self, title: str) -> int:
        raise LookupError(f"there is no button {title!r}")

    async def _send_picture(self) -> int:
        raise LookupError("no pictures can be sent here")


@dataclass(frozen=True)
class Platform(Generic[S]):
    """A platform with a stand-in.

    Args:
        channel: the connector's name.
        settings: the connector's variables.
        values: a value for each variable that is required, but for the address of the API; made up.
        api: the variable that holds that.
        stand_in: makes the stand-in for these values, on a port.
        connect: tells the stand-in the bot's address, as people do by hand; None where the bot does.
        visitors: who there is.
        api_path: what follows the stand-in's address in that of the API.
    """

    channel: str
    settings: Settings
    values: Callable[[], Mapping[str, str]]
    api: str
    stand_in: Callable[[Mapping[str, str], int], S]
    connect: Optional[Callable[[S, str], None]]
    visitors: tuple[type[Visitor[S]], ...]
    api_path: str = ""


class SlackVisitor(Visitor[SlackStandIn]):
    """Somebody in a direct message with the app. What was pressed stands in the message itself."""

    NAME, TITLE = "slack", "Slack"
    SHOWS_PRESSES = False

    def __init__(self, stand_in: SlackStandIn) -> None:
        super().__init__(stand_in)
        self._channel = f"D{self._number}"
        stand_in.channels.add(self._channel)

    def received(self) -> Sequence[Message]:
        """Messages as the Web API keeps them."""
        return [m for m in self._stand_in.history.get(self._channel, ()) if "bot_id" in m]

    async def _say(self, text: str) -> int:
        return await self._stand_in.say(text, self._channel, f"U{self._number}")

    async def _press(self, title: str) -> int:
        return await self._stand_in.press(title, self._channel, f"U{self._number}")

    async def _send_picture(self) -> int:
        file = {"id": "F0001", "name": "logo.png", "mimetype": "image/png", "filetype": "png"}
        visitor = f"U{self._number}"
        return await self._stand_in.say("", self._channel, visitor, subtype="file_share", files=[file])


class TelegramVisitor(Visitor[TelegramStandIn]):
    """Somebody in a private chat. A pressed button says so itself."""

    NAME, TITLE = "telegram", "Telegram"
    SHOWS_PRESSES = False

    def received(self) -> Sequence[Message]:
        """Messages as the Bot API describes them, and the address of the picture beside them."""
        pictures = self._stand_in.pictures
        sent = (m for m in self._stand_in.history.get(self._number, ()) if m["from"]["is_bot"])
        return [{**m, "photo_url": pictures[m["message_id"]]} if "photo" in m else m for m in sent]

    async def _say(self, text: str) -> int:
        return await self._stand_in.say(text, self._number)

    async def _press(self, title: str) -> int:
        return await self._stand_in.press(title, self._number)

    async def _send_picture(self) -> int:
        size = {"file_id": "logo", "file_unique_id": "logo", "width": 640, "height": 640}
        return await self._stand_in.post(self._number, photo=[size])


class MessengerVisitor(Visitor[MessengerStandIn]):
    """Somebody who writes to the page."""

    NAME, TITLE = "messenger", "Messenger"

    def received(self) -> Sequence[Message]:
        """Messages as the Send API takes them."""
        return self._stand_in.history.get(str(self._number), ())

    async def _say(self, text: str) -> int:
        return await self._stand_in.say(text, str(self._number))

    async def _press(self, title: str) -> int:
        return await self._stand_in.press(title, str(self._number))

    async def _send_picture(self) -> int:
        return await self._stand_in.post("image", visitor=str(self._number))


class SmsVisitor(Visitor[TwilioStandIn]):
    """Somebody with a telephone."""

    NAME, TITLE = "sms", "SMS"
    NUMBERED = True
    _PREFIX: ClassVar[str] = ""

    @property
    def _address(self) -> str:
        return f"{self._PREFIX}+1415555{self._number:04}"

    def received(self) -> Sequence[Message]:
        """The parameters of Twilio's messages."""
        return self._stand_in.history.get(self._address, ())

    async def _say(self, text: str) -> int:
        return await self._stand_in.say(text, self._address)

    async def _send_picture(self) -> int:
        return await self._stand_in.post("image/png", self._address)


class WhatsAppVisitor(SmsVisitor):
    """Somebody with WhatsApp."""

    NAME, TITLE = "whatsapp", "WhatsApp"
    _PREFIX = "whatsapp:"


class TeamsVisitor(Visitor[TeamsStandIn]):
    """Somebody in a personal chat with the bot."""

    NAME, TITLE = "teams", "Microsoft Teams"

    def received(self) -> Sequence[Message]:
        """Activities of the bot's."""
        shown = self._stand_in.history.get(self._conversation, ())
        return [m for m in shown if m.get("from", {}).get("id") == self._stand_in.bot["id"]]

    async def _say(self, text: str) -> int:
        return await self._stand_in.say(text, self._conversation, f"29:{self._number}")

    async def _press(self, title: str) -> int:
        return await self._stand_in.press(title, self._conversation, f"29:{self._number}")

    async def _send_picture(self) -> int:
        picture = {"contentType": "image/png", "contentUrl": f"{self._stand_in.service}/v3/attachments/1"}
        visitor = f"29:{self._number}"
        return await self._stand_in.say("", self._conversation, visitor, attachments=[picture])

    @property
    def _conversation(self) -> str:
        return f"a:{self._number}"


def _twilio(values: Mapping[str, str], port: int) -> TwilioStandIn:
    numbers = (values[settings.TWILIO_SMS_NUMBER], f"whatsapp:{values[settings.TWILIO_WHATSAPP_NUMBER]}")
    account, token = values[settings.TWILIO_ACCOUNT_SID], values[settings.TWILIO_AUTH_TOKEN]
    return TwilioStandIn(account, token, numbers, port)


def _told(stand_in: TeamsStandIn | MessengerStandIn | TwilioStandIn, address: str) -> None:
    stand_in.webhook = address


def _told_slack(stand_in: SlackStandIn, address: str) -> None:
    stand_in.request_url = address


#: In the order in which they are shown.
PLATFORMS: Final[tuple[Platform[Any], ...]] = (
    Platform(
        "slack",
        settings.SLACK,
        lambda: {
            settings.SLACK_BOT_TOKEN: f"xoxb-{secrets.token_hex(20)}",
            settings.SLACK_SIGNING_SECRET: secrets.token_hex(16),
        },
        settings.SLACK_API,
        lambda values, port: SlackStandIn(
            values[settings.SLACK_BOT_TOKEN], values[settings.SLACK_SIGNING_SECRET], port
        ),
        _told_slack,
        (SlackVisitor,),
        api_path="/api",
    ),
    Platform(
        "telegram",
        settings.TELEGRAM,
        lambda: {
            settings.TELEGRAM_TOKEN: f"{secrets.randbelow(10**9) + 10**9}:{secrets.token_hex(20)}",
            settings.TELEGRAM_SECRET: secrets.token_hex(32),
        },
        settings.TELEGRAM_API,
        lambda values, port: TelegramStandIn(values[settings.TELEGRAM_TOKEN], port=port),
        None,
        (TelegramVisitor,),
    ),
    Platform(
        "messenger",
        settings.MESSENGER,
        lambda: {
            settings.MESSENGER_PAGE_TOKEN: secrets.token_hex(40),
            settings.MESSENGER_APP_SECRET: secrets.token_hex(16),
            settings.MESSENGER_VERIFY_TOKEN: secrets.token_hex(32),
        },
        settings.MESSENGER_API,
        lambda values, port: MessengerStandIn(
            values[settings.MESSENGER_PAGE_TOKEN], values[settings.MESSENGER_APP_SECRET], port
        ),
        _told,
        (MessengerVisitor,),
    ),
    Platform(
        "twilio",
        settings.TWILIO,
        lambda: {
            settings.TWILIO_ACCOUNT_SID: f"AC{secrets.token_hex(16)}",
            settings.TWILIO_AUTH_TOKEN: secrets.token_hex(16),
            settings.TWILIO_WHATSAPP_NUMBER: "+14155238886",
            settings.TWILIO_SMS_NUMBER: "+15558675310",
        },
        settings.TWILIO_API,
        _twilio,
        _told,
        (WhatsAppVisitor, SmsVisitor),
    ),
    Platform(
        "teams",
        settings.TEAMS,
        lambda: {
            settings.TEAMS_APP_ID: str(uuid.uuid4()),
            settings.TEAMS_APP_PASSWORD: secrets.token_urlsafe(30),
        },
        settings.TEAMS_API,
        lambda values, port: TeamsStandIn(
            values[settings.TEAMS_APP_ID], values[settings.TEAMS_APP_PASSWORD], port=port
        ),
        _told,
        (TeamsVisitor,),
    ),
)


class Town:
    """All platforms, each with its stand-in, and the bot that they deliver to.

    Args:
        bot: the bot's address, without a slash at the end.
    """

    def __init__(self, bot: str) -> None:
        self._bot = bot
        self._values = {platform.channel: dict(platform.values()) for platform in PLATFORMS}
        self._stand_ins: dict[str, StandIn] = {}

    async def start(self) -> dict[str, str]:
        """Start the stand-ins; the environment with which the bot is connected to them."""
        environment = {settings.PUBLIC_URL: self._bot}
        for platform in PLATFORMS:
            values = self._values[platform.channel]
            stand_in = platform.stand_in(values, 0)
            self._stand_ins[platform.channel] = stand_in
            await stand_in.start()
            if platform.connect:
                platform.connect(stand_in, f"{self._bot}/webhooks/{platform.channel}/webhook")
            environment |= {**values, platform.api: stand_in.url + platform.api_path}
        return environment

    def waiting(self) -> bool:
        """Whether the bot still has to register its address somewhere."""
        return any(isinstance(s, TelegramStandIn) and not s.webhook["url"] for s in self._stand_ins.values())

    async def stop(self) -> None:
        """End the stand-ins."""
        for stand_in in self._stand_ins.values():
            await stand_in.stop()

    def visitors(self) -> dict[str, Visitor[Any]]:
        """New visitors, one on each platform, by their :attr:`Visitor.NAME`."""
        made = (
            kind(self._stand_ins[platform.channel]) for platform in PLATFORMS for kind in platform.visitors
        )
        return {visitor.NAME: visitor for visitor in made}
