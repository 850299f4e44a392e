"""Whole conversations, from the launcher to the recommendation and the quote."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.chat import SHOP, WISHES, Chat


def test_the_choices_alone_lead_to_a_recommendation(chat: Chat) -> None:
    chat.open()
    for title in ("Help me choose a pin", "Awards or recognition", "Flat (2D)", "Premium", "Many years"):
        chat.choose(title)
    expect(chat.card).to_be_visible()
    assert chat.said()[1:] == ["Awards or recognition", "Flat (2D)", "Premium", "Many years"]


def test_the_panel_is_named_after_the_shop(chat: Chat) -> None:
    chat.open()
    expect(chat.page.get_by_role("dialog", name=SHOP)).to_be_visible()


def test_a_choice_that_was_pressed_says_so_and_none_of_its_turn_can_be_pressed_again(chat: Chat) -> None:
    chat.open()
    chat.choose("Help me choose a pin")
    chosen = chat.log.get_by_role("button", name="Help me choose a pin (your choice)")
    expect(chosen).to_be_disabled()
    expect(chat.log.get_by_role("button", name="How are enamel pins made?")).to_be_disabled()
    chosen.click(force=True)
    expect(chat.choice("Awards or recognition")).to_be_enabled()
    assert len(chat.posted()) == 1


def test_wishes_in_one_message_give_a_card_with_a_picture_reasons_and_alternatives(chat: Chat) -> None:
    chat.open()
    chat.say(WISHES)
    card = chat.card
    expect(chat.recommended("Hard enamel")).to_be_visible()
    expect(card.get_by_role("img", name=re.compile("Hard enamel")).first).to_be_visible()
    expect(card.get_by_role("listitem").filter(has_text="resists scratches")).to_be_visible()
    expect(card.get_by_text("Also worth a look")).to_be_visible()
    expect(card.get_by_role("listitem").filter(has_text="Genuine cloisonné").first).to_be_visible()
    for title in ("Why?", "Compare", "Get a free quote"):
        expect(card.get_by_role("button", name=title)).to_be_enabled()
    # What the card's buttons offer isn't offered a second time below it.
    expect(chat.log.get_by_role("button", name="Why?")).to_have_count(1)
    expect(chat.log.get_by_role("button", name="Get a free quote")).to_have_count(1)


def test_what_can_be_done_with_a_recommendation_can_still_be_done_after_it_was_explained(chat: Chat) -> None:
    chat.open()
    chat.say(WISHES)
    chat.choose("Why?")
    quote = chat.card.get_by_role("button", name="Get a free quote")
    expect(quote).to_be_enabled()
    quote.click()
    chat.wait_until_delivered()
    expect(quote).to_be_disabled()
    assert chat.said()[-1] == "Get a free quote"


def test_the_card_tells_on_demand_how_the_types_are_built_and_what_does_not_fit(chat: Chat) -> None:
    chat.open()
    chat.say(WISHES)
    cuts = chat.card.get_by_role("figure")
    expect(cuts.first).to_be_hidden()
    chat.card.get_by_text("See how they are built").click()
    expect(cuts.filter(has_text="Hard enamel").get_by_role("img")).to_be_visible()
    expect(cuts.filter(has_text="Genuine cloisonné").get_by_role("img")).to_be_visible()


def test_the_card_tells_on_demand_what_does_not_fit_and_why(chat: Chat) -> None:
    chat.open()
    chat.say(WISHES.replace("flat", "sculpted in 3D"))
    reason = chat.card.get_by_role("group").filter(has_text="What doesn't fit").get_by_role("listitem")
    expect(reason.first).to_be_hidden()
    chat.card.get_by_text("What doesn't fit, and why").click()
    expect(reason.filter(has_text="Hard enamel")).to_be_visible()


def test_why_and_compare_are_answered_and_the_comparison_is_a_real_table(chat: Chat) -> None:
    chat.open()
    chat.say(WISHES)
    chat.choose("Why?")
    expect(chat.log.get_by_text("suit your wishes best")).to_be_visible()
    chat.composer.fill("Compare")
    chat.composer.press("Enter")
    table = chat.page.get_by_role("table", name="Hard enamel and genuine cloisonné")
    expect(table).to_be_visible()
    expect(table.locator("caption")).to_have_text("Hard enamel and genuine cloisonné")
    expect(table.get_by_role("columnheader", name="Genuine cloisonné")).to_be_visible()
    row = table.get_by_role("row").filter(has=chat.page.get_by_role("rowheader", name="Look"))
    expect(row.get_by_role("cell")).to_have_count(2)
    assert {th.get_attribute("scope") for th in table.locator("th").all()} == {"row", "col"}


def test_the_cards_own_compare_button_brings_the_table(chat: Chat) -> None:
    chat.open()
    chat.say(WISHES)
    chat.choose("Compare")
    expect(chat.page.get_by_role("table")).to_be_visible()


def test_sources_are_shown_on_demand(chat: Chat) -> None:
    chat.open()
    chat.say("Should I choose hard or soft enamel?")
    source = chat.log.get_by_role("listitem").filter(has_text="our article")
    expect(source).to_be_hidden()
    chat.log.get_by_text(re.compile(r"^Sources \(\d\)")).click()
    expect(source).to_be_visible()


def test_a_quote_request_ends_with_its_number_which_the_shop_has_too(chat: Chat) -> None:
    chat.open()
    chat.say(WISHES)
    chat.choose("Get a free quote")
    for words in ("A lighthouse with our name", "By the end of May", "anna@example.com"):
        chat.say(words)
    chat.choose("Yes, send it")
    expect(chat.log.get_by_role("heading", name="Your quote request has been sent")).to_be_visible()
    number = chat.log.get_by_text(re.compile(r"^Number Q-[A-Z0-9]{6}$"))
    expect(number).to_be_visible()
    turn = chat.visitor().history().data["turns"][-1]
    assert turn["reply"]["payload"]["quote_id"] == (number.text_content() or "").removeprefix("Number ")


def test_an_e_mail_address_that_was_typed_is_a_link_to_write_to_it(chat: Chat) -> None:
    chat.open()
    chat.say("Write to anna@example.com or see https://www.shop.example/pins.")
    mail = chat.log.get_by_role("link", name="anna@example.com").first
    expect(mail).to_have_attribute("href", "mailto:anna@example.com")
    page = chat.log.get_by_role("link", name="https://www.shop.example/pins", exact=True).first
    expect(page).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(page).to_have_attribute("target", "_blank")


def test_the_page_is_told_what_happens_but_never_what_was_said(chat: Chat) -> None:
    events = chat.page.evaluate_handle(
        """() => {
          const seen = [];
          for (const name of ["open", "close", "message", "recommendation", "quote"]) {
            const add = ({ detail }) => seen.push([name, detail ?? null]);
            document.addEventListener(`pin-advisor:${name}`, add);
          }
          return seen;
        }"""
    )
    chat.open()
    chat.say(WISHES)
    chat.choose("Get a free quote")
    chat.page.get_by_role("button", name="Close the chat").click()
    expect(chat.launcher).to_be_focused()
    seen = events.json_value()
    assert [name for name, _ in seen] == [
        *("open", "message", "message", "recommendation", "message", "message", "quote", "close")
    ]
    assert ["recommendation", {"pinType": "hard_enamel"}] in seen
    assert "200 pins" not in str(seen)
