from __future__ import annotations

import pytest

from pin_advisor.doctor import variables
from pin_advisor.doctor.finding import Finding, Level

GOOD_TOKEN = "123456789" + ":AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"


def troubles(findings: list[Finding]) -> list[tuple[str | None, str]]:
    return [(f.code, f.message) for f in findings if f.level is not Level.OK]


def test_a_misspelt_variable_is_told_with_what_was_meant() -> None:
    found = list(variables.names({"PIN_ADVISOR_ORIGIN": "https://x", "PIN_ADVISOR_PORT": "1", "HOME": "/"}))
    assert troubles(found) == [("PA151", "PIN_ADVISOR_ORIGIN is read by nothing")]
    assert "Did you mean PIN_ADVISOR_ORIGINS?" in str(found[0].fix)
    assert found[-1].message == "set are PIN_ADVISOR_PORT"


def test_a_name_like_no_other_is_told_without_a_guess() -> None:
    (found, _) = variables.names({"PIN_ADVISOR_ZEBRA_CROSSING_COLOUR": "x"})
    assert "Did you mean" not in str(found.fix)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("PIN_ADVISOR_LOG", "JSON", None),
        ("PIN_ADVISOR_LOG", "xml", "PA152"),
        ("PIN_ADVISOR_LOG_LEVEL", "warning", None),
        ("PIN_ADVISOR_LOG_LEVEL", "loud", "PA152"),
    ],
)
def test_values_of_the_log(name: str, value: str, code: str | None) -> None:
    assert [c for c, _ in troubles(list(variables.logging({name: value})))] == ([code] if code else [])


@pytest.mark.parametrize(
    ("value", "weak"),
    [
        ("", False),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", True),
        ("changeme-changeme-changeme", True),
        ("my-secret-for-the-verify-token", True),
        ("kD9s2mQ7pXv4Lr8tZb1Yw6Nc3Hj5Fg0aSdE", False),
        ("-----BEGIN PUBLIC KEY-----\\naaaaaaaaaaaaaaaaaaa", False),
    ],
)
def test_secrets_that_can_be_guessed_are_told_and_never_shown(value: str, weak: bool) -> None:
    found = list(variables.secrets({"PIN_ADVISOR_MESSENGER_VERIFY_TOKEN": value}))
    assert bool(troubles(found)) is weak
    assert not value or value not in "".join(map(str, found))


def test_each_channel_is_on_off_or_in_trouble() -> None:
    environment = {"PIN_ADVISOR_TELEGRAM_TOKEN": GOOD_TOKEN, "PIN_ADVISOR_SLACK_BOT_TOKEN": "not-a-token"}
    found = {f.part: f for f in variables.channels(environment)}

    assert (found["channel Telegram"].code, found["channel Slack"].code) == ("PA408", "PA408")
    assert found["channel Teams"].message == "off"
    assert GOOD_TOKEN not in "".join(map(str, found.values()))
    whole = {**environment, "PIN_ADVISOR_TELEGRAM_SECRET": "k" * 32}
    assert {f.part: f.message for f in variables.channels(whole)}["channel Telegram"] == "on"


def test_workers_that_lack_what_they_share_are_told() -> None:
    assert [f.message for f in variables.workers({})] == ["1 on this machine"]
    with pytest.raises(Exception, match="PA312"):
        list(variables.workers({"PIN_ADVISOR_WORKERS": "2"}))
