"""What connectors say beside the bot's replies (``data/channels.yml``), and the words that cards need."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, Extra, root_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from pin_advisor.catalog import Catalog
from pin_advisor.channels.rendering.blocks import PinTypeWords, Words
from pin_advisor.channels.website import about
from pin_advisor.channels.website.about import Text
from pin_advisor.errors import ChannelError
from pin_advisor.paths import PROJECT, shown
from pin_advisor.replies import Choice, Picture

WORDING: Final = PROJECT / "data" / "channels.yml"


class _Strict(BaseModel):
    class Config:
        extra = Extra.forbid


class Media(_Strict):
    """An answer to each kind of thing that is not words."""

    picture: Text
    file: Text
    voice: Text
    video: Text
    sticker: Text
    location: Text
    contact: Text
    other: Text


class Button(_Strict):
    """A choice: what is read, and what picking it says."""

    title: Text
    say: Text


class Headings(_Strict):
    """Of the sections of a card, and of where an answer comes from."""

    reasons: Text
    alternatives: Text
    source: Text
    sources: Text


class Wording(_Strict):
    """``data/channels.yml``."""

    media: Media
    edited: Text
    command: Text
    stale_choice: Text
    empty: Text
    too_fast: Text
    too_long: Text
    busy: Text
    technical: Text
    not_shown: Text
    choose: Text
    numbered: Text
    quote: Button
    card: Headings

    @root_validator(skip_on_failure=True)
    def _has_its_places(cls, values: dict[str, Any]) -> dict[str, Any]:
        for name, place in (("too_long", "{longest}"), ("technical", "{number}"), ("not_shown", "{number}")):
            if place not in values[name] or re.search("[{}]", values[name].replace(place, "")):
                raise ValueError(f"{name} should have {place}, and no other braces")
        return values

    @property
    def offer(self) -> Choice:
        """The choice below an answer to artwork."""
        return Choice(self.quote.title, self.quote.say)


def wording(path: Path = WORDING) -> Wording:
    """The checked wording.

    Raises:
        ChannelError: PA407 if it can't be read, or something is missing or too much.
    """
    try:
        with path.open(encoding="utf-8") as file:
            return Wording.parse_obj(YAML(typ="safe").load(file))
    except (OSError, YAMLError, ValueError) as error:
        reason = " ".join(str(error).split())[:200]
        fix = "Compare the file with a fresh copy, and keep its layout."
        raise ChannelError(
            "PA407", f"the channels' wording can't be used: {reason}", fix, shown(path)
        ) from None


def card_words(catalog: Catalog, words: Wording, labels: about.Wording, pictures: str | None = None) -> Words:
    """The words for cards, from the catalog, the website's labels and ours.

    Args:
        catalog: the shop's catalog.
        words: ``data/channels.yml``.
        labels: ``data/website.yml``, for the needs.
        pictures: address of the folder with a picture ``<id>.png`` of each pin type, if it is public.
    """
    needs = labels.needs
    return Words(
        reasons=words.card.reasons,
        alternatives=words.card.alternatives,
        source=words.card.source,
        sources=words.card.sources,
        choose=words.choose,
        numbered=words.numbered,
        pin_types={
            p.id: PinTypeWords(p.name, p.summary, _picture(pictures, p.id, p.plural))
            for p in catalog.pin_types
        },
        needs={name: need.label for name, need in needs.items()},
        values={
            (name, value): told.label for name, need in needs.items() for value, told in need.values.items()
        },
    )


def _picture(folder: str | None, pin_type: str, alt: str) -> Picture | None:
    return Picture(f"{folder}/{pin_type}.png", alt) if folder and _has_picture(pin_type) else None


def _has_picture(pin_type: str) -> bool:
    return (PROJECT / "widget" / "pictures" / f"{pin_type}.png").is_file()
