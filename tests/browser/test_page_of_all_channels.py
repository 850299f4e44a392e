"""The page of all channels draws what each platform was sent: all words, all buttons, and nothing as HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from pin_advisor.channels.demo.background import Background
from pin_advisor.channels.demo.page import Page
from pin_advisor.channels.rendering import RENDERERS
from pin_advisor.channels.stand_ins.visitors import Message, Visitor
from tests.channels.rendering.readers import READERS
from tests.channels.rendering.replies import WORDS
from tests.channels.rendering.samples import SAMPLES

BOT = "http://127.0.0.1:9"


class Somebody(Visitor[None]):
    """On any platform; says what to send by the name of a sample."""

    def __init__(self, name: str) -> None:
        super().__init__(None)
        self._name = name
        self._sent: list[Message] = []
        self.pressed: list[str] = []
        self.pictures = 0

    @property
    def TITLE(self) -> str:  # type: ignore[override]
        return self._name

    @property
    def NUMBERED(self) -> bool:  # type: ignore[override]
        return READERS[self._name].numbered

    def received(self) -> Sequence[Message]:
        return self._sent

    async def _say(self, text: str) -> int:
        if text == "refused":
            return 503
        self._sent += RENDERERS[self._name](SAMPLES[text], WORDS)
        return 200

    async def _press(self, title: str) -> int:
        self.pressed.append(title)
        return 200

    async def _send_picture(self) -> int:
        self.pictures += 1
        return 200


class Stage:
    def __init__(self, tab: Tab, visitors: dict[str, Somebody]) -> None:
        self.tab, self.visitors = tab, visitors

    def show(self, sample: str) -> None:
        self.tab.click("#anew")
        expect(self.tab.locator(".bubble")).to_have_count(0)
        self.tab.fill("#words", sample)
        self.tab.click("#all button")
        for name in self.visitors:
            expect(self.tab.locator(f"section.{name} .message").first).to_be_visible()

    def read(self, name: str) -> str:
        return str(self.tab.locator(f"section.{name} .log").inner_text())


@pytest.fixture(scope="module")
def stage(browser: Browser) -> Iterator[Stage]:
    visitors: dict[str, Somebody] = {}

    def anew() -> dict[str, Visitor[Any]]:
        visitors.update({name: Somebody(name) for name in RENDERERS})
        return dict(visitors)

    with Background() as background:
        page = Page(BOT, anew)
        background.run(page.start(), 10)
        tab = browser.new_page()
        # There is no bot: no chat window, and no pictures.
        tab.route(f"{BOT}/**", lambda route: route.abort())
        tab.route("https://**", lambda route: route.abort())
        tab.goto(page.url)
        yield Stage(tab, visitors)
        tab.close()
        background.run(page.stop(), 10)


def squeezed(text: str) -> str:
    return "".join(text.split())


def seen(text: str) -> str:
    """As a reader sees it: without what only keeps signs apart."""
    return squeezed(text).replace("\u2060", "")


@pytest.mark.parametrize("sample", SAMPLES)
def test_all_words_and_all_buttons_are_seen(stage: Stage, sample: str) -> None:
    stage.show(sample)

    for name, visitor in stage.visitors.items():
        reader, messages = READERS[name], visitor.received()
        read = seen(stage.read(name))
        lines = reader.text(messages).split("\n")
        assert [line for line in lines if seen(line) not in read] == [], name
        assert "[objectHTML" not in read, name
        if not reader.numbered:
            buttons = stage.tab.locator(f"section.{name} .log").locator("button, option:not(:first-child)")
            assert [squeezed(t) for t in buttons.all_inner_texts()] == [
                squeezed(t) for t in reader.titles(messages)
            ], name


def test_nothing_that_was_sent_becomes_html(stage: Stage) -> None:
    stage.show("signs that mean something elsewhere")

    for name in stage.visitors:
        assert stage.tab.locator(f"section.{name} .log").locator("a, b, script, i").count() == 0


def test_a_button_is_pressed_on_its_own_platform(stage: Stage) -> None:
    stage.show("an answer and the pending question")

    for name in ("slack", "telegram", "messenger", "teams"):
        stage.tab.click(f"section.{name} .log button:has-text('Sculpted (3D)')")
        expect(stage.tab.locator(f"section.{name} .said")).to_have_count(2)

    assert {name: somebody.pressed for name, somebody in stage.visitors.items() if somebody.pressed} == {
        name: ["Sculpted (3D)"] for name in ("slack", "telegram", "messenger", "teams")
    }


def test_a_picture_is_sent_on_its_own_platform(stage: Stage) -> None:
    stage.tab.click("#anew")
    expect(stage.tab.locator(".bubble")).to_have_count(0)

    stage.tab.click("section.whatsapp button:has-text('Picture')")

    expect(stage.tab.locator("section.whatsapp .said")).to_have_text("[a picture]")
    expect(stage.tab.locator(".said")).to_have_count(1)
    assert stage.visitors["whatsapp"].pictures == 1


def test_what_the_bot_does_not_accept_stays_to_be_read(stage: Stage) -> None:
    stage.tab.click("#anew")
    stage.tab.fill("section.sms input", "refused")
    stage.tab.press("section.sms input", "Enter")

    expect(stage.tab.locator("#status")).to_contain_text("The bot did not accept it.")
    with stage.tab.expect_response("**/state"):
        pass
    with stage.tab.expect_response("**/state"):
        pass
    expect(stage.tab.locator("#status")).to_contain_text("The bot did not accept it.")
    stage.tab.click("#anew")
    expect(stage.tab.locator("#status")).to_have_text("")


def test_a_choice_of_a_menu_is_pressed(stage: Stage) -> None:
    stage.show("more choices than a keyboard holds")

    stage.tab.locator("section.slack select").first.select_option("Colour 7")
    expect(stage.tab.locator("section.slack .said")).to_have_count(2)

    assert stage.visitors["slack"].pressed == ["Colour 7"]
