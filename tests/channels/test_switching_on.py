"""Every combination of a connector's variables: none is off, all that it requires is on, a part is refused.

What each one requires is written down here once more, as docs/channels.md tells it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Final

import pytest
from ruamel.yaml import YAML

from pin_advisor.channels import settings
from pin_advisor.channels.connector import Connector
from pin_advisor.channels.settings import CONNECTORS, PUBLIC_URL
from pin_advisor.cli import main
from pin_advisor.errors import ChannelError
from pin_advisor.paths import PROJECT

URL: Final = "https://chat.example.com"
API: Final = "https://api.example.com"

#: Values of the right form, by what stands after ``PIN_ADVISOR_``.
VALUES: Final = {
    "Slack": {
        "SLACK_BOT_TOKEN": "xoxb-" + "x" * 40,
        "SLACK_SIGNING_SECRET": "0123456789abcdef0123456789abcdef",
        "SLACK_API": API,
    },
    "Telegram": {
        "TELEGRAM_TOKEN": "123456:ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "TELEGRAM_SECRET": "s" * 32,
        "TELEGRAM_API": API,
    },
    "Messenger": {
        "MESSENGER_PAGE_TOKEN": "EAAB" + "x" * 40,
        "MESSENGER_APP_SECRET": "0123456789abcdef0123456789abcdef",
        "MESSENGER_VERIFY_TOKEN": "v" * 32,
        "MESSENGER_API": API,
    },
    "Twilio": {
        "TWILIO_ACCOUNT_SID": "AC" + "0123456789abcdef" * 2,
        "TWILIO_AUTH_TOKEN": "fedcba9876543210" * 2,
        "TWILIO_WHATSAPP_NUMBER": "+14155238886",
        "TWILIO_SMS_NUMBER": "+15558675310",
        "TWILIO_API": API,
    },
    "Teams": {
        "TEAMS_APP_ID": "00000000-0000-4000-8000-000000000001",
        "TEAMS_APP_PASSWORD": "abc8Q~0123456789abcdefghij",
        "TEAMS_TENANT": "00000000-0000-4000-8000-000000000002",
        "TEAMS_API": API,
    },
}
REQUIRED: Final = {
    "Slack": ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"),
    "Telegram": ("TELEGRAM_TOKEN", "TELEGRAM_SECRET"),
    "Messenger": ("MESSENGER_PAGE_TOKEN", "MESSENGER_APP_SECRET", "MESSENGER_VERIFY_TOKEN"),
    "Twilio": ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"),
    "Teams": ("TEAMS_APP_ID", "TEAMS_APP_PASSWORD"),
}
#: At least one of these, and the public address, beside what is required.
ONE_OF: Final = {"Twilio": ("TWILIO_WHATSAPP_NUMBER", "TWILIO_SMS_NUMBER")}
PUBLIC: Final = ("Twilio",)
TITLES: Final = tuple(VALUES)
PARTS: Final = [
    (title, some) for title in TITLES for n in range(1, 6) for some in combinations(VALUES[title], n)
]


def named(*names: str) -> tuple[str, ...]:
    return tuple(f"PIN_ADVISOR_{name}" for name in names)


def environment(title: str, names: tuple[str, ...]) -> dict[str, str]:
    return {f"PIN_ADVISOR_{name}": VALUES[title][name] for name in names}


def missing(title: str, names: tuple[str, ...], public: bool) -> list[str]:
    """What has to be named, in the order in which it is."""
    lacking = [*named(*(name for name in REQUIRED[title] if name not in names))]
    if title in ONE_OF and not set(ONE_OF[title]) & set(names):
        lacking.append(" or ".join(named(*ONE_OF[title])))
    return [*lacking, *([PUBLIC_URL] if title in PUBLIC and not public else [])]


def told(message: str) -> list[str]:
    """What a refusal names."""
    return message.partition("missing: ")[2].split(", ")


@pytest.mark.parametrize("public", [True, False], ids=["with an address", "without"])
@pytest.mark.parametrize(
    ("title", "names"), PARTS, ids=lambda part: part if isinstance(part, str) else "+".join(part)
)
def test_a_combination_is_on_or_refused_with_exactly_what_is_missing(
    title: str, names: tuple[str, ...], public: bool
) -> None:
    given = {**environment(title, names), **({PUBLIC_URL: URL} if public else {})}
    lacking = missing(title, names, public)

    if not lacking:
        settings.check(given)
        (connector,) = (c for c in CONNECTORS if c.title == title)
        assert connector.read(given) == environment(title, names)
        return
    with pytest.raises(ChannelError) as caught:
        settings.check(given)
    assert caught.value.code == "PA408"
    assert caught.value.message.startswith(f"{title} is only partly set up")
    assert told(caught.value.message) == lacking
    # Numbers and addresses may be shown, secrets never.
    secrets = [v for n, v in given.items() if re.search("TOKEN|SECRET|PASSWORD", n)]
    assert not any(value in str(caught.value) for value in secrets)


def test_all_connectors_may_be_on_at_once_and_one_that_is_not_whole_is_found_among_them() -> None:
    everything = {PUBLIC_URL: URL}
    for title in TITLES:
        everything |= environment(title, tuple(VALUES[title]))
    settings.check(everything)

    for title in TITLES:
        (first, *_) = named(*REQUIRED[title])
        with pytest.raises(ChannelError, match=f"{title} is only partly set up") as caught:
            settings.check({name: value for name, value in everything.items() if name != first})
        assert told(caught.value.message) == [first]


def test_of_several_that_are_not_whole_all_are_told_at_once() -> None:
    firsts = {title: REQUIRED[title][0] for title in TITLES}
    parts = {name: value for title in TITLES for name, value in environment(title, (firsts[title],)).items()}

    sentences = [problem.message for problem in settings.problems(parts) if problem.code == "PA408"]

    assert [sentence.partition(" is only partly")[0] for sentence in sentences] == list(TITLES)
    assert [told(sentence) for sentence in sentences] == [
        missing(title, (firsts[title],), public=False) for title in TITLES
    ]


@pytest.mark.parametrize("title", TITLES)
def test_run_refuses_to_start_with_a_part(
    title: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in (*settings.off(), PUBLIC_URL):
        monkeypatch.delenv(name, raising=False)
    (first, *_) = REQUIRED[title]
    for name, value in environment(title, (first,)).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("pin_advisor.cli.run.ensure_model", _not_reached)
    # Else a hang-up would interrupt the tests from now on.
    monkeypatch.setattr("pin_advisor.cli.signal.signal", lambda *_: None)

    assert main(["run"]) == 1

    printed = capsys.readouterr()
    assert (printed.out, printed.err.split(":")[0]) == ("", "PA408")
    assert all(name in printed.err for name in missing(title, (first,), public=False))


def _not_reached(*_: object, **__: object) -> None:
    raise AssertionError("something was started")


@pytest.mark.parametrize("title", TITLES)
def test_a_connector_itself_refuses_a_part_when_rasa_is_started_in_another_way(
    title: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (kind,) = (kind for kind in connectors() if kind.SETTINGS.title == title)
    for name in (*settings.off(), PUBLIC_URL):
        monkeypatch.delenv(name, raising=False)
    kind()  # off
    (first, *_) = REQUIRED[title]
    for name, value in environment(title, (first,)).items():
        monkeypatch.setenv(name, value)

    with pytest.raises(ChannelError) as caught:
        kind()

    assert told(caught.value.message) == missing(title, (first,), public=False)


def test_credentials_name_every_connector_and_what_is_here_is_all_of_it() -> None:
    assert sorted(kind.SETTINGS.title for kind in connectors()) == sorted(TITLES)
    variables: Mapping[str, tuple[str, ...]] = {
        c.title: tuple(variable.name for variable in c.variables) for c in CONNECTORS
    }
    assert variables == {title: named(*VALUES[title]) for title in variables}


def connectors() -> Iterator[type[Connector]]:
    """The classes that ``credentials.yml`` names."""
    from rasa.shared.utils.common import class_from_module_path

    for path in YAML(typ="safe").load(PROJECT / "credentials.yml"):
        kind = class_from_module_path(path)
        if issubclass(kind, Connector):
            yield kind
