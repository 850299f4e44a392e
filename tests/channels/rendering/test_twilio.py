"""WhatsApp and SMS: few messages, numbers that pick, and words that stay as they are."""

from __future__ import annotations

import pytest

from pin_advisor.channels.rendering import RENDERERS
from pin_advisor.channels.rendering.choices import picked
from pin_advisor.channels.rendering.sms_text import segments, septets
from pin_advisor.replies import Block, Card, Choice, Message, Picture, Section, Sources
from tests.channels.rendering.readers import READERS
from tests.channels.rendering.replies import WORDS
from tests.channels.rendering.samples import SAMPLES

BOTH = ("whatsapp", "sms")
YES, NO, WHY = Choice("Yes", "yes"), Choice("No", "no"), Choice("Why?", "why")
CARD = Card(
    "Soft enamel",
    "Raised metal lines.",
    (Section("Why it suits you", ("They are cheap.",)),),
    picture=Picture("https://pins.example/soft.png", "Soft enamel pins"),
)


def bodies(name: str, *blocks: Block) -> list[str]:
    return [message["Body"] for message in RENDERERS[name](blocks, WORDS) if "Body" in message]


@pytest.mark.parametrize("name", BOTH)
def test_numbers_go_on_from_one_text_to_the_next_and_are_explained_once(name: str) -> None:
    (body,) = bodies(name, Message("Really?", (YES, NO)), Message("Or rather this?", (WHY,)))

    assert body == (
        "Really?\n\n1. Yes\n2. No\n\nOr rather this?\n\n3. Why?\n\nReply with a number, or in your own words."
    )
    assert picked("3", (YES, NO, WHY)) == WHY


@pytest.mark.parametrize("name", BOTH)
def test_without_choices_no_number_is_asked_for(name: str) -> None:
    assert bodies(name, Message("Hello.")) == ["Hello."]


@pytest.mark.parametrize("name", BOTH)
def test_a_reply_is_one_message_while_it_fits(name: str) -> None:
    assert len(bodies(name, Message("x" * 799), Message("y" * 799))) == 1
    assert len(bodies(name, Message("x" * 800), Message("y" * 799))) == 2


def test_beyond_gsm_7_an_sms_holds_less() -> None:
    assert [len(body) for body in bodies("sms", Message("字" * 670))] == [670]
    assert [len(body) for body in bodies("sms", Message("字" * 671))] == [670, 1]
    assert [len(body) for body in bodies("whatsapp", Message("字" * 1600))] == [1600]


@pytest.mark.parametrize("sample", ["a recommendation", "a question with six choices", "a comparison"])
def test_what_the_bot_says_is_in_gsm_7(sample: str) -> None:
    (body,) = bodies("sms", *SAMPLES[sample])

    assert septets(body) == len(body)
    assert segments(body) <= 5


def test_on_whatsapp_a_picture_stands_alone_in_front_of_all_words() -> None:
    """When it can't be fetched, nothing else is lost."""
    picture, text = RENDERERS["whatsapp"]([Message("I recommend soft enamel."), CARD], WORDS)

    assert picture == {"MediaUrl": "https://pins.example/soft.png"}
    assert text["Body"].startswith("I recommend soft enamel.\n\n*Soft enamel*\nRaised metal lines.\n\n*Why")


def test_an_sms_has_no_picture_and_no_formatting() -> None:
    (text,) = RENDERERS["sms"]([Message("I recommend soft enamel."), CARD], WORDS)

    assert text == {
        "Body": "I recommend soft enamel.\n\nSoft enamel\nRaised metal lines.\n\n"
        "Why it suits you\n- They are cheap.",
        "SmartEncoded": "true",
    }


SOURCE = Sources("Source", ("our article",))  # 19 letters, and two for the empty line


@pytest.mark.parametrize(
    ("answer", "named"),
    [
        (139, True),
        (140, False),
        (160, False),
        (161, True),
        (285, True),
        (286, False),
        (306, False),
        (307, True),
    ],
)
def test_an_sms_names_sources_where_they_cost_no_further_part(answer: int, named: bool) -> None:
    (body,) = bodies("sms", Message("x" * answer), SOURCE)

    assert body == "x" * answer + ("\n\nSource: our article" if named else "")


def test_letters_beyond_gsm_7_in_a_source_are_charged_too() -> None:
    """One of them makes all of a message take more than twice the room."""
    assert bodies("sms", Message("x" * 71), Sources("Source", ("七宝",))) == ["x" * 71]


@pytest.mark.parametrize(("answer", "named"), [(1577, True), (1578, False)])
def test_whatsapp_names_sources_where_they_cost_no_further_message(answer: int, named: bool) -> None:
    (body,) = bodies("whatsapp", Message("x" * answer), SOURCE)

    assert body.endswith("\n\n_Source: our article_") == named


@pytest.mark.parametrize(
    "text",
    [
        "*bold*", "_slanted_", "~gone~", "`code`", "```block```", "a *b* c", "(*b*)", "*_both_*", "**twice**",
        "> quoted", "one\n> two", "'*b*', \"_c_\"", "*a* and *b*", "٭ *مرحبا* _שלום_", "*字*", "_x",
    ],
)  # fmt: skip
def test_signs_of_formatting_are_shown_and_do_not_format(text: str) -> None:
    messages = RENDERERS["whatsapp"]([Message(text)], WORDS)

    assert READERS["whatsapp"].text(messages) == text
    assert READERS["whatsapp"].text([{"Body": text}]) != text or text == "_x"
    assert READERS["sms"].text(RENDERERS["sms"]([Message(text)], WORDS)) == text


@pytest.mark.parametrize(
    "text",
    [
        "https://pins.example/_a_/*b*?c=~d~", "ann_b_lee@pins.example", "2 * 3 * 4", "a_b_c", "3*4*5",
        "1 > 0",
    ],
)  # fmt: skip
def test_where_signs_do_not_format_nothing_is_added(text: str) -> None:
    assert bodies("whatsapp", Message(text)) == [text]


def test_a_sign_at_which_a_text_is_cut_makes_no_quotation() -> None:
    """In the middle of a line it needs no care, at the beginning of the next message it does."""
    text = " ".join(["word"] * 318) + " >1000000000000 and " + "so on " * 300

    first, second = bodies("whatsapp", Message(text.strip()))[:2]

    assert second.startswith("\u2060>\u20601000000000000 and")
    assert max(map(len, (first, second))) <= 1600
    read = READERS["whatsapp"].text(RENDERERS["whatsapp"]([Message(text)], WORDS))
    assert read.split() == text.split()
    assert bodies("sms", Message(text.strip()))[1].startswith(">1000000000000 and")


def test_a_heading_with_stars_is_not_bold() -> None:
    (body,) = bodies("whatsapp", Card("Soft *and* hard", "Two kinds."))

    assert READERS["whatsapp"].text([{"Body": body}]) == "Soft *and* hard\nTwo kinds."
