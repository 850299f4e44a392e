"""The owner reads an order sheet, another program reads JSON, and what is done disappears."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from pin_advisor.cli import quotes
from pin_advisor.errors import StoreError
from pin_advisor.store import RequestStore

ORDER: dict[str, Any] = {
    "needs": {"occasion": "employee_recognition", "budget": "moderate", "durability": None, "quantity": 300},
    "pin_type": "soft_enamel",
    "budget_amount": 2.5,
    "budget_currency": "EUR",
    "budget_per": "piece",
    "quantity": 300,
    "design": "A heron_blue.png,\nfacing left",
    "deadline": "before 12 May",
}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RequestStore:
    monkeypatch.setenv("PIN_ADVISOR_DATABASE_URL", f"sqlite:///{tmp_path}/pins.db")
    return RequestStore()


def run(*argv: str) -> int:
    parser = argparse.ArgumentParser()
    quotes.configure(parser)
    return quotes.run(parser.parse_args(argv))


def test_what_was_taken_back_is_listed_without_its_contact(
    store: RequestStore, capsys: pytest.CaptureFixture[str]
) -> None:
    code = store.save("quote", "conversation-1", "ann@example.com", ORDER)
    store.withdraw("conversation-1")

    assert run() == 0

    sheet = capsys.readouterr().out
    assert sheet.splitlines()[0].endswith(", withdrawn")
    assert "ann@example.com" not in sheet
    assert "heron" not in sheet
    assert "please don't write" in sheet
    run("--done", code)
    capsys.readouterr()
    run()
    assert capsys.readouterr().out == "No new requests.\n"


def test_a_type_that_was_not_decided_is_said_to_be_open(
    store: RequestStore, capsys: pytest.CaptureFixture[str]
) -> None:
    store.save("quote", "conversation-1", "ann@example.com", ORDER | {"pin_type": None})
    run()
    assert "not decided" in capsys.readouterr().out


def test_an_order_sheet_holds_what_an_order_needs(
    store: RequestStore, capsys: pytest.CaptureFixture[str]
) -> None:
    code = store.save("quote", "conversation-1", "ann@example.com", ORDER)

    assert run() == 0

    headline, *lines = capsys.readouterr().out.splitlines()
    facts = dict(line.strip().split("  ", maxsplit=1) for line in lines)
    request = store.get(code)
    assert request is not None
    assert headline == f"{code}  quote of {request.created.astimezone():%d %b %Y, %H:%M}"
    assert {label: value.strip() for label, value in facts.items()} == {
        "Pin type": "soft enamel",
        "Quantity": "300",
        "Needs": "occasion employee recognition, budget moderate",
        "Money": "2.5 EUR per piece",
        "Design": "A heron_blue.png, facing left",
        "Deadline": "before 12 May",
        "Contact": "ann@example.com",
    }


def test_money_is_shown_as_far_as_it_was_said(
    store: RequestStore, capsys: pytest.CaptureFixture[str]
) -> None:
    store.save("quote", "a", None, {"budget_amount": 400, "budget_currency": None, "budget_per": "total"})
    store.save("quote", "b", None, {"budget_amount": None, "budget_currency": "EUR", "budget_per": None})

    run()

    out = capsys.readouterr().out
    assert [line.split(maxsplit=1)[1] for line in out.splitlines() if "Money" in line] == ["400 in total"]
    assert "EUR" not in out


def test_what_else_was_saved_is_shown_and_what_is_missing_is_said(
    store: RequestStore, capsys: pytest.CaptureFixture[str]
) -> None:
    store.save(
        "question", "c", None, {"question": "Do you ship to Malta?", "asked_about": ["delivery", "customs"]}
    )

    run()

    out = capsys.readouterr().out
    assert "Question     Do you ship to Malta?" in out
    assert "Asked about  delivery, customs" in out
    assert "Contact      not given" in out
    assert "None" not in out


def test_a_visitor_cannot_forge_a_line_of_the_sheet(
    store: RequestStore, capsys: pytest.CaptureFixture[str]
) -> None:
    store.save(
        "quote",
        "c",
        "a@b.example\n  Quantity   9",
        {"quantity": 1, "design": "x\x1b[1A\u2028  Contact    eve"},
    )

    run()

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["Quantity", "Design", "Contact"]
    assert "\x1b" not in "".join(lines)


def test_done_requests_are_listed_only_on_request(
    store: RequestStore, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = (store.save("quote", name, None, ORDER) for name in "ab")

    assert run("--done", first.lower(), second) == 0
    assert capsys.readouterr().out.splitlines() == [f"{first} is done.", f"{second} is done."]

    run()
    assert capsys.readouterr().out == "No new requests.\n"
    run("--all")
    out = capsys.readouterr().out
    assert out.count(", done\n") == 2
    assert first in out
    assert second in out


def test_json_holds_everything(store: RequestStore, capsys: pytest.CaptureFixture[str]) -> None:
    code = store.save("quote", "c", "ånn@example.com", ORDER)

    run("--json")

    (request,) = json.loads(capsys.readouterr().out)
    stored = store.get(code)
    assert stored is not None
    assert request == {
        "id": code,
        "kind": "quote",
        "created": stored.created.isoformat(),
        "conversation": "c",
        "contact": "ånn@example.com",
        "status": "new",
        "payload": ORDER,
    }


def test_json_of_nothing_is_an_empty_list(store: RequestStore, capsys: pytest.CaptureFixture[str]) -> None:
    run("--json", "--all")

    assert json.loads(capsys.readouterr().out) == []


def test_an_unknown_id_is_an_error(store: RequestStore) -> None:
    with pytest.raises(StoreError, match="Q-XXXXXX"):
        run("--done", "Q-XXXXXX")
