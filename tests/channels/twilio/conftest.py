"""Twilio's stand-in with our connector, and a bot that is played."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final

import pytest

from pin_advisor.channels.settings import PUBLIC_URL
from pin_advisor.channels.settings import TWILIO_ACCOUNT_SID as ACCOUNT
from pin_advisor.channels.settings import TWILIO_API as API
from pin_advisor.channels.settings import TWILIO_AUTH_TOKEN as TOKEN
from pin_advisor.channels.settings import TWILIO_SMS_NUMBER as SMS_NUMBER
from pin_advisor.channels.settings import TWILIO_WHATSAPP_NUMBER as WHATSAPP_NUMBER
from pin_advisor.channels.stand_ins.twilio import SMS_VISITOR, WHATSAPP_VISITOR, TwilioStandIn
from pin_advisor.channels.twilio import TwilioInput
from pin_advisor.store.conversations import ConversationStore
from tests.channels.rasa import Rasa
from tests.channels.served import Served, path_of, serving

SID: Final = "AC" + "0123456789abcdef" * 2
AUTH: Final = "fedcba9876543210" * 2
OUR_SMS: Final = "+15558675310"
OUR_WHATSAPP: Final = "whatsapp:+14155238886"
PUBLIC: Final = "https://chat.example.com"
ADDRESS: Final = f"{PUBLIC}/webhooks/twilio/webhook"
VISITORS: Final = {"sms": SMS_VISITOR, "whatsapp": WHATSAPP_VISITOR}
VALUES: Final = {
    ACCOUNT: SID,
    TOKEN: AUTH,
    WHATSAPP_NUMBER: OUR_WHATSAPP.removeprefix("whatsapp:"),
    SMS_NUMBER: OUR_SMS,
    PUBLIC_URL: PUBLIC,
}


class Shop:
    """Everything together."""

    def __init__(
        self,
        twilio: TwilioStandIn,
        served: Served,
        rasa: Rasa,
        store: ConversationStore,
        channel: TwilioInput,
    ) -> None:
        self.twilio = twilio
        self.served = served
        self.rasa = rasa
        self.store = store
        self.channel = channel

    async def say(self, text: str, visitor: str = SMS_VISITOR, **more: str) -> list[dict[str, str]]:
        """Somebody writes; what was sent to them because of it."""
        return await self.deliver(self.twilio.message(visitor, Body=text, **more))

    async def post(
        self, kind: str, visitor: str = WHATSAPP_VISITOR, text: str = "", count: int = 1
    ) -> list[dict[str, str]]:
        before = len(self.twilio.history.get(visitor, []))
        assert await self.twilio.post(kind, visitor, text, count) == 200
        return await self._sent(visitor, before)

    async def deliver(self, form: Mapping[str, str]) -> list[dict[str, str]]:
        before = len(self.twilio.history.get(form["From"], []))
        assert await self.twilio.knock(form) == 200
        return await self._sent(form["From"], before)

    async def _sent(self, visitor: str, before: int) -> list[dict[str, str]]:
        await self.served.settled()
        return self.twilio.history.get(visitor, [])[before:]


@asynccontextmanager
async def opened(
    store: ConversationStore, rasa: Rasa, twilio: TwilioStandIn, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Shop]:
    """The connector, with its messages coming from the stand-in."""
    for name, value in VALUES.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv(API, twilio.url)
    channel = TwilioInput()
    async with serving(store, rasa, channel) as served:
        twilio.webhook, twilio.public_webhook = served.url + path_of(TwilioInput), ADDRESS
        await twilio.until(1, "Accounts")
        yield Shop(twilio, served, rasa, store, channel)


@pytest.fixture
async def twilio() -> AsyncIterator[TwilioStandIn]:
    stand_in = TwilioStandIn(SID, AUTH, (OUR_SMS, OUR_WHATSAPP))
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


@pytest.fixture
async def shop(
    store: ConversationStore, rasa: Rasa, twilio: TwilioStandIn, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Shop]:
    async with opened(store, rasa, twilio, monkeypatch) as shop:
        yield shop
