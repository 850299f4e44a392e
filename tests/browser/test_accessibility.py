"""axe finds nothing in any state of the window, and screen readers are told what happens, once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.browser.chat import DESKTOP, PHONE, WISHES, Chat, Failing
from tests.browser.conftest import NewContext
from tests.website.gateway import Gateway

RULES: Final[dict[str, Any]] = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
#: Everything polite or urgent that a screen reader would be told, as it is told.
NARRATED: Final = """
() => {
  const told = window.told = [];
  const live = "[aria-live=polite], [aria-live=assertive], [role=status], [role=alert]";
  const root = document.querySelector("pin-advisor").shadowRoot;
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      const place = (target.nodeType === 1 ? target : target.parentElement).closest("[aria-live], [role]");
      if (!place?.matches(live)) continue;
      for (const node of addedNodes) if (node.textContent.trim()) told.push(node.textContent.trim());
    }
  }).observe(root, { subtree: true, childList: true, characterData: true });
}
"""
LIVE: Final = "[aria-live=polite], [role=status]"


def states(chat: Chat) -> Iterator[str]:
    """Bring the window from state to state."""
    page = chat.page
    yield "closed"
    chat.open()
    yield "open"
    page.get_by_role("button", name="More options").click()
    expect(page.get_by_role("button", name="Delete my data")).to_be_visible()
    yield "menu"
    page.get_by_role("button", name="Delete my data").click()
    yield "dialog"
    page.get_by_role("button", name="Cancel").click()
    chat.choose("Help me choose a pin")
    yield "form"
    chat.say(WISHES)
    for summary in ("Also worth a look", "See how they are built"):
        expect(chat.card.get_by_text(summary)).to_be_visible()
    yield "card"
    chat.card.get_by_text("See how they are built").click()
    expect(chat.card.get_by_role("figure").get_by_role("img").first).to_be_visible()
    yield "card with its drawings"
    chat.choose("Compare")
    expect(page.get_by_role("table")).to_be_visible()
    yield "table"
    if not chat.answers.get_by_role("button").first.is_visible():
        chat.answers.get_by_text("Your answers so far").click()
    chat.answers.get_by_role("button", name="Budget").click()
    expect(page.get_by_role("button", name="Premium", exact=True).last).to_be_visible()
    yield "an answer being changed"
    page.keyboard.press("Escape")
    chat.composer.fill("x" * 1100)
    yield "too long a message"
    chat.composer.fill("")
    failing = Failing(page, "/messages", 400)
    chat.say("Why?", answered=False)
    expect(chat.log.get_by_text("Not sent: The workshop is on fire.")).to_be_visible()
    yield "error"
    failing.stop()
    page.context.set_offline(True)
    chat.log.get_by_role("button", name="Try again").click()
    expect(chat.notice("You are offline.")).to_be_visible()
    yield "offline"
    chat.composer.fill("x" * 1100)
    yield "offline with too long a message"


def violations(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("(rules) => axe.run(rules)", RULES)["violations"]
    return [f"{v['id']}: {node['target']} {node['html'][:150]}" for v in found for node in v["nodes"]]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_in_any_state_light_and_dark(
    new_context: NewContext, gateway: Gateway, size: tuple[int, int], direction: str
) -> None:
    context = new_context(
        viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", bypass_csp=True
    )
    chat = Chat(context.new_page(), gateway)
    chat.visit(html=f'dir="{direction}"')
    found: list[str] = []
    for state in states(chat):
        for scheme in ("light", "dark"):
            chat.page.emulate_media(color_scheme=scheme)
            found += [f"{state}, {scheme}: {violation}" for violation in violations(chat.page)]
    assert found == []


def test_the_live_region_is_there_empty_and_polite_before_anything_is_told(chat: Chat) -> None:
    region = chat.page.locator("pin-advisor").locator(LIVE)
    expect(region).to_have_count(1)
    expect(region).to_be_empty()
    chat.open()
    expect(region).to_have_count(1)
    expect(region).to_be_empty()
    expect(chat.log).to_have_attribute("aria-live", "off")


def test_a_reply_is_told_once_with_its_choices(chat: Chat) -> None:
    chat.open()
    chat.page.evaluate(NARRATED)
    chat.choose("Help me choose a pin")
    told = chat.page.evaluate("told")
    assert len(told) == 1, told
    assert told[0].startswith("What are the pins for?")
    assert "Awards or recognition, Company branding" in told[0]


def test_the_history_is_not_told_again_after_a_reload(chat: Chat) -> None:
    chat.open()
    chat.say("Hello!")
    chat.page.reload()
    expect(chat.log.get_by_text("You:", exact=True)).to_have_count(1)
    expect(chat.page.locator("pin-advisor").locator(LIVE)).to_be_empty()


def test_what_was_told_is_cleared_after_a_while(chat: Chat) -> None:
    chat.page.clock.install()
    chat.page.reload()
    chat.open()
    chat.say("Hello!")
    region = chat.page.locator("pin-advisor").locator(LIVE)
    expect(region).not_to_be_empty()
    chat.page.clock.run_for(60_000)
    expect(region).to_be_empty()


def test_a_message_that_was_not_sent_is_told_with_the_reason(chat: Chat) -> None:
    chat.open()
    chat.page.evaluate(NARRATED)
    Failing(chat.page, "/messages", 400)
    chat.say("Hello!", answered=False)
    expect(chat.log.get_by_text("Not sent: The workshop is on fire.")).to_be_visible()
    assert chat.page.evaluate("told") == ["Not sent: The workshop is on fire."]


def test_that_a_new_conversation_began_is_told(chat: Chat) -> None:
    chat.open()
    chat.say("Hello!")
    chat.visitor().erase()
    chat.page.evaluate(NARRATED)
    chat.say("Hello again!")
    assert sum("a new one begins here" in words for words in chat.page.evaluate("told")) == 1


def test_being_offline_is_told_once(chat: Chat) -> None:
    chat.open()
    chat.say("Hello!")
    chat.page.evaluate(NARRATED)
    chat.page.context.set_offline(True)
    for words in ("Are you there?", "I am here."):
        chat.say(words, answered=False)
    expect(chat.notice("You are offline.")).to_be_visible()
    told = chat.page.evaluate("told")
    assert sum("You are offline." in words for words in told) == 1, told
