"""A connector is switched on by its environment variables, and by nothing else.

None of them: it is off. All that it requires: it is on. A part of them: the start is refused, since somebody
meant to switch it on, and a connector that lacks its secret would believe anybody.

All of them are in one table here, so that ``pin-advisor run`` can look at them before anything is started.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Optional

from pin_advisor.channels.platforms import Telegram
from pin_advisor.errors import ChannelError

#: Where the bot is reached from outside, such as ``https://chat.example.com``.
PUBLIC_URL: Final = "PIN_ADVISOR_PUBLIC_URL"
#: Switches the ``rest`` channel off, or on.
REST: Final = "PIN_ADVISOR_REST"
_ON: Final = ("on", "1", "true", "yes")
_OFF: Final = ("off", "0", "false", "no")
#: How many web servers stand in front. Sanic reads it, and fails at every request if it is no number.
PROXIES: Final = "SANIC_PROXIES_COUNT"
_MOST_PROXIES: Final = 9

_WEB: Final = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+(?:/[A-Za-z0-9._~/-]*)?")
_LOOPBACK: Final = re.compile(r"http://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?(?:/.*)?")


#: Takes a variable's name and value; gives the value to use, or raises PA409.
Check = Callable[[str, str], str]


@dataclass(frozen=True)
class Variable:
    """An environment variable of a connector."""

    name: str
    check: Check
    required: bool = True


@dataclass(frozen=True)
class Settings:
    """The variables of one connector.

    Args:
        title: the platform's name, for people.
        variables: all of them.
        one_of: names of variables that are not required, but at least one of them is.
        public: whether it can't run without ``PIN_ADVISOR_PUBLIC_URL``, which all connectors share.
    """

    title: str
    variables: tuple[Variable, ...]
    one_of: tuple[str, ...] = ()
    public: bool = False

    @property
    def required(self) -> tuple[str, ...]:
        """The names of those without which it can't run."""
        return tuple(v.name for v in self.variables if v.required)

    def read(self, environment: Mapping[str, str] = os.environ) -> Optional[dict[str, str]]:
        """The checked values by name; None if it is off. A blank value counts as not set.

        Raises:
            ChannelError: PA408 if a part of what it requires is missing, PA409 if a value can't be right.
        """
        for problem in self.problems(environment):
            raise problem
        found = self._given(environment)
        return {v.name: v.check(v.name, found[v.name]) for v in self.variables if v.name in found} or None

    def problems(self, environment: Mapping[str, str] = os.environ) -> Iterator[ChannelError]:
        """All that keeps it from being used as it is set up: PA408 once, PA409 for each value."""
        found = self._given(environment)
        if not found:
            return
        missing = [name for name in self.required if name not in found]
        if self.one_of and not any(name in found for name in self.one_of):
            missing.append(" or ".join(self.one_of))
        if self.public and not environment.get(PUBLIC_URL, "").strip():
            missing.append(PUBLIC_URL)
        if missing:
            yield ChannelError(
                "PA408",
                f"{self.title} is only partly set up; missing: {', '.join(missing)}",
                f"Set that, or unset {', '.join(found)} to leave {self.title} off; see docs/channels.md.",
                missing[0],
            )
        for variable in self.variables:
            if variable.name in found:
                try:
                    variable.check(variable.name, found[variable.name])
                except ChannelError as problem:
                    yield problem

    def _given(self, environment: Mapping[str, str]) -> dict[str, str]:
        given = {v.name: environment.get(v.name, "").strip() for v in self.variables}
        return {name: value for name, value in given.items() if value}


def matching(pattern: str, wrong: str, fix: str) -> Check:
    """A check that the whole value has this form. ``wrong`` and ``fix`` tell people, without the value."""
    form = re.compile(pattern)

    def check(name: str, value: str) -> str:
        if not form.fullmatch(value):
            raise ChannelError("PA409", wrong, fix, name)
        return value

    return check


def web_address(name: str, value: str) -> str:
    """``value`` as an address of the web without a slash at its end.

    Raises:
        ChannelError: PA409 if it is none, or if it is not https; only on this machine it need not be.
    """
    value = value.rstrip("/")
    if not _WEB.fullmatch(value) or not (value.startswith("https://") or _LOOPBACK.fullmatch(value)):
        message = "this is no address that starts with https://"
        raise ChannelError("PA409", message, "Write it as https://www.example.com.", name)
    return value


def public_url(environment: Mapping[str, str] = os.environ) -> Optional[str]:
    """The address in ``PIN_ADVISOR_PUBLIC_URL``; None if it is not set.

    Raises:
        ChannelError: PA409 if it is none.
    """
    value = environment.get(PUBLIC_URL, "").strip()
    return web_address(PUBLIC_URL, value) if value else None


def rest_is_on(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether programs of this machine may post to the ``rest`` channel.

    Raises:
        ChannelError: PA410 if the setting says neither. Nobody guesses, or a door stays open.
    """
    value = environment.get(REST, "").strip().lower() or "on"
    if value not in (*_ON, *_OFF):
        raise ChannelError("PA410", f"{value!r} is neither on nor off", "Write on or off, or unset it.", REST)
    return value in _ON


def proxies(environment: Mapping[str, str] = os.environ) -> int:
    """How many web servers stand in front, whose word is taken for the visitor's address.

    Raises:
        ChannelError: PA411 if it is no such number.
    """
    value = environment.get(PROXIES, "").strip() or "0"
    if not value.isascii() or not value.isdecimal() or int(value) > _MOST_PROXIES:
        raise ChannelError(
            "PA411",
            f"{value!r} is no number of web servers in front",
            "Write 1 behind one web server, 2 behind two; unset it where there is none.",
            PROXIES,
        )
    return int(value)


TELEGRAM_TOKEN: Final = "PIN_ADVISOR_TELEGRAM_TOKEN"
TELEGRAM_SECRET: Final = "PIN_ADVISOR_TELEGRAM_SECRET"
TELEGRAM_API: Final = "PIN_ADVISOR_TELEGRAM_API"

TELEGRAM: Final = Settings(
    "Telegram",
    (
        Variable(
            TELEGRAM_TOKEN,
            matching(
                r"[0-9]{3,20}:[A-Za-z0-9_-]{20,100}",
                "this is no token of a bot",
                "Copy the token that @BotFather shows for the bot.",
            ),
        ),
        Variable(
            TELEGRAM_SECRET,
            matching(
                f"[A-Za-z0-9_-]{{16,{Telegram.SECRET.value}}}",
                f"a secret is 16 to {Telegram.SECRET.value} letters, digits, _ and -",
                "Make one with `openssl rand -hex 32`.",
            ),
        ),
        Variable(TELEGRAM_API, web_address, required=False),
    ),
)

TWILIO_ACCOUNT_SID: Final = "PIN_ADVISOR_TWILIO_ACCOUNT_SID"
TWILIO_AUTH_TOKEN: Final = "PIN_ADVISOR_TWILIO_AUTH_TOKEN"
TWILIO_WHATSAPP_NUMBER: Final = "PIN_ADVISOR_TWILIO_WHATSAPP_NUMBER"
TWILIO_SMS_NUMBER: Final = "PIN_ADVISOR_TWILIO_SMS_NUMBER"
TWILIO_API: Final = "PIN_ADVISOR_TWILIO_API"

#: Either number is enough. Twilio signs our public address with each message, so it has to be known.
TWILIO: Final = Settings(
    "Twilio",
    (
        Variable(
            TWILIO_ACCOUNT_SID,
            matching(
                "AC[0-9a-f]{32}",
                "this is no Account SID",
                "Copy the Account SID, which begins with AC, from Twilio's console.",
            ),
        ),
        Variable(
            TWILIO_AUTH_TOKEN,
            matching(
                "[0-9a-f]{32}",
                "this is no Auth Token",
                "Copy the Auth Token from Twilio's console; an API key does not do, since it signs nothing.",
            ),
        ),
        Variable(
            TWILIO_WHATSAPP_NUMBER,
            matching(
                r"(?:whatsapp:)?\+[1-9][0-9]{6,14}",
                "this is no number of a WhatsApp sender",
                "Write it with + and its country, without spaces: +14155238886.",
            ),
            required=False,
        ),
        Variable(
            TWILIO_SMS_NUMBER,
            matching(
                r"\+[1-9][0-9]{6,14}|[0-9]{3,8}",
                "this is no number that takes SMS",
                "Write it with + and its country, without spaces, or as a short code: +15558675310.",
            ),
            required=False,
        ),
        Variable(TWILIO_API, web_address, required=False),
    ),
    one_of=(TWILIO_WHATSAPP_NUMBER, TWILIO_SMS_NUMBER),
    public=True,
)

TEAMS_APP_ID: Final = "PIN_ADVISOR_TEAMS_APP_ID"
TEAMS_APP_PASSWORD: Final = "PIN_ADVISOR_TEAMS_APP_PASSWORD"
TEAMS_TENANT: Final = "PIN_ADVISOR_TEAMS_TENANT"
TEAMS_API: Final = "PIN_ADVISOR_TEAMS_API"

_GUID: Final = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"

TEAMS: Final = Settings(
    "Teams",
    (
        Variable(
            TEAMS_APP_ID,
            matching(_GUID, "this is no application (client) ID", "Copy it from the bot's app registration."),
        ),
        Variable(
            TEAMS_APP_PASSWORD,
            # The ID beside a secret is easily taken for it.
            matching(
                rf"(?!{_GUID}$)[\x21-\x7e]{{16,256}}",
                "this is no client secret",
                "Copy the Value of the client secret, not its Secret ID.",
            ),
        ),
        Variable(
            TEAMS_TENANT,
            matching(
                rf"{_GUID}|(?:[A-Za-z0-9-]+\.)+[A-Za-z]{{2,}}",
                "this is no tenant",
                "Copy the directory (tenant) ID from the bot's app registration.",
            ),
            required=False,
        ),
        Variable(TEAMS_API, web_address, required=False),
    ),
)

MESSENGER_PAGE_TOKEN: Final = "PIN_ADVISOR_MESSENGER_PAGE_TOKEN"
MESSENGER_APP_SECRET: Final = "PIN_ADVISOR_MESSENGER_APP_SECRET"
MESSENGER_VERIFY_TOKEN: Final = "PIN_ADVISOR_MESSENGER_VERIFY_TOKEN"
MESSENGER_API: Final = "PIN_ADVISOR_MESSENGER_API"

MESSENGER: Final = Settings(
    "Messenger",
    (
        Variable(
            MESSENGER_PAGE_TOKEN,
            # Meta promises no form; its tokens are of letters and digits, and have grown.
            matching(
                r"[A-Za-z0-9._|-]{20,1000}",
                "this is no access token of a page",
                "Copy the token that the app's Messenger settings generate for the page.",
            ),
        ),
        Variable(
            MESSENGER_APP_SECRET,
            matching(
                r"[A-Za-z0-9]{16,128}",
                "this is no secret of an app",
                "Copy the app secret at App settings > Basic.",
            ),
        ),
        Variable(
            MESSENGER_VERIFY_TOKEN,
            matching(
                r"[A-Za-z0-9_-]{16,256}",
                "a verify token is 16 to 256 letters, digits, _ and -",
                "Make one with `openssl rand -hex 32`.",
            ),
        ),
        Variable(MESSENGER_API, web_address, required=False),
    ),
)

SLACK_BOT_TOKEN: Final = "PIN_ADVISOR_SLACK_BOT_TOKEN"
SLACK_SIGNING_SECRET: Final = "PIN_ADVISOR_SLACK_SIGNING_SECRET"
SLACK_API: Final = "PIN_ADVISOR_SLACK_API"

SLACK: Final = Settings(
    "Slack",
    (
        Variable(
            SLACK_BOT_TOKEN,
            matching(
                r"xoxb-[A-Za-z0-9-]{5,250}",
                "this is no token of a bot",
                "Copy the Bot User OAuth Token, which starts with xoxb-, from the app's OAuth & Permissions.",
            ),
        ),
        Variable(
            SLACK_SIGNING_SECRET,
            # Slack promises no form. What it shows has 32 characters, and tokens begin with xox.
            matching(
                r"(?!xox)[\x21-\x7e]{16,128}",
                "this is no signing secret",
                "Copy the Signing Secret from the app's Basic Information.",
            ),
        ),
        Variable(SLACK_API, web_address, required=False),
    ),
)

#: Of all connectors, in the order of docs/channels.md.
CONNECTORS: Final = (SLACK, TELEGRAM, MESSENGER, TWILIO, TEAMS)


def check(environment: Mapping[str, str] = os.environ) -> None:
    """Look at the variables of all channels but the website.

    Raises:
        ChannelError: PA408 to PA411 for the first that can't be used as it is set up.
    """
    for problem in problems(environment):
        raise problem


def problems(environment: Mapping[str, str] = os.environ) -> Iterator[ChannelError]:
    """All that can't be used as it is set up, of what every channel needs and of each connector."""
    for look in (public_url, rest_is_on, proxies):
        try:
            look(environment)
        except ChannelError as problem:
            yield problem
    for connector in CONNECTORS:
        yield from connector.problems(environment)


def off() -> dict[str, str]:
    """An environment in which every connector is off."""
    return {variable.name: "" for connector in CONNECTORS for variable in connector.variables}
