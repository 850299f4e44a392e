"""English for needs and pin types: the few phrases that advice adds to the catalog's sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pin_advisor.catalog.models import Catalog, PinType

#: Longest piece of text that is put together, in characters; one sentence alone is never cut.
LIMIT: Final = 400

#: Completes "Soft enamel pins would be right ...": what stands before the value, then the values.
_CONDITIONS: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "occasion": (
        "for",
        {
            "award": "an award",
            "employee_recognition": "staff recognition",
            "corporate_gift": "a corporate gift",
            "branding": "a company's brand",
            "promotion": "a promotion",
            "trade_show": "a trade show",
            "convention_trading": "pin trading",
            "school": "a school",
            "sports_team": "a sports team",
            "club": "a club",
            "church": "a church",
            "fundraising": "fundraising",
            "fashion": "fashion",
            "personal_gift": "a personal gift",
            "wedding": "a wedding",
            "memorial": "a memorial",
            "collectible": "collectors",
            "souvenir": "souvenirs",
            "other": "some other occasion",
        },
    ),
    "budget": (
        "on",
        {"tight": "a tight budget", "moderate": "a moderate budget", "premium": "a generous budget"},
    ),
    "dimensionality": ("for", {"2d": "a flat (2D) design", "3d": "a 3D design"}),
    "durability": ("for", {"low": "short use", "medium": "ordinary wear", "high": "years of wear"}),
    "artwork": (
        "for artwork with",
        {
            "flat": "plain solid colours",
            "gradient": "colour gradients",
            "photo": "a photo",
            "fine_lines": "very fine lines",
        },
    ),
    "surface": ("for", {"smooth": "a smooth surface", "raised": "raised lines that you can feel"}),
}

#: Most values of one need that a text lists.
_LISTED: Final = 3

#: What advice takes an unknown need to be, and how it says so. A quantity changes notes only.
ASSUMPTIONS: Final[dict[str, tuple[str | None, str]]] = {
    "occasion": ("other", "no particular occasion"),
    "budget": ("moderate", "a moderate budget"),
    "dimensionality": ("2d", "a flat (2D) design"),
    "durability": ("medium", "ordinary wear"),
    "quantity": (None, "an order of a few hundred"),
    "artwork": ("flat", "artwork in plain solid colours"),
}

#: Completes "I left open ...".
LEFT_OPEN: Final = {
    "occasion": "the occasion",
    "budget": "the budget",
    "dimensionality": "whether the design is flat or 3D",
    "durability": "how much wear the pins will get",
    "artwork": "the kind of artwork",
}

#: Aspects in which types are set side by side; whether having more of it is a gain.
_COMPARED: Final = (("cost", False), ("durability", True), ("detail", True))


def condition(need: str, values: Sequence[str | int | None]) -> str:
    """Completes "Soft enamel pins would be right ...": "on a tight budget", "for an award or a school"."""
    if need == "price":
        return "where money is no object"
    if need == "quantity":
        return f"for {values[0]:,} pieces" if values[0] != 1 else "for a single piece"
    start, words = _CONDITIONS[need]
    return f"{start} {listed([words[str(value)] for value in values[:_LISTED]], last='or')}"


def noted(needs: Mapping[str, str | int]) -> str:
    """What has been understood, in one sentence: "Noted: a tight budget and 5,000 pieces."."""
    return f"Noted: {listed([in_short(need, value) for need, value in needs.items()])}."


def in_short(need: str, value: str | int) -> str:
    """A need's value by itself: "a tight budget", "5,000 pieces"."""
    if need == "quantity":
        return condition(need, [value]).removeprefix("for ")
    return _CONDITIONS[need][1][str(value)]


def plural(pin_type: PinType) -> str:
    """The type's plural inside a sentence: "soft enamel pins", but "PVC pins" and "3D cast pins"."""
    first, _, rest = str(pin_type.plural).partition(" ")
    if first[1:] == first[1:].lower() and first[:1].isalpha():
        first = first.lower()
    return f"{first} {rest}".strip()


def listed(parts: Sequence[str], last: str = "and") -> str:
    """One enumeration: "a", "a and b", "a, b and c"."""
    return f" {last} ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def joined(sentences: Iterable[str | None]) -> str:
    """Sentences as one piece of text, each once, as many as fit into :data:`LIMIT`; the first always."""
    text = ""
    for sentence in dict.fromkeys(s for s in sentences if s):
        if text and len(text) + 1 + len(sentence) > LIMIT:
            break
        text = f"{text} {sentence}".strip()
    return text


def set_apart(pin_type: PinType, other: PinType, catalog: Catalog) -> str | None:
    """One sentence: "Soft enamel pins are cheaper, but less durable than hard enamel pins."."""
    text = difference(pin_type, other, catalog)
    return f"{pin_type.plural} are {text} than {plural(other)}." if text else None


def difference(pin_type: PinType, other: PinType, catalog: Catalog) -> str | None:
    """What ``pin_type`` gains and loses against ``other``, by their ranks: "cheaper, but less durable".

    ``None`` where the catalog does not rank both of them.
    """
    gains: list[str] = []
    losses: list[str] = []
    for aspect, more_is_gain in _COMPARED:
        scale = catalog.scales.get(aspect)
        mine, theirs = (t.aspects.get(aspect) for t in (pin_type, other))
        if scale is None or mine is None or theirs is None or mine.rank is None or theirs.rank is None:
            continue
        if mine.rank != theirs.rank:
            more = mine.rank < theirs.rank
            (gains if more == more_is_gain else losses).append(scale.more if more else scale.less)
    return ", but ".join(listed(part) for part in (gains, losses) if part) or None
