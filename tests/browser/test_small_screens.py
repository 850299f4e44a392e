"""Small windows, large text, fingers, and visitors who asked for less motion or colours of their own."""

from __future__ import annotations

from typing import Any, Final

import pytest
from playwright.sync_api import expect

from tests.browser.chat import DESKTOP, PHONE, WISHES, Chat
from tests.browser.conftest import NewContext
from tests.browser.test_accessibility import states
from tests.website.gateway import Gateway

#: Visible buttons and what else is pressed that is smaller than 24 px; links in a sentence may be.
SMALL: Final = """
() => [...document.querySelector("pin-advisor").shadowRoot
  .querySelectorAll("button, summary, input, textarea")]
  .filter((element) => element.checkVisibility())
  .map((element) => [element, element.getBoundingClientRect()])
  .filter(([, { width, height }]) => width < 24 || height < 24)
  .map(([element, { width, height }]) => `${element.ariaLabel || element.textContent} ${width}x${height}`)
"""
#: What sticks out sideways, or scrolls sideways without being meant to.
WIDE: Final = """
() => {
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth) found.push("the page");
  for (const element of document.querySelector("pin-advisor").shadowRoot.querySelectorAll("*")) {
    if (!element.checkVisibility() || element.closest(".scroller, .hidden, svg")) continue;
    const { left, right, width } = element.getBoundingClientRect();
    const name = `${element.localName}.${element.className} ${element.textContent.slice(0, 30)}`;
    if (width && (left < -1 || right > innerWidth + 1)) found.push(`out of sight: ${name}`);
    const scrolls = ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
    if (scrolls && element.scrollWidth > element.clientWidth + 1) found.push(`scrolls: ${name}`);
  }
  return found;
}
"""
#: A small phone; 1280 x 800 at 200 %; the smallest of WCAG 1.4.10, which is 1280 x 1024 at 400 %.
SIZES: Final = {"320_pixels": (320, 568), "at_200_percent": (640, 400), "at_400_percent": (320, 256)}


def visit(new_context: NewContext, gateway: Gateway, size: tuple[int, int], **options: Any) -> Chat:
    context = new_context(viewport={"width": size[0], "height": size[1]}, **options)
    chat = Chat(context.new_page(), gateway)
    chat.visit()
    return chat


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_nothing_scrolls_sideways_and_everything_can_be_reached_and_hit(
    new_context: NewContext, gateway: Gateway, size: tuple[int, int]
) -> None:
    chat = visit(new_context, gateway, size, reduced_motion="reduce")
    parts = {
        "the composer": chat.composer,
        "Send": chat.send_button,
        "Close": chat.page.get_by_role("button", name="Close the chat"),
    }
    found = []
    for state in states(chat):
        found += [f"{state}: {what}" for what in chat.page.evaluate(WIDE)]
        found += [f"{state}: too small: {what}" for what in chat.page.evaluate(SMALL)]
        if state == "closed":
            continue
        for name, part in parts.items():
            box: Any = part.bounding_box()
            if box is None or box["y"] < 0 or box["y"] + box["height"] > size[1] + 1:
                found.append(f"{state}: {name} is out of sight")
        room: Any = chat.log.bounding_box()
        if room["height"] < 30 and chat.composer.input_value() == "":  # more than a line
            found.append(f"{state}: {room['height']} pixels to read in")
    assert found == []


def test_at_400_percent_the_values_of_an_answer_are_seen_whole(
    new_context: NewContext, gateway: Gateway
) -> None:
    chat = visit(new_context, gateway, SIZES["at_400_percent"])
    chat.open()
    chat.say("Our budget is tight")
    chat.page.get_by_text("Your answers so far").click()
    chat.answers.get_by_role("button", name="Budget").click()
    menu = chat.page.get_by_role("group", name="Budget: change this answer")
    for value in ("Tight", "Premium"):
        expect(menu.get_by_role("button", name=value)).to_be_in_viewport(ratio=1)


def test_writing_on_a_phone_takes_no_room_for_the_answers(new_context: NewContext, gateway: Gateway) -> None:
    chat = visit(new_context, gateway, PHONE)
    chat.open()
    chat.say("Our budget is tight")
    chat.page.get_by_text("Your answers so far").click()
    budget = chat.answers.get_by_role("button", name="Budget")
    expect(budget).to_be_visible()
    chat.composer.click()
    expect(budget).to_be_hidden()


def test_what_was_said_last_stays_in_sight_when_a_notice_or_a_long_text_takes_room(chat: Chat) -> None:
    chat.open()
    chat.say(WISHES)
    chat.page.context.set_offline(True)
    chat.say("Are you there?", answered=False)
    expect(chat.notice("You are offline.")).to_be_visible()
    expect(chat.log.get_by_text("Waiting to be sent")).to_be_in_viewport(ratio=1)
    chat.composer.fill("\n".join("12345"))
    expect(chat.log.get_by_text("Waiting to be sent")).to_be_in_viewport(ratio=1)


def test_every_target_measures_24_pixels_in_every_state(chat: Chat) -> None:
    assert [f"{state}: {small}" for state in states(chat) for small in chat.page.evaluate(SMALL)] == []


def test_on_a_phone_the_window_fills_the_screen(new_context: NewContext, gateway: Gateway) -> None:
    chat = visit(new_context, gateway, PHONE, has_touch=True, is_mobile=True)
    chat.launcher.tap()
    chat.eventually(
        lambda: chat.panel.bounding_box() == {"x": 0, "y": 0, "width": PHONE[0], "height": PHONE[1]},
        "the full size",
    )
    assert float(chat.composer.evaluate("c => parseFloat(getComputedStyle(c).fontSize)")) >= 16


def test_a_table_that_is_too_wide_scrolls_in_a_region_that_the_keyboard_reaches(
    new_context: NewContext, gateway: Gateway
) -> None:
    chat = visit(new_context, gateway, (320, 568))
    chat.open()
    chat.say(WISHES)
    chat.choose("Compare")
    table = chat.page.get_by_role("table").last
    expect(table).to_be_visible()
    region = table.locator("xpath=..")
    wide = region.evaluate("region => region.scrollWidth > region.clientWidth")
    assert (region.evaluate("region => region.tabIndex") == 0) is wide
    assert region.get_attribute("aria-label")


def test_nothing_moves_for_visitors_who_asked_for_less_motion(
    new_context: NewContext, gateway: Gateway
) -> None:
    moving = """
    () => document.getAnimations()
      .map(({ animationName, transitionProperty }) => animationName ?? transitionProperty)
    """
    chat = visit(new_context, gateway, DESKTOP, reduced_motion="reduce")
    chat.open()
    assert chat.page.evaluate(moving) == []
    chat.page.route("**/messages", lambda route: None)  # never answered
    chat.say("Hello!", answered=False)
    expect(chat.log.get_by_role("img", name="The advisor is writing")).to_be_visible()
    assert chat.page.evaluate(moving) == []
    chat.page.unroute("**/messages")


def test_with_forced_colours_buttons_have_edges_and_icons_can_be_seen(
    new_context: NewContext, gateway: Gateway
) -> None:
    chat = visit(new_context, gateway, DESKTOP, forced_colors="active")
    edged = """
    (element) => {
      const { borderTopStyle, borderTopWidth } = getComputedStyle(element);
      return borderTopStyle !== "none" && borderTopWidth !== "0px";
    }
    """
    assert chat.launcher.evaluate(edged)
    chat.open()
    for part in (chat.send_button, chat.composer, chat.choice("Help me choose a pin")):
        assert part.evaluate(edged), part
    chat.choose("Help me choose a pin")
    chosen = chat.log.get_by_role("button", name="Help me choose a pin (your choice)")
    other = chat.log.get_by_role("button", name="How are enamel pins made?")
    border = "e => getComputedStyle(e).border"
    assert chosen.evaluate(border) != other.evaluate(border)
    stroke = chat.send_button.locator("svg").evaluate("e => getComputedStyle(e).stroke")
    assert stroke != chat.send_button.evaluate("e => getComputedStyle(e).backgroundColor")
