"""What visitors typed, out of what Slack makes of it."""

from __future__ import annotations

from typing import Any

import pytest

from pin_advisor.channels.slack.text import words_of


def rich(*elements: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "type": "rich_text",
            "block_id": "b",
            "elements": [{"type": "rich_text_section", "elements": list(elements)}],
        }
    ]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("hello", "hello"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"),
        ("&amp;lt; is how &lt; is written", "&lt; is how < is written"),
        ("<mailto:ann@example.com|ann@example.com>", "ann@example.com"),
        ("<tel:+15550001|+1 555 0001>", "+1 555 0001"),
        ("<https://pins.example/a?b=c&amp;d=e>", "https://pins.example/a?b=c&d=e"),
        ("<https://pins.example|pins.example>", "pins.example"),
        ("<https://pins.example/|https://pins.example>", "https://pins.example"),
        ("like <https://pins.example/1|this one> please", "like this one (https://pins.example/1) please"),
        ("<@U0BOT> which pin?", "which pin?"),
        ("which, <@U0BOT>, is best?", "which, , is best?"),
        ("<@U0BOT|pin_advisor>", ""),
        ("<@U9|bob> likes soft", "@bob likes soft"),
        ("<@U9> likes soft", "@U9 likes soft"),
        ("as in <#C1|design>", "as in #design"),
        ("as in <#C1>", "as in #C1"),
        ("<!here> look", "@here look"),
        ("<!subteam^S1|@designers> look", "@designers look"),
        ("by <!date^1392734382^{date}|18 February>", "by 18 February"),
        ("two  spaces\n\nand lines ", "two spaces\n\nand lines"),
        ("<>", ""),
        ("مرحبا &amp; שלום", "مرحبا & שלום"),
    ],
)
def test_markup_becomes_words(text: str, typed: str) -> None:
    assert words_of(text, {"U0BOT"}) == typed


@pytest.mark.parametrize(
    ("text", "element", "typed"),
    [
        (":tada:", {"type": "emoji", "name": "tada", "unicode": "1f389"}, "\U0001f389"),
        (
            ":+1::skin-tone-4:",
            {"type": "emoji", "name": "+1", "unicode": "1f44d-1f3fd", "skin_tone": 4},
            "\U0001f44d\U0001f3fd",
        ),
        (
            ":+1::skin-tone-4:",
            {"type": "emoji", "name": "+1", "unicode": "1f44d", "skin_tone": 4},
            "\U0001f44d\U0001f3fd",
        ),
        (
            "a :woman-woman-girl: b",
            {"type": "emoji", "name": "woman-woman-girl", "unicode": "1f469-200d-1f469-200d-1f467"},
            "a \U0001f469\u200d\U0001f469\u200d\U0001f467 b",
        ),
        (":our-logo:", {"type": "emoji", "name": "our-logo"}, ":our-logo:"),
        (":odd:", {"type": "emoji", "name": "odd", "unicode": "zzz"}, ":odd:"),
        ("at 10:30: yes", {"type": "text", "text": "at 10:30: yes"}, "at 10:30: yes"),
    ],
)
def test_names_of_emoji_become_emoji(text: str, element: dict[str, Any], typed: str) -> None:
    assert words_of(text, (), rich(element)) == typed


@pytest.mark.parametrize("blocks", [None, 3, [], [None], {"elements": {"elements": 1}}, [[[[]]]]])
def test_blocks_that_are_none_do_no_harm(blocks: Any) -> None:
    assert words_of("hello :tada:", (), blocks) == "hello :tada:"


def test_blocks_without_a_bottom_do_no_harm() -> None:
    deep: dict[str, Any] = {"type": "emoji", "name": "tada", "unicode": "1f389"}
    for _ in range(30):
        deep = {"type": "rich_text_section", "elements": [deep]}

    assert words_of(":tada:", (), [deep]) == ":tada:"
