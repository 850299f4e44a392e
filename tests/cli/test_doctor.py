from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from pin_advisor import doctor
from pin_advisor.cli import main
from pin_advisor.doctor.finding import Finding, Level, ok

FINE = ok("disk", "5 GB free")
WARNING = Finding("clock", Level.WARNING, "near – midnight", "PA164", "Set it.")
ERROR = Finding("model", Level.ERROR, "damaged", "PA159", "Train.")


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    findings = [FINE, WARNING]

    def examine() -> Iterator[Finding]:
        yield from findings

    monkeypatch.setattr(doctor, "examine", examine)
    return findings


def test_findings_are_lines_and_only_errors_are_a_status(
    found: list[Finding], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "ok       disk: 5 GB free",
        "warning  clock: PA164 near – midnight",
        "         Set it.",
        "0 errors, 1 warning, 1 in order.",
    ]
    found.append(ERROR)
    assert main(["doctor", "--quiet"]) == 1
    printed = capsys.readouterr().out
    assert "5 GB" not in printed
    assert printed.endswith("1 error, 1 warning, 1 in order.\n")


def test_json_is_for_programs(found: list[Finding], capsys: pytest.CaptureFixture[str]) -> None:
    found.append(ERROR)
    assert main(["doctor", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["warning"], told["error"]) == (1, 1, 1)
    assert told["findings"][2] == {
        "part": "model",
        "level": "error",
        "message": "damaged",
        "code": "PA159",
        "fix": "Train.",
    }


def test_the_real_checks_tell_no_secret(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    secrets = {
        "PIN_ADVISOR_SESSION_KEYS": "main:" + "Geheim1" * 9,
        "PIN_ADVISOR_LOGIN_KEY": "Geheim2" * 9,
        "PIN_ADVISOR_DATABASE_URL": "postgresql://shop:Geheim3@127.0.0.1:1/pins",
        "PIN_ADVISOR_REDIS_URL": "redis://:Geheim4@127.0.0.1:1/0",
        "PIN_ADVISOR_EVENT_BROKER_URL": "amqp://shop:Geheim5@127.0.0.1:1",
        "PIN_ADVISOR_TELEGRAM_SECRET": "Geheim6" * 4,
        "PIN_ADVISOR_SLACK_BOT_TOKEN": "Geheim7" * 4,
        "PIN_ADVISOR_TEAMS_APP_PASSWORD": "Geheim8" * 4,
    }
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)

    assert main(["doctor"]) == 1
    printed = capsys.readouterr()
    assert "Geheim" not in printed.out + printed.err
    assert "PA408" in printed.out
    assert "PA316" in printed.out
