from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conversations.schema import ConversationError, load_all, load_file

GOOD = """\
- name: a question and a press of a button
  turns:
    - say: no
      expect: {type: question, slot: [occasion, budget]}
      text: [cost, "how (?:long|much)"]
      never: [none]
    - choose: Not sure
      needs: {occasion: null, quantity: 100}

- name: a long one
  turns:
    - {say: 'ab ', repeat: 3}
"""

#: What is wrong, the file, the line that is named and what the message must say.
BAD = {
    "no list": ("name: x\nturns: []\n", 1, "list of conversations"),
    "empty": ("# nothing yet\n", 1, "list of conversations"),
    "no YAML": ("- name: x\n  turns:\n    - say: what: is it\n", 3, "in quotes"),
    "not indented": ("- name: x\n turns:\n    - say: hi\n", 2, "indentation"),
    "a key twice": (
        "- name: x\n  turns:\n    - say: hi\n      say: ho\n",
        4,
        "'say' stands here for the second time",
    ),
    "not closed": ("- name: x\n  turns:\n    - say: hi\n      text: [a, b?\n", 4, "quotes"),
    "a conversation that is words": ("- hello\n", 1, "key: value"),
    "no name": ("- turns:\n    - say: hi\n", 1, "'name' is missing"),
    "an empty name": ("- name: '  '\n  turns:\n    - say: hi\n", 1, "say what is shown"),
    "no turns": ("- name: x\n", 1, "'turns' is missing"),
    "empty turns": ("- name: x\n  turns: []\n", 2, "'turns' is empty"),
    "an unknown key": ("- name: x\n  turn: 3\n  turns:\n    - say: hi\n", 2, "did you mean 'turns'?"),
    "an unknown key of a turn": (
        "- name: x\n  turns:\n    - say: hi\n    - say: ho\n      texts: [a]\n",
        5,
        "unknown key 'texts' (did you mean 'text'?)",
    ),
    "a turn that is words": ("- name: x\n  turns:\n    - hi\n", 3, "key: value"),
    "neither say nor choose": ("- name: x\n  turns:\n    - text: [a]\n", 3, "either 'say' or 'choose'"),
    "both say and choose": (
        "- name: x\n  turns:\n    - say: hi\n      choose: Tight\n",
        3,
        "either 'say' or 'choose'",
    ),
    "say is no word": ("- name: x\n  turns:\n    - say: true\n", 3, "put them in quotes"),
    "say is a list": ("- name: x\n  turns:\n    - say: [hi, ho]\n", 3, "put them in quotes"),
    "repeat is no number": ("- name: x\n  turns:\n    - say: hi\n      repeat: often\n", 4, "repeat"),
    "text is no list": ("- name: x\n  turns:\n    - say: hi\n      text: hard enamel\n", 4, "[value]"),
    "text is no expression": (
        '- name: x\n  turns:\n    - say: hi\n      text: ["why("]\n',
        4,
        "put \\ before",
    ),
    "never is no expression": (
        "- name: x\n  turns:\n    - say: hi\n      never:\n        - '*'\n",
        5,
        "put \\ before",
    ),
    "an unknown need": (
        "- name: x\n  turns:\n    - say: hi\n      needs: {ocasion: club}\n",
        4,
        "did you mean 'occasion'?",
    ),
    "an unknown type": (
        "- name: x\n  turns:\n    - say: hi\n      expect: {type: recomendation}\n",
        4,
        "did you mean 'recommendation'?",
    ),
    "an unknown type among several": (
        "- name: x\n  turns:\n    - say: hi\n      expect: {type: [answer, anwser]}\n",
        4,
        "did you mean 'answer'?",
    ),
    "expect is no mapping": ("- name: x\n  turns:\n    - say: hi\n      expect: question\n", 4, "key: value"),
}


def write(folder: Path, text: str, name: str = "some.yml") -> Path:
    path = folder / "why" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_is_read(tmp_path: Path) -> None:
    first, second = load_file(write(tmp_path, GOOD))
    assert (first.id, first.line) == ("why/a question and a press of a button", 1)
    assert (second.id, second.line) == ("why/a long one", 10)
    said, chosen = first.conversation.turns
    assert (said.words, said.expect) == ("no", {"type": "question", "slot": ["occasion", "budget"]})
    assert said.text == ("cost", "how (?:long|much)")
    assert (chosen.choose, chosen.needs) == ("Not sure", {"occasion": None, "quantity": 100})
    assert second.conversation.turns[0].words == "ab ab ab "


@pytest.mark.parametrize("say", ["no", "yes", "2d", "12:30", "1.50", "2024-01-31", "200", "~not", "on"])
def test_plain_words_stay_words(tmp_path: Path, say: str) -> None:
    (case,) = load_file(write(tmp_path, f"- name: x\n  turns:\n    - say: {say}\n"))
    assert case.conversation.turns[0].words == say


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_refused_with_its_line_and_what_to_do(tmp_path: Path, what: str) -> None:
    text, line, advice = BAD[what]
    with pytest.raises(ConversationError, match=re.escape(advice)) as raised:
        load_file(write(tmp_path, text))
    assert str(raised.value).startswith(f"why/some.yml:{line}")


def test_the_conversation_is_named_and_every_mistake_told(tmp_path: Path) -> None:
    text = "- name: the first\n  turn: []\n- name: the second\n  turns:\n    - say: hi\n      texts: [a]\n"
    write(tmp_path, text)
    write(tmp_path, "- nothing\n", "other.yml")
    with pytest.raises(ConversationError) as raised:
        load_all(tmp_path)
    told = str(raised.value).splitlines()
    assert [line.split(" ")[0].rstrip(":") for line in told] == [
        "why/other.yml:1", "why/some.yml:1", "why/some.yml:2", "why/some.yml:6",
    ]  # fmt: skip
    assert "(the first)" in told[2]
    assert "(the second)" in told[3]


def test_two_conversations_of_a_behaviour_cannot_share_a_name(tmp_path: Path) -> None:
    write(tmp_path, "- name: the same\n  turns:\n    - say: hi\n", "a.yml")
    write(tmp_path, "- name: the same\n  turns:\n    - say: ho\n", "b.yml")
    with pytest.raises(ConversationError, match=r"why/b\.yml:1: .*why/a\.yml:1; give"):
        load_all(tmp_path)


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "")
    path.write_bytes("- name: caf\u00e9".encode("latin-1"))
    with pytest.raises(ConversationError, match="UTF-8"):
        load_file(path)
