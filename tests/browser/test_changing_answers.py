"""What the visitor said so far stays in sight, and each of it can be changed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.chat import WISHES, Chat


def answer(chat: Chat, need: str) -> Locator:
    return chat.answers.get_by_role("button", name=re.compile(f"^{need}"))


def test_there_are_no_answers_before_any_was_given(chat: Chat) -> None:
    chat.open()
    expect(chat.answers).to_be_hidden()


def test_every_need_that_was_told_is_a_chip_with_its_value_in_words(chat: Chat) -> None:
    chat.open()
    chat.say(WISHES)
    expected = {
        "Occasion": "Award",
        "Budget": "Premium",
        "Design": "Flat (2D)",
        "Durability": "Many years",
        "Quantity": "200",
        "Artwork": "Solid colours",
    }
    expect(chat.answers.get_by_role("button")).to_have_count(6)
    for need, value in expected.items():
        expect(chat.answers.get_by_role("button", name=f"{need} {value}", exact=True)).to_be_visible()


def test_changing_an_answer_changes_the_advice(chat: Chat) -> None:
    chat.open()
    chat.say(WISHES)
    expect(chat.recommended("Hard enamel")).to_be_visible()
    count = chat.answer_count()
    answer(chat, "Budget").click()
    menu = chat.page.get_by_role("group", name="Budget: change this answer")
    expect(menu.get_by_role("button", name="Premium")).to_have_attribute("aria-pressed", "true")
    menu.get_by_role("button", name="Tight").click()
    chat.wait_for_answer(count)
    expect(menu).to_be_hidden()
    expect(chat.recommended("Soft enamel")).to_be_visible()
    expect(chat.answers.get_by_role("button", name="Budget Tight")).to_be_visible()
    assert chat.said()[-1] == "Our budget is tight"


def test_the_quantity_is_changed_by_typing_a_number(chat: Chat) -> None:
    chat.open()
    chat.say(WISHES)
    count = chat.answer_count()
    answer(chat, "Quantity").click()
    number = chat.page.get_by_role("spinbutton", name="Quantity")
    expect(number).to_be_focused()
    expect(number).to_have_value("200")
    number.fill("1500")
    number.press("Enter")
    chat.wait_for_answer(count)
    expect(chat.answers.get_by_role("button", name=re.compile("Quantity 1.?500"))).to_be_visible()
    assert chat.visitor().needs()["quantity"] == 1500


def test_no_number_is_no_answer(chat: Chat) -> None:
    chat.open()
    chat.say(WISHES)
    answer(chat, "Quantity").click()
    for words in ("", "-5", "0", "2.5"):
        number = chat.page.get_by_role("spinbutton", name="Quantity")
        number.fill(words)
        number.press("Enter")
        expect(number).to_be_visible()
    assert len(chat.posted()) == 1


@pytest.mark.parametrize(("need", "value"), [("Occasion", "Wedding"), ("Durability", "One event")])
def test_an_answer_can_be_changed_again_after_a_reload(chat: Chat, need: str, value: str) -> None:
    chat.open()
    chat.say(WISHES)
    chat.page.reload()
    count = 2
    answer(chat, need).click()
    chat.page.get_by_role("group", name=f"{need}: change this answer").get_by_role(
        "button", name=value
    ).click()
    chat.wait_for_answer(count)
    expect(chat.answers.get_by_role("button", name=f"{need} {value}", exact=True)).to_be_visible()


def test_an_answer_that_was_taken_back_is_no_longer_shown(chat: Chat) -> None:
    chat.open()
    chat.say("Our budget is tight")
    expect(answer(chat, "Budget")).to_be_visible()
    chat.say("start over")
    expect(chat.answers).to_be_hidden()


def test_on_a_phone_the_answers_take_one_line_until_they_are_asked_for(chat: Chat) -> None:
    chat.page.set_viewport_size({"width": 390, "height": 844})
    chat.page.reload()
    chat.open()
    chat.say(WISHES)
    expect(answer(chat, "Budget")).to_be_hidden()
    chat.page.get_by_text("Your answers so far (6)").click()
    expect(answer(chat, "Budget")).to_be_visible()
