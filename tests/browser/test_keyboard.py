"""Everything can be done with the keyboard, and the focus goes nowhere by itself."""

from __future__ import annotations

from typing import Any

import jwt
import pytest
from playwright.sync_api import Page, expect

from tests.browser.chat import PHONE, WISHES, Chat, Failing
from tests.browser.conftest import NewContext
from tests.website.gateway import Gateway

FOCUSED = """
() => {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused;
}
"""


def focused(page: Page) -> str:
    """The name of what has the focus, roughly as it is told."""
    return str(page.evaluate(f"(({FOCUSED})()).ariaLabel || ({FOCUSED})().textContent.trim()"))


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press the Tab key until something that begins with ``name`` has the focus."""
    passed = [focused(page)]
    while not passed[-1].startswith(name) and len(passed) < 60:
        page.keyboard.press(key)
        passed.append(focused(page))
    if passed[-1].startswith(name):
        return
    raise AssertionError(f"{key} never came to {name!r}, but to {passed}")


@pytest.fixture
def phone(new_context: NewContext, gateway: Gateway) -> Chat:
    chat = Chat(new_context(viewport={"width": PHONE[0], "height": PHONE[1]}).new_page(), gateway)
    chat.visit()
    return chat


def test_a_conversation_by_keyboard_alone(chat: Chat) -> None:
    page = chat.page
    tab_to(page, "Pin advisor: open the chat")
    page.keyboard.press("Enter")
    expect(chat.composer).to_be_focused()
    page.keyboard.type(WISHES)
    page.keyboard.press("Enter")
    expect(chat.card).to_be_visible()
    expect(chat.composer).to_be_focused()
    tab_to(page, "See how they are built", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(chat.card.get_by_role("figure").first).to_be_visible()
    tab_to(page, "Why?")
    page.keyboard.press("Space")
    chat.wait_for_answer(2)
    tab_to(page, "Budget")
    page.keyboard.press("Enter")
    tab_to(page, "Tight")
    page.keyboard.press("Enter")
    chat.wait_for_answer(3)
    expect(chat.recommended("Soft enamel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(chat.launcher).to_be_focused()
    expect(chat.composer).to_be_hidden()


def test_the_tab_key_goes_through_the_window_in_the_order_of_sight_and_out_again(chat: Chat) -> None:
    chat.open()
    chat.page.locator("a", has_text="Before the chat").focus()
    seen: list[str] = []
    while not seen or seen[-1] != "After the chat":
        chat.page.keyboard.press("Tab")
        seen.append(focused(chat.page))
        assert len(seen) < 30, seen
    expected = ["More options", "Close the chat", "Conversation", "Help me choose a pin"]
    assert seen[:4] == expected
    assert seen[-3:] == ["Your message", "Send", "After the chat"]


def test_the_focus_can_be_seen_wherever_it_is(chat: Chat) -> None:
    chat.open()
    chat.say(WISHES)
    chat.page.locator("a", has_text="Before the chat").focus()
    unseen = []
    for _ in range(40):
        chat.page.keyboard.press("Tab")
        if (name := focused(chat.page)) == "After the chat":
            break
        width = chat.page.evaluate(
            f"""() => {{
              const {{ outlineStyle, outlineWidth }} = getComputedStyle(({FOCUSED})());
              return outlineStyle === "none" ? 0 : parseFloat(outlineWidth);
            }}"""
        )
        box: Any = chat.page.evaluate(
            f"""() => {{
              const {{ top, bottom }} = ({FOCUSED})().getBoundingClientRect();
              return [top, bottom, innerHeight];
            }}"""
        )
        if width < 2 or box[1] <= 0 or box[0] >= box[2]:
            unseen.append(name)
    assert unseen == []


def test_a_message_that_arrives_leaves_the_focus_where_it_is(chat: Chat) -> None:
    chat.open()
    chat.composer.fill("Hello!")
    chat.composer.press("Enter")
    close = chat.page.get_by_role("button", name="Close the chat")
    close.focus()
    chat.wait_for_answer(1)
    expect(close).to_be_focused()


def test_a_choice_that_was_pressed_keeps_the_focus(chat: Chat) -> None:
    chat.open()
    tab_to(chat.page, "Help me choose a pin", "Shift+Tab")
    chat.page.keyboard.press("Enter")
    chat.wait_for_answer(1)
    assert focused(chat.page).startswith("Help me choose a pin")


def test_try_again_leaves_the_focus_in_the_window(chat: Chat) -> None:
    chat.open()
    Failing(chat.page, "/messages", 400, times=1)
    chat.say("Hello!", answered=False)
    again = chat.log.get_by_role("button", name="Try again")
    again.focus()
    again.press("Enter")
    chat.wait_for_answer(1)
    assert chat.page.evaluate("document.activeElement.localName") == "pin-advisor"


def test_removing_a_message_leaves_the_focus_in_the_window(chat: Chat) -> None:
    chat.open()
    Failing(chat.page, "/messages", 400, times=1)
    chat.say("Hello!", answered=False)
    chat.log.get_by_role("button", name="Remove").press("Enter")
    expect(chat.log.get_by_text("You:", exact=True)).to_have_count(0)
    expect(chat.log).to_be_focused()


def test_going_to_the_new_messages_leaves_the_focus_in_the_window(chat: Chat) -> None:
    chat.open()
    for _ in range(2):
        chat.say(WISHES)
    chat.composer.fill("Why?")
    chat.page.route(
        "**/messages", lambda route: (chat.log.evaluate("log => (log.scrollTop = 0)"), route.continue_())
    )
    chat.composer.press("Enter")
    newer = chat.page.get_by_role("button", name="New messages")
    newer.press("Enter")
    expect(newer).to_be_hidden()
    expect(chat.log).to_be_focused()


def test_an_answer_that_is_taken_back_leaves_the_focus_in_the_window(chat: Chat) -> None:
    chat.open()
    chat.say("Our budget is tight")
    chat.answers.get_by_role("button", name="Budget").focus()
    chat.page.evaluate("document.querySelector('pin-advisor').startOver()")
    expect(chat.answers).to_be_hidden()
    expect(chat.log).to_be_focused()


def test_a_login_that_is_renewed_leaves_the_window_as_it_is(chat: Chat) -> None:
    def log_in(claims: dict[str, Any]) -> None:
        token = jwt.encode(claims, "s" * 48)
        chat.page.locator("pin-advisor").evaluate("(e, token) => e.setAttribute('login', token)", token)

    log_in({"sub": "anna", "exp": 1})
    chat.open()
    chat.composer.fill("We need")
    log_in({"sub": "anna", "exp": 2})
    expect(chat.composer).to_be_focused()
    expect(chat.composer).to_have_value("We need")
    log_in({"sub": "bert", "exp": 2})
    expect(chat.composer).to_have_value("")


def test_opening_and_closing_moves_the_focus_there_and_back(chat: Chat) -> None:
    chat.launcher.focus()
    chat.page.keyboard.press("Space")
    expect(chat.composer).to_be_focused()
    tab_to(chat.page, "Close the chat", "Shift+Tab")
    chat.page.keyboard.press("Enter")
    expect(chat.launcher).to_be_focused()


def test_escape_closes_the_menu_first_then_the_window(chat: Chat) -> None:
    chat.open()
    more = chat.page.get_by_role("button", name="More options")
    more.focus()
    chat.page.keyboard.press("Enter")
    expect(more).to_have_attribute("aria-expanded", "true")
    expect(chat.page.get_by_role("button", name="Start over")).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(more).to_be_focused()
    expect(more).to_have_attribute("aria-expanded", "false")
    expect(chat.composer).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(chat.composer).to_be_hidden()
    expect(chat.launcher).to_be_focused()


def test_escape_in_the_question_before_deleting_closes_only_that(chat: Chat) -> None:
    chat.open()
    chat.say("Hello!")
    chat.menu("Delete my data")
    question = chat.page.get_by_role("dialog", name="Delete this conversation?")
    expect(question.locator(":focus")).to_have_count(1)
    chat.page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    expect(chat.composer).to_be_visible()
    assert chat.said() == ["Hello!"]


def test_a_menu_of_values_gives_the_focus_back_to_its_answer(chat: Chat) -> None:
    chat.open()
    chat.say("Our budget is tight")
    budget = chat.answers.get_by_role("button", name="Budget")
    budget.focus()
    chat.page.keyboard.press("Enter")
    expect(budget).to_have_attribute("aria-expanded", "true")
    chat.page.keyboard.press("Escape")
    expect(budget).to_be_focused()
    expect(chat.composer).to_be_visible()


def test_escape_elsewhere_on_the_page_is_the_pages_own(chat: Chat) -> None:
    chat.open()
    chat.page.locator("a", has_text="Before the chat").focus()
    chat.page.keyboard.press("Escape")
    expect(chat.composer).to_be_visible()


def test_on_a_phone_the_window_is_modal_and_keeps_the_focus(phone: Chat) -> None:
    phone.open()
    expect(phone.page.get_by_role("dialog")).to_have_attribute("aria-modal", "true")
    names = set()
    for key in ("Tab", "Shift+Tab"):
        for _ in range(12):
            phone.page.keyboard.press(key)
            names.add(focused(phone.page))
    assert {"More options", "Close the chat", "Your message", "Send"} <= names
    assert not names & {"Before the chat", "After the chat"}
    phone.page.keyboard.press("Escape")
    expect(phone.launcher).to_be_focused()


def test_on_a_desktop_the_page_beside_the_window_can_be_used(chat: Chat) -> None:
    chat.open()
    expect(chat.page.get_by_role("dialog")).not_to_have_attribute("aria-modal", "true")
    chat.page.get_by_role("link", name="Before the chat").click()
    assert chat.page.url.endswith("#before")


def test_a_window_that_becomes_small_keeps_the_focus_and_what_was_typed(chat: Chat) -> None:
    chat.open()
    chat.composer.fill("We need")
    chat.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    expect(chat.page.get_by_role("dialog")).to_have_attribute("aria-modal", "true")
    expect(chat.composer).to_be_focused()
    expect(chat.composer).to_have_value("We need")


def test_enter_while_a_word_is_being_composed_sends_nothing(chat: Chat) -> None:
    chat.open()
    session = chat.page.context.new_cdp_session(chat.page)
    session.send("Input.imeSetComposition", {"text": "にほん", "selectionStart": 3, "selectionEnd": 3})
    expect(chat.composer).to_have_value("にほん")
    for options in ({"isComposing": True}, {"keyCode": 229}):
        chat.composer.dispatch_event("keydown", {"key": "Enter", "bubbles": True, **options})
    session.send("Input.insertText", {"text": "日本"})
    expect(chat.composer).to_have_value("日本")
    assert chat.posted() == []
    assert chat.said() == []
    chat.composer.press("Enter")
    chat.wait_for_answer(1)
    assert chat.said() == ["日本"]


def test_shift_and_enter_begin_a_new_line(chat: Chat) -> None:
    chat.open()
    chat.composer.press_sequentially("Our budget")
    chat.composer.press("Shift+Enter")
    chat.composer.press_sequentially("is tight")
    expect(chat.composer).to_have_value("Our budget\nis tight")
    assert chat.posted() == []
    chat.composer.press("Enter")
    chat.wait_for_answer(1)
    assert chat.visitor().said() == ["Our budget\nis tight"]


def test_the_composer_grows_to_five_lines_and_shrinks_again(chat: Chat) -> None:
    chat.open()

    def box() -> float:
        return float(chat.composer.evaluate("composer => composer.getBoundingClientRect().height"))

    one = box()
    chat.composer.fill("\n".join("12345"))
    five = box()
    chat.composer.fill("\n".join("123456789"))
    assert one < five == box()
    chat.composer.fill("")
    assert box() == one


def test_an_empty_message_is_not_sent(chat: Chat) -> None:
    chat.open()
    chat.composer.fill("  \n ")
    chat.composer.press("Enter")
    chat.send_button.click(force=True)
    assert chat.posted() == []
    assert chat.said() == []
