"""A connector is on, off, or refuses to start: nothing in between."""

from __future__ import annotations

from itertools import combinations

import pytest

from pin_advisor.channels import settings
from pin_advisor.channels.settings import (
    CONNECTORS,
    PUBLIC_URL,
    Settings,
    Variable,
    matching,
    public_url,
    web_address,
)
from pin_advisor.errors import ChannelError

REQUIRED = ("ACME_TOKEN", "ACME_SECRET", "ACME_APP")
OPTIONAL = "ACME_PLACE"
WORD = matching("[a-z]+", "this is no word", "Write a word.")
ACME = Settings(
    "Acme", (*(Variable(name, WORD) for name in REQUIRED), Variable(OPTIONAL, WORD, required=False))
)
VALUES = dict(zip((*REQUIRED, OPTIONAL), ("jonquil", "larkspur", "marigold", "peony"), strict=True))
SOME = [some for count in range(1, 5) for some in combinations(VALUES, count)]
PARTS = [some for some in SOME if not set(REQUIRED) <= set(some)]
WHOLES = [some for some in SOME if set(REQUIRED) <= set(some)]


def read(*names: str, **others: str) -> dict[str, str] | None:
    return ACME.read({**{name: VALUES[name] for name in names}, **others})


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


def test_a_value_of_another_form_is_refused_without_repeating_it() -> None:
    with pytest.raises(ChannelError) as caught:
        read("ACME_TOKEN", "ACME_APP", ACME_SECRET="larkspur 7")

    assert (caught.value.code, caught.value.where) == ("PA409", "ACME_SECRET")
    assert "larkspur" not in str(caught.value)


@pytest.mark.parametrize("connector", CONNECTORS, ids=lambda c: c.title)
def test_every_partial_combination_of_a_connectors_variables_is_refused(connector: Settings) -> None:
    names = [variable.name for variable in connector.variables]
    for count in range(1, len(names)):
        for some in combinations(names, count):
            missing = [name for name in connector.required if name not in some]
            if missing:
                with pytest.raises(ChannelError) as caught:
                    settings.check(dict.fromkeys(some, "x"))
                assert caught.value.code == "PA408"
                assert [n for n in connector.required if n in caught.value.message] == missing


def test_one_of_several_variables_is_enough_and_none_is_too_few() -> None:
    either = Settings(
        "Acme", tuple(Variable(n, WORD, required=n == "ACME_TOKEN") for n in VALUES), ("ACME_APP", OPTIONAL)
    )
    token, app, place = ({name: VALUES[name]} for name in ("ACME_TOKEN", "ACME_APP", OPTIONAL))

    assert either.read({**token, **app}) == {**token, **app}
    assert either.read({**token, **place}) == {**token, **place}
    for some, named in ((token, "ACME_APP or ACME_PLACE"), (app, "ACME_TOKEN")):
        with pytest.raises(ChannelError, match=named) as caught:
            either.read(some)
        assert caught.value.code == "PA408"


def test_the_public_address_may_be_required() -> None:
    public = Settings("Acme", (Variable("ACME_TOKEN", WORD),), public=True)
    url = {PUBLIC_URL: "https://chat.example.com"}

    assert public.read(url) is None
    assert public.read({"ACME_TOKEN": "jonquil", **url}) == {"ACME_TOKEN": "jonquil"}
    with pytest.raises(ChannelError, match=PUBLIC_URL) as caught:
        public.read({"ACME_TOKEN": "jonquil", PUBLIC_URL: " "})
    assert caught.value.code == "PA408"


def test_no_two_connectors_share_a_variable() -> None:
    names = [variable.name for connector in CONNECTORS for variable in connector.variables]
    assert len(names) == len(set(names))


def test_with_nothing_set_there_is_nothing_to_complain_about() -> None:
    settings.check({})


def test_a_public_address_that_is_none_is_refused() -> None:
    with pytest.raises(ChannelError, match=PUBLIC_URL):
        settings.check({PUBLIC_URL: "chat.example.com"})
