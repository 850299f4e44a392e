"""The window is right on every page, whatever the page's own style sheet does."""

from __future__ import annotations

from typing import Any, Final

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chat import DESKTOP, WISHES, Chat
from tests.browser.conftest import NewContext
from tests.website.gateway import Gateway

STYLES: Final = {
    "unset": "* { all: unset !important; display: inline !important; color: red !important }",
    "hidden": "div, button, dialog, form, ul, li, p, span, svg, table, textarea { display: none !important }",
    "hidden_element": (
        "body > * { visibility: hidden !important; opacity: .01 !important; filter: blur(9px) !important }"
    ),
    "overlay": "footer { position: fixed; inset: 0; z-index: 999999999 } main { z-index: 99999 }",
    "topmost": "main { position: fixed; inset: 0; z-index: 2147483647; background: #fff }",
    "right_to_left": "html { direction: rtl }",
    "tiny": "* { font-size: 4px !important; line-height: 1 !important; letter-spacing: 9px !important }",
    "huge": "* { font: bold 80px/3 cursive !important; text-transform: uppercase !important }",
    "selected": "* { user-select: none !important; pointer-events: none !important; cursor: none }",
    "sized": (
        "* { max-width: 9px !important; max-height: 9px !important; "
        "position: static !important; float: left }"
    ),
}


@pytest.fixture(params=list(STYLES.values()), ids=list(STYLES))
def chat(request: pytest.FixtureRequest, new_context: NewContext, gateway: Gateway) -> Chat:
    """The chat on a page with a hostile style sheet."""
    chat = Chat(new_context(reduced_motion="reduce").new_page(), gateway)
    chat.visit(css=request.param)
    return chat


def look(chat: Chat) -> dict[str, Any]:
    """What a style sheet of the page could have changed."""
    return dict(
        chat.composer.evaluate(
            """(composer) => {
              const style = getComputedStyle(composer);
              const wanted = ["color", "fontSize", "lineHeight", "letterSpacing", "textTransform", "display",
                "visibility", "cursor", "userSelect", "pointerEvents"];
              const { width, height } = composer.closest("dialog").getBoundingClientRect();
              return { ...Object.fromEntries(wanted.map((name) => [name, style[name]])), width, height };
            }"""
        )
    )


@pytest.fixture(scope="module")
def plain_look(browser: Browser, gateway: Gateway) -> dict[str, Any]:
    """How it looks on a page without a style sheet."""
    with browser.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]}) as context:
        chat = Chat(context.new_page(), gateway)
        chat.visit()
        chat.open()
        return look(chat)


def test_the_window_can_be_used_and_looks_as_on_any_other_page(
    chat: Chat, plain_look: dict[str, Any]
) -> None:
    chat.open()
    assert look(chat) == plain_look
    chat.choose("Help me choose a pin")
    chat.say(WISHES)
    expect(chat.card).to_be_visible()
    expect(chat.card.get_by_role("button", name="Why?")).to_be_visible()
    box: Any = chat.panel.bounding_box()
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= 1280
    assert box["y"] + box["height"] <= 800
    chat.menu("Start over")
    expect(chat.answers).to_be_hidden()
    chat.page.get_by_role("button", name="Close the chat").click()
    expect(chat.launcher).to_be_visible()
