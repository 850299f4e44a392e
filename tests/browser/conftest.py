"""A browser, and the real bot that its pages talk to."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.bot import running_servers
from tests.browser.chat import DESKTOP, LIMIT, Chat, Watch
from tests.website.gateway import Gateway

_addresses = (f"10.{a}.{b}.{c}" for a, b, c in itertools.product(range(1, 255), repeat=3))

#: Opens a browser of a visitor's own; arguments are those of ``Browser.new_context``.
NewContext = Callable[..., BrowserContext]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what needs a browser, which on a busy machine may once miss a test's time limit."""
    if "browser" in getattr(item, "fixturenames", ()):
        item.add_marker(pytest.mark.service("browser"))
        item.add_marker(pytest.mark.flaky(retries=1))


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's path."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        pytest.skip("needs Chromium")
    return found


# Not for the whole session: Playwright keeps an event loop running, in which no other test could run its own.
@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    expect.set_options(timeout=LIMIT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def gateway(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """The gateway of the real bot. It takes a visitor's address from a header, so that each has one."""
    with running_servers(tmp_path_factory.mktemp("browser"), {"SANIC_PROXIES_COUNT": "1"}) as servers:
        yield Gateway(servers)


@pytest.fixture
def new_context(browser: Browser, gateway: Gateway) -> Iterator[NewContext]:
    """Opens browsers of visitors, and sees to it that nothing untoward happens in any of their pages."""
    opened: list[tuple[BrowserContext, Watch]] = []

    def new(**options: Any) -> BrowserContext:
        options.setdefault("viewport", {"width": DESKTOP[0], "height": DESKTOP[1]})
        context = browser.new_context(extra_http_headers={"X-Forwarded-For": next(_addresses)}, **options)
        context.set_default_timeout(LIMIT)
        watch = Watch(f"http://{gateway.host}/")
        watch.over(context)
        opened.append((context, watch))
        return context

    yield new
    faults = [fault for context, watch in opened for fault in watch.faults(context)]
    for context, _ in opened:
        context.close()
    assert faults == []


@pytest.fixture
def context(new_context: NewContext) -> BrowserContext:
    """A visitor's browser, on a desktop."""
    return new_context()


@pytest.fixture
def chat(context: BrowserContext, gateway: Gateway) -> Chat:
    """A page with the chat, closed."""
    chat = Chat(context.new_page(), gateway)
    chat.visit()
    return chat
