"""``data/language/phrases.yml``: how its entries are looked for, and what is said of a mistake."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from pin_advisor.errors import LanguageError
from pin_advisor.language import phrase_book
from pin_advisor.language.phrase_book import PhraseBook
from pin_advisor.paths import PROJECT

GOOD = """\
words:
  thing: [quote, whole lot]
  medals: [medal, Medals]
phrases:
  drops:
    before: [ok, please, can, you, can you]
    phrases:
      - cancel (it|the <thing>)?
    after: [now, thanks]
  means:
    where: start
    before: [so]
    phrases: [what do you mean]
  ends:
    where: end
    phrases: [it is]
    after: [then]
  sized:
    where: anywhere
    phrases: [<size>, rather]
"""


def book(text: str) -> PhraseBook:
    return PhraseBook(text.encode(), "phrases.yml")


@pytest.mark.parametrize(
    ("name", "said", "not_said"),
    [
        (
            "drops",
            ["cancel", "OK, please... cancel it!", "cancel the whole lot, thanks now", "(ok) cancel"],
            ["cancel the blue", "we cancel", "okcancel", "cancelled", "cancel thanksgiving"],
        ),
        ("means", ["what do you mean?", "so, so what do you mean by it"], ["oh, what do you mean"]),
        ("ends", ["soft it is", "soft it is, then."], ["it is soft", "soft bit is"]),
        ("sized", ["about 25 mm wide", '1"', "oh, rather!"], ["25 mmm", "rathers"]),
    ],
)
def test_an_entry_is_found_where_it_may_stand(name: str, said: list[str], not_said: list[str]) -> None:
    phrase = book(GOOD).phrase(name)
    assert [text for text in said if not phrase.said_in(text)] == []
    assert [text for text in not_said if phrase.said_in(text)] == []


def test_a_long_message_is_given_up_soon_where_lines_overlap() -> None:
    """Without a bound, "can you" as one word or as two would be tried in more ways than there is time for."""
    assert not book(GOOD).phrase("drops").said_in("can you " * 125)


def test_lists_can_be_had_by_themselves() -> None:
    assert book(GOOD).plain_words("medals") == {"medal", "medals"}
    assert book(GOOD).words("thing") == r"(?:quote|whole\slot)"


@pytest.mark.parametrize(
    ("old", "new", "code", "place", "said"),
    [
        (
            "(it|the <thing>)?",
            "(it|the <thing>",
            "PA142",
            "phrases.yml:8",
            'drops / phrases: in "cancel (it|the',
        ),
        ("before: [so]", "before: so?", "PA142", "phrases.yml:12", "? has no meaning"),
        ("<thing>", "<things>", "PA142", "phrases.yml:8", "no list <things>"),
        ("quote, whole lot", "quote, (whole lot", "PA142", "phrases.yml:2", 'thing: in "(whole lot"'),
        ("where: end", "where: ends", "PA141", "phrases.yml:15", "can't be"),
        ("before: [so]", "befor: [so]", "PA141", "phrases.yml:12", "isn't a key known here"),
        ("    phrases: [it is]\n", "", "PA141", "phrases.yml:14", "is missing"),
        ("phrases: [it is]", "phrases: []", "PA141", "phrases.yml:16", "is empty"),
        ("[quote, whole lot]", "[]", "PA141", "phrases.yml:2", "is empty"),
        ("where: start", "where: anywhere", "PA141", "phrases.yml:12", "`before` has no use"),
        ("where: end", "where: start", "PA141", "phrases.yml:17", "`after` has no use"),
        ("  ends:", "  means:", "PA141", "phrases.yml:14", "given twice"),
        ("  ends:", "\tends:", "PA141", "phrases.yml:14", "tab"),
        ("words:", "wordz:", "PA141", "phrases.yml:1", "isn't a key known here"),
    ],
)
def test_a_mistake_is_told_with_its_line(old: str, new: str, code: str, place: str, said: str) -> None:
    assert GOOD.count(old) >= 1
    with pytest.raises(LanguageError) as caught:
        book(GOOD.replace(old, new, 1))
    error = caught.value
    assert (error.code, error.where) == (code, place)
    assert said in error.message
    assert error.fix


def test_what_the_bot_asks_for_has_to_be_there() -> None:
    with pytest.raises(LanguageError, match=r"PA141.*`accepts` is missing under `phrases`"):
        book(GOOD).phrase("accepts")
    with pytest.raises(LanguageError, match=r"PA141.*`colour` is missing under `words`"):
        book(GOOD).words("colour")
    with pytest.raises(
        LanguageError, match=r"PA142: phrases.yml:2: thing: in \"whole lot\" it should be a single"
    ):
        book(GOOD).plain_words("thing")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(LanguageError) as caught:
        phrase_book.load(tmp_path / "phrases.yml")
    assert caught.value.code == "PA141"


def test_the_example_at_the_head_of_the_file_is_true() -> None:
    head = phrase_book.PHRASES.read_text("utf-8").split("\nwords:")[0].splitlines()
    start = head.index("#   drops:")
    example = "\n".join(line.removeprefix("#") for line in head[start : start + 5])
    drops = book(f"words: {{}}\nphrases:\n{example}\n").phrase("drops")
    assert all(map(drops.said_in, ("cancel", "Please cancel it!", "ok, stop that now, thanks")))
    assert not drops.said_in("cancel the blue")


def test_a_file_may_hold_words_alone() -> None:
    words = PhraseBook(b"words:\n  people:\n    - (guest|member)(s)?\n    - crew\n", "amounts.yml")
    assert re.fullmatch(words.words("people"), "members")
    assert re.fullmatch(words.words("people"), "crew")
    with pytest.raises(LanguageError, match=r"PA142: amounts.yml:3: people: in .*never closed"):
        PhraseBook(b"words:\n  people:\n    - (guest|member\n", "amounts.yml")


def test_every_list_round_numbers_is_read_by_somebody() -> None:
    names = yaml.safe_load(phrase_book.AMOUNTS.read_text("utf-8"))["words"]
    sources = "".join(path.read_text("utf-8") for path in (PROJECT / "pin_advisor/language").glob("**/*.py"))
    assert [name for name in names if not re.search(rf"""WORDS\(['"]{name}['"]\)""", sources)] == []
