"""A request has one beginning and one end, for us as for every proxy in front of us."""

from __future__ import annotations

import pytest
from sanic.compat import Header

from pin_advisor.channels.website.framing import fault_of


def headers(*pairs: tuple[str, str]) -> Header:
    return Header([("host", "chat.example.com"), *pairs])


@pytest.mark.parametrize(
    "pairs",
    [
        (),
        (("content-length", "0"),),
        (("content-length", "20000"),),
        (("content-length", "2 "),),
        (("transfer-encoding", "chunked"),),
        (("cookie", "a=b"), ("cookie", "c=d")),
        (("x-forwarded-for", "10.0.0.1"), ("x-forwarded-for", "10.0.0.2")),
        (("user-agent", "Pins/1.0 (für Abzeichen)\t\x7f"),),
    ],
)
def test_what_browsers_and_proxies_send_is_clear(pairs: tuple[tuple[str, str], ...]) -> None:
    assert fault_of(headers(*pairs), "1.1") is None


def test_an_old_client_may_ask_without_naming_a_host() -> None:
    assert fault_of(Header([]), "1.0") is None


@pytest.mark.parametrize(
    "length",
    [
        "-1",
        "-0",
        "+2",
        "",
        " ",
        "0x2",
        "2.0",
        "1e1",
        "0_2",
        "2,2",
        "2;",
        "\u0662",
        "\uff12",
        "9" * 16,
        "2\x0b",
    ],
)
def test_a_length_that_is_no_plain_number_is_a_fault(length: str) -> None:
    assert fault_of(headers(("content-length", length)), "1.1")


@pytest.mark.parametrize(
    "coding",
    ["", "gzip", "Chunked", "chunked ", "chunked, identity", "gzip, chunked", "identity", "x\tchunked"],
)
def test_a_coding_other_than_pieces_is_a_fault(coding: str) -> None:
    assert fault_of(headers(("transfer-encoding", coding)), "1.1")


def test_pieces_are_a_fault_in_a_version_that_does_not_know_them() -> None:
    assert fault_of(headers(("transfer-encoding", "chunked")), "1.0")


@pytest.mark.parametrize(
    "pairs",
    [
        (("content-length", "2"), ("content-length", "2")),
        (("content-length", "2"), ("transfer-encoding", "chunked")),
        (("transfer-encoding", "chunked"), ("transfer-encoding", "chunked")),
        (("host", "evil.example"),),
    ],
)
def test_two_that_could_contradict_each_other_are_a_fault(pairs: tuple[tuple[str, str], ...]) -> None:
    assert fault_of(headers(*pairs), "1.1")


@pytest.mark.parametrize(
    "name",
    ["content-length ", " content-length", "", "content-length\t", "x\x00", "x(y)", "x\udcff", "tr\u00e4ger"],
)
def test_a_name_that_is_none_is_a_fault(name: str) -> None:
    assert fault_of(headers((name, "2")), "1.1")


@pytest.mark.parametrize("value", ["a\nContent-Length: 5", "a\rb", "a\x00b", "\n"])
def test_a_line_in_a_line_is_a_fault(value: str) -> None:
    assert fault_of(headers(("x-naughty", value)), "1.1")
