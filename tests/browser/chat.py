"""The chat window as somebody at the browser finds it: by roles and names, never by its insides."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Dialog, Locator, Page, Request, Route, expect

from tests.website.gateway import BASE, PATIENCE, Gateway, Visitor

#: Milliseconds after which a test gives up. No promise of the product: a busy machine is slow.
LIMIT: Final = PATIENCE * 1000
#: What a careful shop's website allows: its own files, nothing inline.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
)
SHOP: Final = "Perfect Crafts and Gifts"
#: All six needs in one message; hard enamel is what fits them.
WISHES: Final = (
    "We need 200 pins as awards for our staff, the design is flat with plain solid colours, "
    "a premium budget, and they should last many years"
)
DESKTOP: Final = (1280, 800)
PHONE: Final = (390, 844)

_WATCH: Final = """
window.refused = [];
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
  refused.push(`${violatedDirective} ${blockedURI} ${sample}`));
"""
_PAGE: Final = """<!doctype html>
<html lang="en" %(html)s>
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>A pin shop</title>
  <link rel="icon" href="%(base)s/demo/icon.svg">
  <link rel="stylesheet" href="host.css">
  <script type="module" src="%(base)s/pin-advisor.js"></script>
</head>
<body>
  <main>
    <h1>Our pins</h1>
    <p><a href="#before">Before the chat</a></p>
  </main>
  %(chat)s
  <footer><a href="#after">After the chat</a></footer>
</body>
</html>
"""


@dataclass
class Watch:
    """What must not happen in any page of a visitor."""

    origin: str
    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watch the pages of ``context``."""
        context.on("request", self._requested)
        context.on("page", self._opened)
        context.add_init_script(_WATCH)

    def faults(self, context: BrowserContext) -> list[str]:
        """What happened nevertheless."""
        refused = [line for page in context.pages for line in page.evaluate("window.refused ?? []")]
        return [
            *(f"dialog: {words}" for words in self.dialogs),
            *(f"error: {words}" for words in self.errors),
            *(f"request: {url}" for url in self.foreign),
            *(f"against the policy: {line}" for line in refused),
        ]

    def _opened(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", self._asked)

    def _asked(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _requested(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "about:blank")):
            self.foreign.append(request.url)


class Chat:
    """The chat on a page of the shop's website.

    Args:
        page: where it is, or will be.
        gateway: of the bot that it talks to.
    """

    def __init__(self, page: Page, gateway: Gateway) -> None:
        self.page = page
        self.gateway = gateway
        self.requests: list[Request] = []
        page.on("request", self._requested)
        self.launcher = page.get_by_role("button", name="Pin advisor: open the chat")
        self.panel = page.get_by_role("dialog").first
        self.composer = page.get_by_role("textbox", name="Your message")
        self.log = page.get_by_role("log", name="Conversation")
        self.send_button = page.get_by_role("button", name="Send")
        self.card = (
            self.log.locator("div, section")
            .filter(has=page.get_by_text("Recommended for you"))
            .filter(has=page.get_by_role("button", name="Get a free quote"))
            .last
        )
        self.question = page.get_by_role("dialog", name="Delete this conversation?")
        self.answers = page.get_by_role("group").filter(has_text="Your answers so far")

    # What one does

    def visit(self, chat: str = "<pin-advisor></pin-advisor>", css: str = "", html: str = "") -> None:
        """Go to a page that holds ``chat``.

        Args:
            chat: the element, or several.
            css: the page's own style sheet.
            html: attributes of the whole page.
        """
        content = _PAGE % {"base": BASE, "chat": chat, "html": html}
        headers = {"Content-Security-Policy": POLICY}
        self.page.route(
            "**/host.html", lambda r: r.fulfill(body=content, content_type="text/html", headers=headers)
        )
        self.page.route("**/host.css", lambda r: r.fulfill(body=css, content_type="text/css"))
        self.page.goto(f"http://{self.gateway.host}{BASE}/host.html")

    def open(self) -> None:
        """Press the launcher."""
        self.launcher.click()
        expect(self.composer).to_be_focused()

    def say(self, words: str, *, answered: bool = True) -> None:
        """Type something and send it with Enter.

        Args:
            words: what to say.
            answered: wait for the answer.
        """
        count = self.answer_count()
        self.composer.fill(words)
        self.composer.press("Enter")
        if answered:
            self.wait_for_answer(count)

    def choose(self, title: str) -> None:
        """Press one of the choices that can be pressed, and wait for the answer."""
        count = self.answer_count()
        self.choice(title).click()
        self.wait_for_answer(count)

    def menu(self, title: str) -> None:
        """Choose something from the menu."""
        self.page.get_by_role("button", name="More options").click()
        self.page.get_by_role("button", name=title).click()

    def delete(self) -> None:
        """Choose *Delete my data*, and confirm."""
        self.menu("Delete my data")
        self.question.get_by_role("button", name="Delete").click()

    # What one sees

    def choice(self, title: str) -> Locator:
        """A choice of the latest turn."""
        return self.log.get_by_role("button", name=title, exact=True, disabled=False).last

    def notice(self, words: str | re.Pattern[str]) -> Locator:
        """Words in the window, as against those that are only told to screen readers."""
        return self.page.get_by_text(words).and_(self.page.locator(":visible:not([aria-live=polite] *)"))

    def recommended(self, name: str) -> Locator:
        """The heading of the latest card, if that recommends ``name``."""
        return self.card.get_by_role("heading", name=name, exact=True)

    def answer_count(self) -> int:
        """How often the advisor has spoken; the greeting counts."""
        return self._of_advisor.count()

    def wait_for_answer(self, count: int, more: int = 1) -> None:
        """Wait until there are ``more`` turns of the advisor than ``count``, and nothing is under way."""
        expect(self._of_advisor).to_have_count(count + more)
        self.wait_until_delivered()

    def wait_until_delivered(self) -> None:
        """Wait until no message waits."""
        expect(self.log.get_by_text(re.compile("^(Sending|Waiting to be sent|Not sent)"))).to_have_count(0)

    def said(self) -> list[str]:
        """The visitor's words as the log shows them."""
        spoken = self.log.locator("p").filter(has=self.page.get_by_text("You:", exact=True))
        return [words.removeprefix("You:").strip() for words in spoken.all_text_contents()]

    def eventually(self, condition: Callable[[], Any], what: str) -> Any:
        """What ``condition`` returns as soon as that is true. The page lives on meanwhile."""
        for _ in range(int(LIMIT / 50)):
            if found := condition():
                return found
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{what} did not come about")

    # What the server knows

    def posted(self) -> list[dict[str, Any]]:
        """The bodies of all requests with a message, retries included."""
        return [
            dict(json.loads(request.post_data or "{}"))
            for request in self.requests
            if request.method == "POST" and urlsplit(request.url).path == f"{BASE}/messages"
        ]

    def visitor(self) -> Visitor:
        """The same visitor without a browser."""
        tokens = [r.headers["authorization"] for r in self.requests if "authorization" in r.headers]
        return Visitor(self.gateway, tokens[-1].removeprefix("Bearer "))

    def _requested(self, request: Request) -> None:
        self.requests.append(request)

    @property
    def _of_advisor(self) -> Locator:
        return self.log.get_by_text("Advisor:", exact=True)


class Failing:
    """Answers the first requests to an address in place of the server.

    Args:
        page: whose requests.
        path: under the gateway's address.
        times: how many are answered so; all of them by default.
        status: of the answers.
        message: the sentence for the visitor.
        headers: of the answers.
    """

    def __init__(
        self,
        page: Page,
        path: str,
        status: int,
        message: str = "The workshop is on fire.",
        times: float = float("inf"),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.count = 0
        self._times = times
        self._response: Any = {
            "status": status,
            "json": {"error": {"code": "failed", "message": message, "id": "ABC123"}},
            "headers": dict(headers or {}),
        }
        page.route(f"**{BASE}{path}", self._answer)

    def stop(self) -> None:
        """Let the server answer again."""
        self._times = 0

    def _answer(self, route: Route) -> None:
        if self.count >= self._times:
            route.fallback()
            return
        self.count += 1
        route.fulfill(**self._response)


def token_is_worthless(visitor: Visitor) -> bool:
    """Whether the server no longer knows the conversation."""
    return visitor.history().status == 401
