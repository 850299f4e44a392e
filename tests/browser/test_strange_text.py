"""Whatever is said, typed or sent, by whomever: it is shown as text and does nothing."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chat import Chat, Failing
from tests.browser.hostile import ADDRESSES, TEXTS
from tests.website.gateway import BASE

#: Everything that the window is made of.
TAGS: Final = set(
    "a button caption circle clippath defs details dialog div ellipse figcaption figure form g h2 h3 h4 "
    "header i input li line lineargradient p path pattern polygon polyline radialgradient rect section "
    "span stop strong summary svg table tbody td textarea text th thead title tr ul use mask filter".split()
)
#: Elements, attributes and addresses in the window that could do something.
MADE_OF: Final = """
() => {
  const all = [...document.querySelector("pin-advisor").shadowRoot.querySelectorAll("*")];
  const attributes = all.flatMap((element) => [...element.attributes].map(({ name }) => name));
  const links = all.filter(({ localName }) => localName === "a");
  return {
    tags: [...new Set(all.map(({ localName }) => localName.toLowerCase()))],
    attributes: [...new Set(attributes)],
    protocols: [...new Set(links.map(({ protocol }) => protocol))],
    targets: links.map((link) => [link.textContent, link.getAttribute("href")]),
  };
}
"""
NEEDS: Final = ("occasion", "budget", "dimensionality", "durability", "quantity", "artwork")


def reply(text: str) -> dict[str, Any]:
    """A turn that has ``text`` wherever a text can be."""
    typed = {"pin_type": text, "rule": text, "text": text}
    return {
        "messages": [{"text": text, "choices": [{"title": text, "say": text}]}],
        "payload": {
            "type": "recommendation",
            "pin_type": text,
            "needs": dict.fromkeys(NEEDS, text),
            "assumed": [text],
            "reasons": [typed],
            "alternatives": [typed],
            "ruled_out": [typed],
            "sources": [text],
            "table": {"caption": text, "columns": ["", text, text], "rows": [[text, text, text]]},
            "answered": [text],
        },
        "at": 1.0,
    }


def sent_quote(text: str) -> dict[str, Any]:
    return reply(text) | {"payload": {"type": "quote", "state": "sent", "quote_id": text}}


def about(text: str) -> dict[str, Any]:
    value = {"label": text, "say": text}
    return {
        "shop": text,
        "greeting": text,
        "starters": [text],
        "max_length": 1000,
        "needs": {need: {"label": text, "values": {text: value}} for need in NEEDS},
        "pin_types": {text: {"name": text, "summary": text, "picture": text}},
    }


def answer_with(page: Page, path: str, content: Any) -> None:
    page.route(f"**{BASE}{path}", lambda route: route.fulfill(json=content))


def require_text_only(chat: Chat) -> None:
    made_of = chat.page.evaluate(MADE_OF)
    assert set(made_of["tags"]) <= TAGS
    assert [name for name in made_of["attributes"] if name.startswith("on") or name == "style"] == []
    assert set(made_of["protocols"]) <= {"http:", "https:", "mailto:", "tel:"}
    for shown, target in made_of["targets"]:
        assert target.removeprefix("mailto:") == shown.removeprefix("mailto:")


def shown(chat: Chat) -> str:
    """The text of the whole window."""
    return " ".join(chat.panel.evaluate("panel => panel.textContent").split())


def require_shown(chat: Chat, *texts: str) -> None:
    everything = shown(chat)
    assert [text for text in texts if " ".join(text.split()) not in everything] == []


def test_what_the_visitor_types_is_shown_as_typed_and_so_is_its_echo_from_the_server(chat: Chat) -> None:
    chat.open()
    parts: list[str] = [""]
    for text in TEXTS:
        if len(parts[-1]) + len(text) > 900:
            parts.append("")
        parts[-1] += text.strip() + "\n"
    for number, part in enumerate(parts, 1):
        chat.composer.fill(part)
        chat.composer.press("Enter")
        expect(chat.log.get_by_text("You:", exact=True)).to_have_count(number)
    require_shown(chat, *TEXTS)
    chat.wait_for_answer(1, more=len(parts))
    require_text_only(chat)
    chat.page.reload()
    expect(chat.log.get_by_text("You:", exact=True)).to_have_count(len(parts))
    require_shown(chat, *TEXTS)
    require_text_only(chat)


def test_every_field_of_a_history_is_text(chat: Chat) -> None:
    chat.open()
    chat.say("Hello!")
    turns = [
        {"id": f"{make.__name__}-{number:04}", "said": text, "at": 1.0, "reply": make(text)}
        for number, text in enumerate(TEXTS)
        for make in (reply, sent_quote)
    ]
    answer_with(chat.page, "/history", {"turns": turns, "needs": dict.fromkeys(NEEDS, TEXTS[0])})
    chat.page.reload()
    expect(chat.log.get_by_text("You:", exact=True)).to_have_count(len(turns))
    require_shown(chat, *TEXTS)
    require_text_only(chat)
    for summary in chat.card.last.locator("summary").all():
        summary.click()
    require_text_only(chat)


def test_every_field_of_an_answer_is_text(chat: Chat) -> None:
    chat.open()
    text = "\n".join(TEXTS)
    answer = {
        "id": "x",
        "replies": [reply(text), sent_quote(text)],
        "needs": dict.fromkeys(NEEDS, text),
        "at": 1.0,
    }
    answer_with(chat.page, "/messages", answer)
    chat.say("Hello!", answered=False)
    chat.wait_for_answer(1, more=2)
    require_shown(chat, *TEXTS)
    require_text_only(chat)


@pytest.mark.parametrize("text", [TEXTS[0], TEXTS[5], '" onmouseover="alert(1)" x="', ADDRESSES[0]])
def test_what_the_shop_says_about_itself_is_text(chat: Chat, text: str) -> None:
    answer_with(chat.page, "/about", about(text))
    chat.page.reload()
    chat.open()
    expect(chat.page.get_by_role("heading", name=text)).to_be_visible()
    expect(chat.choice(text)).to_be_enabled()
    answer_with(
        chat.page, "/messages", {"id": "x", "replies": [reply(text)], "needs": {"budget": text}, "at": 1.0}
    )
    chat.choose(text)
    chat.answers.get_by_role("button").click()
    require_shown(chat, text)
    require_text_only(chat)


def test_the_words_of_a_failure_are_text(chat: Chat) -> None:
    chat.open()
    for number, text in enumerate(TEXTS[::6], 1):
        Failing(chat.page, "/messages", 400, text, times=1)
        chat.say("Hello!", answered=False)
        expect(chat.log.get_by_role("button", name="Try again")).to_have_count(number)
        require_shown(chat, text)
    require_text_only(chat)


def test_every_attribute_of_the_element_is_text(chat: Chat) -> None:
    chat.open()
    element = chat.page.locator("pin-advisor")
    for text in TEXTS[::4]:
        for name in ("shop", "greeting", "theme", "lang", "dir", "title", "login"):
            element.evaluate("(e, [name, text]) => e.setAttribute(name, text)", [name, text])
        require_shown(chat, text)
        require_text_only(chat)


def test_every_text_that_a_page_replaces_is_text(chat: Chat) -> None:
    names = chat.page.evaluate(f"import('{BASE}/texts.js').then(({{ english }}) => Object.keys(english))")
    for text in TEXTS[::10]:
        replaced = dict.fromkeys(names, f"{text} {{}}")
        chat.page.locator("pin-advisor").evaluate("(e, texts) => { e.texts = texts; e.open() }", replaced)
        require_shown(chat, text.replace("{}", ""))
        require_text_only(chat)


def test_what_only_looks_like_an_address_is_no_link(chat: Chat) -> None:
    chat.open()
    text = "\n".join(ADDRESSES)
    answer_with(chat.page, "/messages", {"id": "x", "replies": [reply(text)], "needs": {}, "at": 1.0})
    chat.say(text)
    targets = chat.page.evaluate(MADE_OF)["targets"]
    assert [target for _, target in targets if not target.startswith(("https://", "mailto:"))] == []
    require_text_only(chat)
    require_shown(chat, *ADDRESSES)


@pytest.mark.parametrize(
    "content",
    [
        {},
        [],
        None,
        "text",
        {"replies": None, "needs": None},
        {"replies": [None, {}, {"messages": None, "payload": None}]},
        {"replies": [{"messages": [None, {}, {"text": None, "choices": None}], "payload": {"type": None}}]},
        {
            "replies": [
                {"messages": [{"text": "Well.", "choices": []}], "payload": {"type": "from the future"}}
            ]
        },
        {
            "replies": [
                {"messages": [{"text": "Well.", "choices": []}], "payload": {"type": "recommendation"}}
            ]
        },
        {"replies": [{"messages": [{"text": "Well."}], "payload": {"type": "answer", "table": {"rows": 3}}}]},
        {"replies": [{"messages": [{"text": 5, "choices": [None, {"title": 1}]}], "payload": {"table": []}}]},
    ],
    ids=lambda content: json.dumps(content)[:60],
)
def test_an_answer_that_breaks_the_contract_does_not_break_the_window(chat: Chat, content: Any) -> None:
    chat.open()
    chat.page.route("**/messages", lambda route: route.fulfill(json=content), times=1)
    chat.say("Hello!", answered=False)
    chat.say("Our budget is tight", answered=False)
    expect(chat.answers.get_by_role("button", name="Budget")).to_be_visible()
    assert not re.search(r"undefined|null|\bnot a\b|\[object", shown(chat))


def test_a_type_without_a_drawing_leaves_nothing_in_its_place(chat: Chat) -> None:
    chat.open()
    payload = {"type": "recommendation", "pin_type": "wooden"}
    turn = {"messages": [{"text": "Wood.", "choices": []}], "payload": payload}
    answer_with(chat.page, "/messages", {"replies": [turn], "needs": {}})
    chat.say("Hello!")
    expect(chat.recommended("wooden")).to_be_visible()
    for kind in ("picture", "crossSection"):
        expect(chat.card.locator(f".{kind}")).to_have_count(0)
    assert "null" not in shown(chat)


def test_numbers_in_place_of_texts_are_shown(chat: Chat) -> None:
    chat.open()
    reply = {"messages": [{"text": 5, "choices": [{"title": 1}, {"title": 2, "say": 3}]}]}
    chat.page.route("**/messages", lambda route: route.fulfill(json={"replies": [reply]}), times=1)
    chat.say("Hello!")
    expect(chat.log.get_by_text("5", exact=True)).to_be_visible()
    for title, words in (("1", "1"), ("2", "3")):
        expect(chat.choice(title)).to_have_attribute("data-say", words)
