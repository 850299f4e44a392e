"""The audit, by the real pip-audit, with a database of advisories that the tests made up."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from pin_advisor.errors import SupplyError
from supply_chain.audit import ALLOWANCES, main, read_allowances
from supply_chain.locks import ENCODER, SHOP, locked

LOCK = """\
brittle==1.2 \\
    --hash=sha256:{digest}
sound-thing==3.0 \\
    --hash=sha256:{digest}
""".format(digest="0" * 64)

ADVISORY = {
    "id": "GHSA-made-up-1234",
    "aliases": ["CVE-2026-99999"],
    "modified": "2026-01-01T00:00:00Z",
    "published": "2026-01-01T00:00:00Z",
    "summary": "Breaks",
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "brittle"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.3"}]}],
            "versions": ["1.2"],
        }
    ],
}
ALLOWANCE = """\
- id: {id}
  package: {package}
  why: Its network code is never called.
  checked: 2026-06-01
  review_by: 2026-12-01
"""


class Database:
    """Speaks OSV's protocol on loopback: ``advisories`` by package, or what is said instead of an answer."""

    def __init__(self) -> None:
        self.advisories: dict[str, list[dict[str, Any]]] = {"brittle": [ADVISORY]}
        self.asked: list[str] = []
        self.status = 200
        database = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                name = query["package"]["name"]
                database.asked.append(name)
                vulns = database.advisories.get(name, [])
                body = json.dumps({"vulns": vulns} if vulns else {}).encode()
                self.send_response(database.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None: ...

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1/query"


@pytest.fixture
def database() -> Iterator[Database]:
    made = Database()
    thread = threading.Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


class Audit:
    """Runs the command over a small lock file."""

    def __init__(self, folder: Path, url: str) -> None:
        self.lock = folder / "requirements.lock"
        self.lock.write_text(LOCK)
        self.allow = folder / "audit-allow.yml"
        self.allow.write_text("")
        self.url = url

    def __call__(self, today: str = "2026-06-02") -> int:
        options = ["--osv-url", self.url, "--allow", str(self.allow), "--today", today]
        return main([*options, str(self.lock)])


@pytest.fixture
def audit(tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch) -> Audit:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    return Audit(tmp_path, database.url)


def test_a_finding_that_nobody_has_looked_at_fails(
    audit: Audit, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit() == 1

    said = capsys.readouterr().err
    assert said.startswith("PA181: ")
    assert "brittle 1.2: " in said
    assert "GHSA-made-up-1234" in said
    assert "CVE-2026-99999" in said
    assert "(mended in 1.3)" in said
    assert sorted(database.asked) == ["brittle", "sound-thing"]


@pytest.mark.parametrize("name", ["GHSA-made-up-1234", "CVE-2026-99999"])
def test_an_allowed_finding_passes_under_any_of_its_names(
    audit: Audit, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    audit.allow.write_text(ALLOWANCE.format(id=name, package="Brittle"))

    assert audit() == 0
    assert "2 packages: no vulnerability but 1 that can't be reached" in capsys.readouterr().out


def test_an_allowance_is_for_its_own_package_only(audit: Audit, capsys: pytest.CaptureFixture[str]) -> None:
    audit.allow.write_text(ALLOWANCE.format(id="CVE-2026-99999", package="sound-thing"))

    assert audit() == 1
    assert capsys.readouterr().err.startswith("PA181: ")


def test_an_expired_allowance_fails_from_the_day_after(
    audit: Audit, capsys: pytest.CaptureFixture[str]
) -> None:
    audit.allow.write_text(ALLOWANCE.format(id="CVE-2026-99999", package="brittle"))

    assert audit(today="2026-12-01") == 0
    assert audit(today="2026-12-02") == 1
    said = capsys.readouterr().err
    assert said.startswith("PA182: ")
    assert "CVE-2026-99999" in said


def test_what_is_no_longer_found_is_told_and_no_failure(
    audit: Audit, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    audit.allow.write_text(ALLOWANCE.format(id="CVE-2026-99999", package="brittle"))
    database.advisories.clear()

    assert audit(today="2027-12-02") == 0
    assert "No longer found, so take it out" in capsys.readouterr().out


def test_no_answer_is_no_clean_bill(
    audit: Audit, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    database.status = 503

    assert audit() == 1
    assert capsys.readouterr().err.startswith("PA184: ")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("  package: brittle\n", ""), "exactly"),
        (("brittle\n", "brittle\n  note: more\n"), "exactly"),
        (("2026-06-01", "soon"), "must be days"),
        (("2026-12-01", "2027-12-01"), "within a year"),
        (("2026-12-01", "2026-05-01"), "within a year"),
        (("Its network code is never called.", ""), "no reason"),
        (("- id: ", "- id: ["), "can't be read"),
    ],
)
def test_a_list_of_allowances_that_says_too_little_is_refused(
    tmp_path: Path, change: tuple[str, str], words: str
) -> None:
    path = tmp_path / "audit-allow.yml"
    path.write_text(ALLOWANCE.format(id="CVE-2026-99999", package="brittle").replace(*change))

    with pytest.raises(SupplyError, match=words) as raised:
        read_allowances(path)
    assert raised.value.code == "PA183"


def test_every_allowance_is_about_a_package_that_is_locked() -> None:
    packages = {**locked(SHOP), **locked(ENCODER)}
    assert [a.id for a in read_allowances(ALLOWANCES) if a.package not in packages] == []
