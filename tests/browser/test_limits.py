"""Browsers that forbid, pages that do the unexpected, and visitors who write a lot."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

import pytest
from playwright.sync_api import Error, Route, expect

from tests.browser.chat import Chat
from tests.browser.conftest import NewContext
from tests.website.gateway import Gateway

NO_STORAGE: Final = """
for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { get() { throw new DOMException("forbidden", "SecurityError"); } });
"""
FULL_STORAGE: Final = """
Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
"""
PLAIN_HTTP: Final = """
delete Crypto.prototype.randomUUID;
Object.defineProperty(navigator, "locks", { value: undefined });
"""


def visit(new_context: NewContext, gateway: Gateway, script: str) -> Chat:
    context = new_context()
    context.add_init_script(script)
    chat = Chat(context.new_page(), gateway)
    chat.visit()
    return chat


# Long texts


def test_a_text_that_is_too_long_is_neither_sent_nor_lost(chat: Chat) -> None:
    chat.open()
    chat.composer.fill("x" * 1001)
    expect(chat.page.get_by_text("Too long by 1 characters. Please shorten it.").first).to_be_visible()
    expect(chat.send_button).to_be_disabled()
    chat.composer.press("Enter")
    chat.send_button.click(force=True)
    expect(chat.composer).to_have_value("x" * 1001)
    assert chat.posted() == []
    chat.composer.press("End")
    chat.composer.press("Backspace")
    chat.composer.press("Enter")
    chat.wait_for_answer(1)
    assert chat.visitor().said() == ["x" * 1000]


def test_characters_are_counted_as_the_server_counts_them(chat: Chat) -> None:
    chat.open()
    chat.say("📌" * 1000)
    assert chat.visitor().said() == ["📌" * 1000]


def test_how_much_is_left_is_told_near_the_limit_only(chat: Chat) -> None:
    chat.open()
    left = chat.page.get_by_text("Characters left: 10").and_(chat.page.locator(":visible"))
    chat.composer.fill("x" * 500)
    expect(chat.page.get_by_text("Characters left").and_(chat.page.locator(":visible"))).to_have_count(0)
    chat.composer.fill("x" * 990)
    expect(left.first).to_be_visible()


def test_more_messages_than_can_wait_are_neither_sent_nor_lost(chat: Chat) -> None:
    chat.open()
    chat.page.context.set_offline(True)
    for number in range(20):
        chat.composer.fill(f"Message {number}")
        chat.composer.press("Enter")
        expect(chat.composer).to_have_value("")
    chat.composer.fill("One too many")
    chat.composer.press("Enter")
    expect(chat.composer).to_have_value("One too many")
    assert len(chat.said()) == 20


# Several elements, and one that comes and goes


def test_an_element_that_is_removed_and_put_back_shows_the_same_conversation(chat: Chat) -> None:
    chat.open()
    chat.say("Our budget is tight")
    chat.page.evaluate(
        """async () => {
          window.kept = document.querySelector("pin-advisor");
          kept.remove();
          for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);  // drawn without it
        }"""
    )
    expect(chat.composer).to_have_count(0)
    chat.page.evaluate("document.querySelector('main').append(kept)")
    expect(chat.log.get_by_text("You:", exact=True)).to_have_count(1)
    chat.say("Hello!")
    assert chat.said() == chat.visitor().said() == ["Our budget is tight", "Hello!"]


def test_an_element_that_is_removed_while_a_message_is_under_way_sends_it_when_it_is_back(chat: Chat) -> None:
    chat.open()
    chat.say("Hello!")
    held: list[Route] = []
    chat.page.route("**/messages", lambda route: held.append(route), times=1)
    chat.say("Our budget is tight", answered=False)
    chat.eventually(lambda: held, "the request")
    chat.page.evaluate("window.kept = document.querySelector('pin-advisor'); kept.remove()")
    chat.page.evaluate("document.querySelector('main').append(kept)")
    with suppress(Error):  # it may have been given up
        held[0].continue_()
    chat.wait_for_answer(2)
    assert chat.said() == chat.visitor().said() == ["Hello!", "Our budget is tight"]


def test_two_elements_on_one_page_share_one_conversation(new_context: NewContext, gateway: Gateway) -> None:
    page = new_context().new_page()
    chat = Chat(page, gateway)
    chat.visit("<pin-advisor></pin-advisor><pin-advisor></pin-advisor>")
    page.evaluate("document.querySelectorAll('pin-advisor')[0].setAttribute('open', '')")
    first, second = page.locator("pin-advisor").all()
    first.get_by_role("textbox", name="Your message").fill("Our budget is tight")
    first.get_by_role("textbox", name="Your message").press("Enter")
    expect(first.get_by_text("Advisor:", exact=True)).to_have_count(2)
    page.evaluate("document.querySelectorAll('pin-advisor')[1].setAttribute('open', '')")
    expect(second.get_by_text("You:", exact=True)).to_have_count(1)
    second.get_by_role("textbox", name="Your message").fill("Hello!")
    second.get_by_role("textbox", name="Your message").press("Enter")
    for element in (first, second):
        expect(element.get_by_text("You:", exact=True)).to_have_count(2)
        expect(element.get_by_text("Advisor:", exact=True)).to_have_count(3)
    assert chat.visitor().said() == ["Our budget is tight", "Hello!"]


def test_a_hundred_comings_and_goings_leave_one_conversation_and_no_more_requests(chat: Chat) -> None:
    chat.open()
    chat.say("Hello!")
    chat.page.evaluate(
        """() => {
          const element = document.querySelector("pin-advisor");
          for (let i = 0; i < 100; i++) { element.remove(); document.body.append(element); }
        }"""
    )
    expect(chat.log.get_by_text("You:", exact=True)).to_have_count(1)
    chat.requests.clear()
    chat.say("Our budget is tight")
    assert len(chat.posted()) == 1
    assert chat.said() == ["Hello!", "Our budget is tight"]


def test_a_page_can_open_talk_and_close_by_script(chat: Chat) -> None:
    chat.page.evaluate("document.querySelector('pin-advisor').open()")
    expect(chat.composer).to_be_focused()
    assert chat.page.evaluate("document.querySelector('pin-advisor').send('Our budget is tight')") is True
    chat.wait_for_answer(1)
    assert chat.page.evaluate("document.querySelector('pin-advisor').send('   ')") is False
    assert chat.page.evaluate("document.querySelector('pin-advisor').startOver()") is True
    chat.wait_for_answer(2)
    chat.page.evaluate("document.querySelector('pin-advisor').close()")
    expect(chat.launcher).to_be_focused()


# Browsers


@pytest.mark.parametrize("script", [NO_STORAGE, FULL_STORAGE], ids=["forbidden", "full"])
def test_without_storage_the_conversation_lasts_as_long_as_the_page(
    new_context: NewContext, gateway: Gateway, script: str
) -> None:
    chat = visit(new_context, gateway, script)
    chat.open()
    chat.say("Our budget is tight")
    chat.say("Hello!")
    assert chat.visitor().said() == chat.said() == ["Our budget is tight", "Hello!"]
    chat.delete()
    expect(chat.log.get_by_text("You:", exact=True)).to_have_count(0)


def test_on_plain_http_messages_have_ids_and_get_through(new_context: NewContext, gateway: Gateway) -> None:
    chat = visit(new_context, gateway, PLAIN_HTTP)
    chat.open()
    for words in ("Our budget is tight", "Hello!"):
        chat.say(words)
    assert len({body["id"] for body in chat.posted()}) == 2
    assert chat.visitor().said() == chat.said() == ["Our budget is tight", "Hello!"]


def test_rubbish_in_storage_does_no_harm(new_context: NewContext, gateway: Gateway) -> None:
    chat = visit(new_context, gateway, "")
    chat.open()
    chat.say("Hello!")
    for rubbish in ("{", "null", "[1, null]", '"text"', "{}", "5", '[{"id": "12345678"}]'):
        chat.page.evaluate(
            """(rubbish) => {
              for (const area of [localStorage, sessionStorage])
                for (const key of Object.keys(area)) area[key] = rubbish;
            }""",
            rubbish,
        )
        chat.page.reload()
        expect(chat.launcher.or_(chat.composer).first).to_be_visible()
    chat.page.evaluate("localStorage.clear(); sessionStorage.clear()")
    chat.page.reload()
    chat.open()
    chat.say("Our budget is tight")
    assert chat.visitor().said() == ["Our budget is tight"]


@pytest.mark.parametrize("token", ['"é\\n"', '{"a": 1}', "[1]", "5", '"of another shop"'])
def test_rubbish_in_place_of_the_token_gives_way_to_a_new_conversation(chat: Chat, token: str) -> None:
    chat.open()
    chat.say("Hello!")
    chat.page.evaluate(
        "token => (localStorage[Object.keys(localStorage).find((key) => key.endsWith('token'))] = token)",
        token,
    )
    chat.page.reload()
    chat.say("Our budget is tight")
    assert chat.visitor().said() == ["Our budget is tight"]


# A page's own words


def test_a_page_replaces_every_text_by_script(chat: Chat) -> None:
    chat.page.locator("pin-advisor").evaluate(
        """async (element) => {
          const { english } = await import(new URL("texts.js", document.querySelector("script").src).href);
          element.texts = Object.fromEntries(Object.keys(english).map((name) => [name, `«${name}» {}`]));
        }"""
    )
    page = chat.page
    page.get_by_role("button", name="«launcherName»").click()
    expect(page.get_by_role("log", name="«log»")).to_be_visible()
    expect(page.get_by_role("textbox", name="«composer»")).to_have_attribute(
        "placeholder", "«placeholder» {}"
    )
    expect(page.get_by_role("button", name="«send»")).to_be_visible()
    expect(page.get_by_role("button", name="«close»")).to_be_visible()
    page.get_by_role("button", name="«menu»").click()
    expect(page.get_by_role("button", name="«startOver»")).to_be_visible()
    expect(page.get_by_text("«stored»")).to_be_visible()
    page.get_by_role("button", name="«deleteData»").click()
    question = page.get_by_role("dialog", name="«deleteQuestion»")
    expect(question.get_by_text("«deleteText»")).to_be_visible()
    expect(question.get_by_role("button", name="«deleteConfirm»")).to_be_visible()
    question.get_by_role("button", name="«cancel»").click()


def test_a_page_replaces_texts_by_a_block_of_data(chat: Chat) -> None:
    chat.visit(
        """<pin-advisor lang="de" shop="Der Laden" greeting="Guten Tag!" open>
             <script type="application/json" slot="texts">
               {"composer": "Ihre Nachricht", "log": "Gespräch"}
             </script>
           </pin-advisor>"""
    )
    expect(chat.page.get_by_role("textbox", name="Ihre Nachricht")).to_be_visible()
    expect(chat.page.get_by_role("log", name="Gespräch").get_by_text("Guten Tag!")).to_be_visible()
    expect(chat.page.get_by_role("dialog", name="Der Laden")).to_be_visible()
    expect(chat.send_button).to_be_visible()
