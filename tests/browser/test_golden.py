"""What the website draws of a reply, to be looked at: one file for each reply in ``golden/``.

A file is what a reader who can't see has of it: headings, lists, tables, pictures by their descriptions and
buttons, in their order. The other channels' files are in ``tests/channels/rendering/golden/``. After a change
that is meant: ``GOLDEN=write make test ARGS=tests/browser/test_golden.py``, and read the difference.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, Route

from pin_advisor.paths import PROJECT
from pin_advisor.replies import Reply
from tests.channels.rendering.replies import WORDS
from tests.channels.rendering.samples import REPLIES
from tests.channels.rendering.test_golden import require_as_in_file

GOLDEN: Final = Path(__file__).parent / "golden"
#: Nobody's address: files of the widget are put in its place.
SITE: Final = "https://shop.invalid"
PIN_TYPES: Final = {
    **{id: {"name": told.name, "summary": told.summary} for id, told in WORDS.pin_types.items()},
    "screen_printed": {"name": "Screen-printed", "summary": "Every shade and photograph."},
}
ABOUT: Final = {
    "pin_types": {id: {**told, "picture": id} for id, told in PIN_TYPES.items()},
    "needs": {},
}

_DRAW: Final = """async ([reply, about]) => {
  const { Log } = await import("/render.js");
  const { english } = await import("/texts.js");
  const list = document.createElement("div");
  document.body.replaceChildren(list);
  const log = new Log(list, { texts: english, talk: { about }, say: () => {} });
  log.update([{ id: "1", said: "", replies: [reply], state: "sent" }]);
  for (const folded of list.querySelectorAll("details")) folded.open = true;
  await import("/pictures.js");
  await new Promise(requestAnimationFrame);
}"""


@pytest.fixture(scope="module")
def site(browser: Browser) -> Iterator[Page]:
    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(f"{SITE}/")
        kind = mimetypes.guess_type(name)[0] or "text/html"
        body = "<!doctype html>" if not name else (PROJECT / "widget" / name).read_text("utf-8")
        route.fulfill(body=body, content_type=kind)

    page = browser.new_page()
    page.route(f"{SITE}/**", answer)
    page.goto(f"{SITE}/")
    yield page
    page.close()


def path_of(sample: str) -> Path:
    return GOLDEN / f"{sample.replace(' ', '_')}.yml"


def as_the_gateway_sends_it(reply: Reply) -> dict[str, Any]:
    messages = [{"text": m.text, "choices": [asdict(c) for c in m.choices]} for m in reply.messages]
    return {"messages": messages, "payload": dict(reply.payload), "at": reply.at}


@pytest.mark.parametrize("sample", REPLIES)
def test_the_website_draws_a_reply_as_in_its_golden_file(site: Page, sample: str) -> None:
    site.evaluate(_DRAW, [as_the_gateway_sends_it(REPLIES[sample]), ABOUT])

    require_as_in_file(path_of(sample), site.locator("body").aria_snapshot() + "\n")


def test_every_golden_file_is_of_a_reply() -> None:
    assert set(GOLDEN.rglob("*.*")) == {path_of(sample) for sample in REPLIES}
