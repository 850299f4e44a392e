"""Whatever a reply says, every platform takes what is made of it, and nothing of it is lost or said twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pin_advisor.channels.rendering import RENDERERS
from pin_advisor.channels.rendering.choices import key_of, picked
from pin_advisor.replies import Block, Card, Choice, Message, Picture, Section, Sources, Table
from tests.channels.rendering.readers import READERS, Messages, Reader
from tests.channels.rendering.replies import WORDS, replies

ALL = sorted(RENDERERS)


def squeezed(text: str) -> str:
    """Without the white space, at which texts may be cut."""
    return "".join(text.split())


def parts(block: Block, sources: bool) -> Iterator[str]:
    """What a visitor has to be able to read of a block, on every platform, or on those that name sources."""
    if isinstance(block, Message):
        yield block.text
    elif isinstance(block, Picture):
        yield block.alt
    elif isinstance(block, Card):
        yield block.title
        yield block.summary
        for section in block.sections:
            yield section.heading
            yield from section.lines
    elif isinstance(block, Sources) and sources:
        yield block.line


def offered(blocks: list[Block]) -> list[Choice]:
    return [choice for block in blocks if isinstance(block, Message) for choice in block.choices]


def test_every_renderer_is_read_here() -> None:
    assert set(RENDERERS) == set(READERS)


@settings(max_examples=200)
@given(blocks=replies())
def test_no_limit_is_exceeded_and_no_text_and_no_choice_is_lost(blocks: list[Block]) -> None:
    """Of all renderers in one test, since making up replies takes longest."""
    for name in ALL:
        messages = RENDERERS[name](blocks, WORDS)

        assert messages, name
        assert READERS[name].faults(messages) == [], name
        assert lost_texts(READERS[name], messages, blocks) == [], name
        assert lost_choices(READERS[name], messages, offered(blocks)) == [], name


def lost_texts(reader: Reader, messages: Messages, blocks: list[Block]) -> list[str]:
    """Parts of blocks that can't be read, or not in their order."""
    read, place, lost = squeezed(reader.text(messages)), 0, []
    for part in (part for block in blocks for part in parts(block, reader.shows_sources)):
        found = read.find(squeezed(part), place)
        if found < 0:
            lost.append(part)
        else:
            place = found + len(squeezed(part))
    return lost


def lost_choices(reader: Reader, messages: Messages, choices: list[Choice]) -> list[Choice]:
    """Choices that can't be made, or whose whole title can't be read."""
    read = squeezed(reader.text(messages))
    if reader.numbered:
        return [
            choice
            for number, choice in enumerate(choices, 1)
            if squeezed(f"{number}. {choice.title}") not in read or picked(str(number), choices) != choice
        ]
    if reader.keys(messages) != [key_of(choice) for choice in choices]:
        return choices
    return [
        choice
        for title, choice in zip(reader.titles(messages), choices, strict=True)
        if squeezed(title) != squeezed(choice.title) and squeezed(choice.title) not in read
    ]


@pytest.mark.parametrize("name", ALL)
@given(counts=st.lists(st.integers(0, 4), min_size=1, max_size=5), length=st.integers(1, 400))
def test_nothing_is_said_twice(name: str, counts: list[int], length: int) -> None:
    """Every sentence has a number of its own."""
    numbers = iter(range(1000))

    def sentence() -> str:
        number = f"§{next(numbers):03}§"
        return f"{number} {'and so on ' * length}".strip()

    blocks: list[Block] = []
    for count in counts:
        blocks.append(Message(sentence(), tuple(Choice(f"Choice {n}", f"say {n}") for n in range(count))))
        blocks.append(Card(sentence(), sentence(), (Section(sentence(), (sentence(), sentence())),)))

    read = READERS[name].text(RENDERERS[name](blocks, WORDS))

    assert re.findall(r"§(\d{3})§", read) == [f"{n:03}" for n in range(next(numbers))]


@pytest.mark.parametrize("name", ALL)
def test_a_table_is_shown_with_its_text_or_not_at_all(name: str) -> None:
    reader = READERS[name]
    rows = (("Feel", "Smooth", "Textured"), ("Cost", "A little more", "A little less"))
    table = Table("Hard enamel and soft enamel", ("", "Hard enamel", "Soft enamel"), rows)
    text = Message("Hard enamel pins feel smooth, soft enamel pins have raised lines.")

    messages = RENDERERS[name]([text, table], WORDS)

    read = squeezed(reader.text(messages))
    assert squeezed(text.text) in read
    cells = [squeezed(cell) for row in rows for cell in row]
    assert [cell for cell in cells if cell in read] == (cells if reader.shows_tables else [])
    assert reader.faults(messages) == []


@pytest.mark.parametrize("name", ALL)
@given(length=st.integers(1, 700), title=st.integers(1, 90), choices=st.integers(0, 7))
def test_sources_cost_no_message_and_are_named_whole_or_not_at_all(
    name: str, length: int, title: int, choices: int
) -> None:
    reader = READERS[name]
    answer = Message(f"Answer {'x ' * length}".strip())
    asked = Message("And now?", tuple(Choice(f"Choice {n}", f"say {n}") for n in range(choices)))
    sources = Sources("Sources", ("§" * title, "the shop itself"))

    plain = RENDERERS[name]([answer, asked], WORDS)
    sourced = RENDERERS[name]([answer, sources, asked], WORDS)

    assert len(sourced) <= len(plain)
    read = squeezed(reader.text(sourced))
    assert squeezed(asked.text) in read
    assert read.count(squeezed(sources.line)) == bool(reader.shows_sources or "§" in read)
    assert reader.faults(sourced) == []
