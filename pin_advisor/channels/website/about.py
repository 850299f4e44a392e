"""What the widget is told before anything is said: the shop, a greeting, the needs and pin types in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Optional

from pydantic import BaseModel, Extra, constr
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from pin_advisor.catalog import Catalog
from pin_advisor.channels.website.contract import MAX_TEXT
from pin_advisor.errors import ChannelError
from pin_advisor.paths import PROJECT, shown
from pin_advisor.vocabulary import NEEDS, VALUES

WORDING: Final = PROJECT / "data" / "website.yml"


if TYPE_CHECKING:
    Text = str
else:
    #: Something to read, or to say: a visitor could send it.
    Text = constr(strip_whitespace=True, min_length=1, max_length=MAX_TEXT)


class _Strict(BaseModel):
    class Config:
        extra = Extra.forbid


class Value(_Strict):
    """A value of a need: what is read, and what picking it says."""

    label: Text
    say: Text


class Need(_Strict):
    """A need with its values, or with ``say`` for a number, which stands in place of ``{}``."""

    label: Text
    values: dict[str, Value] = {}
    say: Optional[Text] = None


class Wording(_Strict):
    """``data/website.yml``."""

    greeting: Text
    starters: list[Text]
    needs: dict[str, Need]


def wording(path: Path = WORDING) -> Wording:
    """The checked wording.

    Raises:
        ChannelError: PA404 if it can't be read or doesn't fit the needs.
    """
    try:
        with path.open(encoding="utf-8") as file:
            found = Wording.parse_obj(YAML(typ="safe").load(file))
    except (OSError, YAMLError, ValueError) as error:
        raise _unfit(path, " ".join(str(error).split())[:200]) from None
    if set(found.needs) != set(NEEDS):
        raise _unfit(path, f"needs should be {', '.join(NEEDS)}")
    for name, need in found.needs.items():
        if need.say is not None and "{}" not in need.say:
            raise _unfit(path, f"{name}: say should have {{}} where the number goes")
        if set(need.values) != set(VALUES.get(name, ())) or (need.say is None) != bool(need.values):
            raise _unfit(path, f"{name} should have the values {', '.join(VALUES.get(name, ())) or '(none)'}")
    return found


def about(catalog: Catalog, words: Wording) -> dict[str, Any]:
    """The answer to ``GET about``."""
    return {
        "shop": catalog.shop.name,
        "greeting": words.greeting,
        "starters": words.starters,
        "max_length": MAX_TEXT,
        "needs": {name: _need(words.needs[name]) for name in NEEDS},
        "pin_types": {
            p.id: {"name": p.name, "summary": p.summary, "picture": p.id}
            for p in catalog.pin_types
            if p.offered
        },
    }


def _need(need: Need) -> dict[str, Any]:
    told = need.dict(exclude_none=True)
    return told if need.say is None else told | {"kind": "number"}


def _unfit(path: Path, why: str) -> ChannelError:
    fix = "Compare the file with a fresh copy, and keep its layout."
    return ChannelError("PA404", f"the website's wording can't be used: {why}", fix, shown(path))
