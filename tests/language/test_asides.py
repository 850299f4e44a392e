"""What is said beside a quote request: names, refusals and questions are no part of it."""

from __future__ import annotations

import pytest

from pin_advisor.language.asides import introduces, keeps_contact_back, set_aside, without_questions
from pin_advisor.language.contacts import contacts_in
from pin_advisor.language.meaning import Context
from pin_advisor.language.parts import Part, Told, parts_of, words_of

ASKED = Context(asked="design", form="quote_form")


def heard(text: str) -> tuple[list[Part], list[str]]:
    contacts = contacts_in(text, asked=False)
    told = Told(contacts=[(c.start, c.end) for c in contacts])
    return parts_of(text, told), [c.text for c in contacts]


@pytest.mark.parametrize(
    ("text", "design"),
    [
        ("name's Rob, no email", ""),
        ("a kite, and I won't give you my phone number", "a kite"),
        ("Zoë Krüger, z.krueger@example.org", ""),
        ("Mrs Ada Flint, ada@example.org", ""),
        ("Blue Lagoon, ada@example.org", "Blue Lagoon"),
        ("ada@example.org, please call me Ada", ""),
        ("hi, I'm Ada Flint, a kite", "a kite"),
        ("a kite, but do not send it without my consent", "a kite"),
    ],
)
def test_what_is_set_aside(text: str, design: str) -> None:
    parts, addresses = heard(text)
    assert words_of(text, set_aside(text, parts, (), addresses, ASKED), "rest") == design


@pytest.mark.parametrize(
    "text",
    [
        "no email",
        "i'm not giving you my e-mail address",
        "sorry, i don't have a phone",
        "my phone number is private",
    ],
)
def test_an_address_that_is_not_given(text: str) -> None:
    assert keeps_contact_back(text, heard(text)[0])


@pytest.mark.parametrize("text", ["a phone on a red background", "our email logo", "no text"])
def test_what_keeps_no_address_back(text: str) -> None:
    assert not keeps_contact_back(text, heard(text)[0])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a green kite, and how thick are they?", "a green kite"),
        ("how thick are they? a green kite", "a green kite"),
        ("a green kite and does it rust?", "a green kite"),
        ("how thick are they?", ""),
        ("can you do a kite?", ""),
    ],
)
def test_what_is_told_beside_a_question(text: str, told: str) -> None:
    assert words_of(text, without_questions(text, heard(text)[0]), "rest") == told


@pytest.mark.parametrize("text", ["hi, I'm Ada", "Ada Flint here, hello", "my name is Ada"])
def test_who_only_introduces_himself(text: str) -> None:
    assert introduces(text, heard(text)[0])
    assert not introduces("a kite", heard("a kite")[0])
