"""Pages of the shop may talk to the gateway; pages of others may not, whatever they call themselves."""

from __future__ import annotations

from typing import Optional

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pin_advisor.channels.website.origins import VARIABLE, Origins
from pin_advisor.errors import ChannelError

SHOP = "https://www.our.site"
HOST = "bot.our.site"
ORIGINS = Origins(frozenset({SHOP, "http://localhost:8000"}))
SECRETS = {"Access-Control-Allow-Credentials"}


@pytest.mark.parametrize("origin", [SHOP, "http://localhost:8000", f"https://{HOST}", f"http://{HOST}"])
def test_a_page_of_the_shop_may_ask_and_read(origin: str) -> None:
    for fetch_site in (None, "cross-site", "same-site", "same-origin"):
        assert not ORIGINS.foreign(origin, HOST, fetch_site)
    headers = ORIGINS.headers(origin, HOST)
    assert headers["Access-Control-Allow-Origin"] == origin
    assert headers["Vary"] == "Origin"
    assert not SECRETS & set(headers)


@pytest.mark.parametrize(
    "origin",
    [
        "", "null", "NULL", "*", "undefined", "file://", "about:blank", "data:text/html,x",
        "https://www.our.site.evil.example", "https://evil.example/https://www.our.site",
        "https://evil.example#https://www.our.site", "https://evil.example?https://www.our.site",
        "https://evil-www.our.site", "https://wwwXour.site", "https://our.site", "https://x.www.our.site",
        "http://www.our.site", "ftp://www.our.site", "www.our.site", "//www.our.site", "https:www.our.site",
        "https://www.our.site:443", "https://www.our.site:444", "https://www.our.site:", "https://www.our.site.",
        "https://www.our.site/", "HTTPS://WWW.OUR.SITE", "https://www.OUR.site", f"https://{HOST.upper()}",
        "https://evil@www.our.site", "https://www.our.site@evil.example", f"https://evil@{HOST}",
        f"https://{HOST}@evil.example", f"https://{HOST}.evil.example", f"https://{HOST}:8443", f"ftp://{HOST}",
        f"javascript://{HOST}", "http://localhost", "http://localhost:80", "https://localhost:8000",
        "http://127.0.0.1:8000", "http://[::1]:8000", "http://[::1", "http://]", "https://[www.our.site]",
        "http://[garbage]:x", "https://www.our.site, https://evil.example", f"{SHOP} {SHOP}",
        "https://www.our.site\\@evil.example", "https://\u0455ite", "\ud800", "https://www.our.site\x00",
    ],
    ids=ascii,
)  # fmt: skip
def test_a_page_of_others_may_neither_ask_nor_read(origin: str) -> None:
    for fetch_site in (None, "none", "same-origin", "same-site", "cross-site", ""):
        assert ORIGINS.foreign(origin, HOST, fetch_site)
    assert set(ORIGINS.headers(origin, HOST)) == {"Vary"}


@pytest.mark.parametrize(
    ("fetch_site", "foreign"),
    [
        (None, False),  # a program
        ("none", False),
        ("same-origin", False),
        ("same-site", False),
        ("cross-site", True),
        ("", True),
        ("SAME-ORIGIN", True),
        ("something new", True),
    ],
)
def test_without_an_origin_the_browser_says_where_a_request_comes_from(
    fetch_site: Optional[str], foreign: bool
) -> None:
    assert ORIGINS.foreign(None, HOST, fetch_site) is foreign
    assert set(ORIGINS.headers(None, HOST)) == {"Vary"}


@pytest.mark.parametrize("host", ["127.0.0.1:5005", "localhost:5005", "[::1]:5005", "bot.our.site:8443"])
def test_its_own_pages_may_ask_at_any_address(host: str) -> None:
    assert not Origins().foreign(f"http://{host}", host, "same-origin")
    assert Origins().foreign(f"http://{host.rsplit(':', 1)[0]}", host, None)
    assert Origins().foreign(SHOP, host, None)


@given(st.text() | st.from_regex(r"https?://[\[\]:a-z@/.\\#?]{0,20}"), st.text())
def test_no_origin_whatever_is_more_than_refused(origin: str, host: str) -> None:
    if Origins().foreign(origin, host, None):
        assert "Access-Control-Allow-Origin" not in Origins().headers(origin, host)
    else:
        assert host in origin
        assert origin.startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("https://www.our.site", {SHOP}),
        (" https://WWW.our.site/ ,, http://localhost:8000,", {SHOP, "http://localhost:8000"}),
        ("", set()),
        (" , ", set()),
    ],
)
def test_the_environment_names_the_shops_websites(
    monkeypatch: pytest.MonkeyPatch, text: str, allowed: set[str]
) -> None:
    monkeypatch.setenv(VARIABLE, text)
    origins = Origins.from_environment()

    for origin in (SHOP, "http://localhost:8000"):
        assert origins.foreign(origin, HOST, None) is (origin not in allowed)
    assert origins.foreign("null", HOST, None)


def test_without_the_variable_no_other_website_may_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)

    assert Origins.from_environment().foreign(SHOP, HOST, None)


@pytest.mark.parametrize(
    "text",
    [
        "*", "null", "www.our.site", "https://", "https://*.our.site", "https://www.our.site/shop", "ftp://our.site",
        "https://our.site?x", "https://user@our.site", f"{SHOP}, *", "https://our site", "https://our.site:port",
        f"{SHOP};http://our.site", "https://our.site\nhttps://evil.example",
    ],
    ids=ascii,
)  # fmt: skip
def test_what_no_browser_would_send_is_refused_at_the_start(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv(VARIABLE, text)

    with pytest.raises(ChannelError) as caught:
        Origins.from_environment()

    assert caught.value.code == "PA403"
