from __future__ import annotations

import threading
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from pin_advisor.doctor import variables
from pin_advisor.doctor.finding import Finding, Level

GOOD_TOKEN = "123456789" + ":AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"


def troubles(findings: list[Finding]) -> list[tuple[str | None, str]]:
    return [(f.code, f.message) for f in findings if f.level is not Level.OK]


def codes(findings: Iterable[Finding]) -> list[str | None]:
    return [code for code, _ in troubles(list(findings))]


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
    environment = {"PIN_ADVISOR_TELEGRAM_TOKEN": GOOD_TOKEN, "PIN_ADVISOR_SLACK_BOT_TOKEN": "xoxb-1-2345"}
    found = {f.part: f for f in variables.channels(environment)}

    assert (found["channel Telegram"].code, found["channel Slack"].code) == ("PA408", "PA408")
    assert found["channel Teams"].message == "off"
    assert GOOD_TOKEN not in "".join(map(str, found.values()))
    whole = {**environment, "PIN_ADVISOR_TELEGRAM_SECRET": "k" * 32}
    assert {f.part: f.message for f in variables.channels(whole)}["channel Telegram"] == "on"


def test_workers_that_lack_what_they_share_are_told() -> None:
    assert [f.message for f in variables.workers({})] == ["1 on this machine"]
    assert codes(variables.workers({"PIN_ADVISOR_WORKERS": "2"})) == ["PA312", "PA313"]
    both = {"PIN_ADVISOR_WORKERS": "many", "PIN_ADVISOR_REDIS_URL": "cache"}
    assert codes(variables.workers(both)) == ["PA311", "PA314", "PA315"]


def test_every_mistake_of_a_channel_is_told_and_not_the_first_alone() -> None:
    environment = {
        "PIN_ADVISOR_TWILIO_ACCOUNT_SID": "SK12",
        "PIN_ADVISOR_TWILIO_AUTH_TOKEN": "x",
        "PIN_ADVISOR_TWILIO_SMS_NUMBER": "12",
    }
    twilio = [f for f in variables.channels(environment) if f.part == "channel Twilio"]
    assert [f.code for f in twilio] == ["PA408", "PA409", "PA409", "PA409"]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("PIN_ADVISOR_REST", "of", "PA410"),
        ("PIN_ADVISOR_REST", "OFF", None),
        ("SANIC_PROXIES_COUNT", "one", "PA411"),
        ("SANIC_PROXIES_COUNT", "-1", "PA411"),
        ("SANIC_PROXIES_COUNT", "1", None),
        ("PIN_ADVISOR_PUBLIC_URL", "chat.example.com", "PA409"),
    ],
)
def test_what_all_channels_need_is_looked_at(name: str, value: str, code: str | None) -> None:
    assert codes(variables.channels({name: value})) == ([code] if code else [])


def test_every_mistake_of_the_website_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIN_ADVISOR_SESSION_KEYS", "short")
    monkeypatch.setenv("PIN_ADVISOR_LOGIN_KEY", "short")
    monkeypatch.setenv("PIN_ADVISOR_ORIGINS", "shop.example")
    monkeypatch.setenv("PIN_ADVISOR_RETENTION_DAYS", "some")
    assert codes(variables.website()) == ["PA401", "PA401", "PA403", "PA406"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("PINADVISOR_PORT", "PIN_ADVISOR_PORT"),
        ("pin_advisor_port", "PIN_ADVISOR_PORT"),
        ("PIN_ADVISER_ORIGINS", "PIN_ADVISOR_ORIGINS"),
        ("SANIC_PROXY_COUNT", "SANIC_PROXIES_COUNT"),
    ],
)
def test_a_name_that_does_not_even_begin_right_is_told(name: str, meant: str) -> None:
    (found, _) = variables.names({name: "1", "SANIC_PROXIES_COUNT": "1", "PATH": "/bin"})
    assert (found.code, found.message) == ("PA151", f"{name} is read by nothing")
    assert meant in str(found.fix)


def test_an_action_server_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    status = [200]

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.path == "/actions" and self.headers["Authorization"] == "Bearer Geheim"
            self.send_response(status[0] if known else 401)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("PIN_ADVISOR_ACTIONS_URL", f"http://127.0.0.1:{server.server_port}/webhook")
    monkeypatch.setenv("PIN_ADVISOR_ACTIONS_TOKEN", "Geheim")
    assert codes(variables.actions()) == []
    status[0] = 500
    assert codes(variables.actions()) == ["PA117"]
    monkeypatch.setenv("PIN_ADVISOR_ACTIONS_TOKEN", "other")
    assert codes(variables.actions()) == ["PA118"]
    server.shutdown()
    server.server_close()
    assert codes(variables.actions()) == ["PA117"]


def test_an_address_of_an_action_server_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIN_ADVISOR_ACTIONS_URL", raising=False)
    assert codes(variables.actions()) == []
    for wrong in ("localhost:5055", "http://127.0.0.1:5055", "http://127.0.0.1:port/webhook"):
        monkeypatch.setenv("PIN_ADVISOR_ACTIONS_URL", wrong)
        assert codes(variables.actions()) == ["PA114"]
