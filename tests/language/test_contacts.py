"""Telephone numbers and addresses in a message, and what only looks like one."""

from __future__ import annotations

import pytest

from pin_advisor.language.contacts import contacts_in


@pytest.mark.parametrize(
    "text",
    [
        "my order number is 1234567890",
        "order no. 1234567890, call me",
        "invoice number: 1234567",
        "the reference is 00442071234",
        "our customer number 1234567890",
        "request #1234567, my number",
    ],
)
def test_the_number_of_an_order_is_none_to_call(text: str) -> None:
    assert contacts_in(text, asked=False) == ()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("my number is 1234567890", "1234567890"),
        ("my order is late, call 01614960000", "01614960000"),
        ("customer number: 1234567890, phone 5550123456", "5550123456"),
    ],
)
def test_a_number_to_call_is_one(text: str, number: str) -> None:
    assert [contact.text for contact in contacts_in(text, asked=False)] == [number]


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("0161 496 0000 but evenings only please", "0161 496 0000 (evenings only)"),
        ("0161 496 0000, after 6pm", "0161 496 0000 (after 6pm)"),
        ("call 0161 496 0000 for 80 pins", "0161 496 0000"),
    ],
)
def test_the_hours_for_a_number_go_with_it(text: str, contact: str) -> None:
    assert [c.text for c in contacts_in(text, asked=True)] == [contact]
