"""A connector is on, off, or refuses to start: nothing in between."""

from __future__ import annotations

from itertools import combinations

import pytest

from pin_advisor.channels.connector.settings import PUBLIC_URL, public_url, settings, web_address
from pin_advisor.errors import ChannelError

REQUIRED = ("ACME_TOKEN", "ACME_SECRET", "ACME_APP")
OPTIONAL = ("ACME_API",)
VALUES = {name: f"value of {name}" for name in (*REQUIRED, *OPTIONAL)}
SOME = [some for count in range(1, 5) for some in combinations(VALUES, count)]
PARTS = [some for some in SOME if not set(REQUIRED) <= set(some)]
WHOLES = [some for some in SOME if set(REQUIRED) <= set(some)]


def read(*names: str, **others: str) -> dict[str, str] | None:
    return settings("Acme", REQUIRED, OPTIONAL, {**{name: VALUES[name] for name in names}, **others})


def test_with_none_it_is_off() -> None:
    assert read() is None
    assert read(PIN_ADVISOR_PUBLIC_URL="https://chat.example.com", ACME_OTHER="x") is None


@pytest.mark.parametrize("names", WHOLES)
def test_with_all_that_it_requires_it_is_on(names: tuple[str, ...]) -> None:
    assert read(*names) == {name: VALUES[name] for name in names}


@pytest.mark.parametrize("names", PARTS, ids="+".join)
def test_with_a_part_the_start_is_refused_and_all_that_is_missing_named(names: tuple[str, ...]) -> None:
    with pytest.raises(ChannelError) as caught:
        read(*names)

    assert caught.value.code == "PA408"
    missing = [name for name in REQUIRED if name not in names]
    assert [name for name in REQUIRED if name in caught.value.message] == missing
    assert not any(value in str(caught.value) for value in VALUES.values())


@pytest.mark.parametrize("blank", ["", " ", "\t\n"])
def test_a_blank_value_is_none(blank: str) -> None:
    assert read(ACME_TOKEN=blank) is None
    with pytest.raises(ChannelError, match="ACME_SECRET"):
        read("ACME_TOKEN", "ACME_APP", ACME_SECRET=blank)


def test_white_space_around_a_value_does_not_count() -> None:
    found = read("ACME_SECRET", "ACME_APP", ACME_TOKEN=" abc\n")

    assert found is not None
    assert found["ACME_TOKEN"] == "abc"


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("https://api.example.com", "https://api.example.com"),
        ("https://api.example.com:8443/bots/", "https://api.example.com:8443/bots"),
        ("http://127.0.0.1:8081", "http://127.0.0.1:8081"),
        ("http://localhost:8081/", "http://localhost:8081"),
        ("http://[::1]:8081", "http://[::1]:8081"),
    ],
)
def test_an_address_is_https_or_on_this_machine(value: str, address: str) -> None:
    assert web_address("ACME_API", value) == address


@pytest.mark.parametrize(
    "value",
    [
        "api.example.com", "http://api.example.com", "http://127.0.0.1.example.com", "ftp://api.example.com",
        "https:///", "https://user:word@api.example.com", "https://api.example.com?x=1", "https://api.example.com#x",
        "https://api example.com", "javascript:alert(1)", "http://localhost.example.com:80/",
    ],
)  # fmt: skip
def test_anything_else_is_refused_without_repeating_it(value: str) -> None:
    with pytest.raises(ChannelError) as caught:
        web_address("ACME_API", value)

    assert caught.value.code == "PA409"
    assert caught.value.where == "ACME_API"
    assert value not in str(caught.value)


def test_the_public_address_may_be_left_out() -> None:
    assert public_url({}) is None
    assert public_url({PUBLIC_URL: " "}) is None
    assert public_url({PUBLIC_URL: "https://chat.example.com/"}) == "https://chat.example.com"
