"""``pin-advisor quotes``: what visitors want from the shop, ready to act on."""

from __future__ import annotations

import argparse
import dataclasses
import io
import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pin_advisor.store import Request, RequestStore

HELP = "List the quote requests and questions that wait for the shop."

#: What an order is made from, in the order in which it is printed. Whatever else was saved follows.
_ORDER: Final = ("question", "pin_type", "quantity", "needs", "money", "design", "deadline")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add what to list, how, and ``--done``."""
    parser.add_argument("--all", action="store_true", help="list the ones that are done, too")
    parser.add_argument("--json", action="store_true", help="print JSON, for other programs")
    parser.add_argument("--done", nargs="+", metavar="ID", help="mark requests as done and list nothing")


def run(arguments: argparse.Namespace) -> int:
    """List the requests that wait, those taken back included, oldest first, or mark some as done."""
    store = RequestStore()
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that can't show a letter of a request gets its code instead of a traceback.
        sys.stdout.reconfigure(errors="backslashreplace")
    if arguments.done:
        for code in arguments.done:
            print(f"{store.mark_done(code)} is done.")
        return 0
    requests = store.list(None) if arguments.all else store.waiting()
    if arguments.json:
        print(json.dumps([_plain(r) for r in requests], indent=2, ensure_ascii=False))
    elif requests:
        print("\n\n".join(_sheet(r) for r in requests))
    else:
        print("No requests." if arguments.all else "No new requests.")
    return 0


def _plain(request: Request) -> dict[str, Any]:
    return dataclasses.asdict(request) | {"created": request.created.isoformat()}


def _sheet(request: Request) -> str:
    """A request as an order sheet: a headline, then a line for each thing that is known."""
    when = request.created.astimezone().strftime("%d %b %Y, %H:%M")
    status = "" if request.status == "new" else f", {request.status}"
    facts = list(_facts(request))
    width = max(len(label) for label, _ in facts)
    lines = (f"  {label:<{width}}  {value}" for label, value in facts)
    return "\n".join((f"{request.id}  {request.kind} of {when}{status}", *lines))


def _facts(request: Request) -> Iterator[tuple[str, str]]:
    rest = dict(request.payload)
    if "pin_type" in rest:
        rest["pin_type"] = rest["pin_type"] or "not decided"
    rest["money"] = _money(*(rest.pop(f"budget_{part}", None) for part in ("amount", "currency", "per")))
    if isinstance(rest.get("needs"), Mapping) and rest.get("quantity"):
        rest["needs"] = {need: value for need, value in rest["needs"].items() if need != "quantity"}
    for name in (*_ORDER, *sorted(set(rest) - set(_ORDER))):
        value = _words(name, rest.get(name))
        if value:
            yield _label(name), value
    nobody = "deleted, please don't write" if request.status == "withdrawn" else "not given"
    yield "Contact", _line(request.contact or nobody)


def _money(amount: Any, currency: Any, per: Any) -> str | None:
    """What the visitor would spend, as far as it was said: "2.5 EUR per piece"."""
    if amount is None:
        return None
    whole = {"piece": "per piece", "total": "in total"}.get(str(per))
    return " ".join(_line(part) for part in (amount, currency, whole) if part is not None)


def _label(name: str) -> str:
    return _line(name).replace("_", " ").capitalize()


def _words(name: str, value: Any) -> str:
    """A value on one line; nothing for what is not known."""
    if isinstance(value, Mapping):
        known = ((_line(key).replace("_", " "), _words(key, each)) for key, each in value.items())
        return ", ".join(f"{key} {words}" for key, words in known if words)
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, (_words(name, each) for each in value)))
    if value is None:
        return ""
    # Free text stays as it was typed; the fixed values of needs and pin types read better in words.
    return _line(value) if name in ("design", "deadline", "question") else _line(value).replace("_", " ")


def _line(value: Any) -> str:
    """Text on one line: what a stranger typed must not look like a line of the sheet."""
    return " ".join(str(value).split())
