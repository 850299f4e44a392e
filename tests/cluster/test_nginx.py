"""What strangers can reach: the website's gateway, the channels and one address for health. Nothing else."""

from __future__ import annotations

import inspect
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path
from typing import Final

import pytest

from pin_advisor.servers import free_port
from tests.cluster.services import Nginx, wait_until
from tests.cluster.workers import NGINX, Address, Workers, site
from tests.website.gateway import BASE, Gateway, new_id

pytestmark = [pytest.mark.service(name) for name in ("redis", "postgresql", "nginx")]

METHODS: Final = "GET HEAD POST PUT PATCH DELETE OPTIONS TRACE CONNECT PROPFIND MADE-UP".split()
#: Ways to write an address that isn't allowed as if it were.
DISGUISES: Final = (
    "/webhooks/website/../rest/webhook",
    "/webhooks/website/%2e%2e/rest/webhook",
    "/webhooks/website/..%2frest/webhook",
    "/webhooks/website/./../../model/parse",
    "//webhooks/rest/webhook",
    "/webhooks//rest/webhook",
    "/webhooks/slack/webhook/../../rest/webhook",
    "/webhooks/slack/webhook/",
    "/webhooks/slack/webhook/more",
    "/WEBHOOKS/WEBSITE/about",
    "/health/",
    "/health/ready",
    "/soon.html",
    "/nothing.json",
    "/nginx.conf",
    "http://127.0.0.1:5055/actions",
)


@dataclass(frozen=True)
class Alone:
    """nginx without any worker."""

    port: int

    @property
    def gateway(self) -> Gateway:
        return Gateway(Address(self.port, ""))  # type: ignore[arg-type]


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Alone]:
    if not shutil.which("nginx"):
        pytest.skip("needs nginx (it is not installed)")
    port = free_port()
    for file in NGINX.iterdir():
        shutil.copy(file, tmp_path)
    (tmp_path / "workers.conf").write_text(f"server 127.0.0.1:{free_port()} max_fails=0;\n")
    (tmp_path / "site.conf").write_text(site(tmp_path, f"listen 127.0.0.1:{port};"))
    nginx = Nginx(tmp_path, tmp_path / "nginx.conf")
    nginx.start()

    def listens() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    wait_until(listens, "nginx")
    yield Alone(port)
    nginx.stop()


def routes_of_rasa() -> list[str]:
    """What Rasa's server offers with its API switched on, and the action server."""
    import rasa.server

    found = re.findall(r'@app\.(?:get|post|put|delete)\(\s*"([^"]+)"', inspect.getsource(rasa.server))
    assert len(found) >= 19
    return [re.sub(r"<[^>]+>", "x", route) for route in found]


def ask(port: int, method: str, target: str) -> tuple[int, str]:
    """Status and server of the answer to a request that no client library would send."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=30)) as connection:
        host = f"127.0.0.1:{port}"
        head = f"{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode())
        response = HTTPResponse(connection, method=method)
        response.begin()
        response.read()
        return response.status, response.getheader("Server") or ""


def test_whatever_is_not_allowed_is_not_there_with_any_method(alone: Alone) -> None:
    """A request that nginx passed on would be answered with 503 here, since no worker runs."""
    others = ("/actions", "/webhook", "/webhooks/rest/", "/webhooks/rest/webhook", "/webhooks/x/webhook")
    targets = {*routes_of_rasa(), *others, *DISGUISES, "/.git/config", "*"}
    found = {(m, t): ask(alone.port, m, t) for t in sorted(targets) for m in METHODS}

    # What is no path, or no method at all, is refused before it is looked for.
    strange = {place: answer for place, answer in found.items() if answer != (404, "nginx")}
    assert {place for place in strange if place[1].startswith("/")} == set()
    assert set(strange.values()) <= {(400, "nginx")}
    assert ask(alone.port, "GET", f"{BASE}/about") == (503, "nginx")


def test_what_is_allowed_reaches_a_worker(workers: Workers) -> None:
    port = workers.port
    assert ask(port, "GET", "/health")[0] == 200
    for method in METHODS:
        if method not in ("GET", "HEAD"):
            assert ask(port, method, "/health")[0] == 404
    assert ask(port, "GET", f"{BASE}/pin-advisor.js")[0] == 200
    assert ask(port, "GET", f"{BASE}/about")[0] == 200
    assert ask(port, "POST", f"{BASE}/session")[0] == 415
    # They are off here; nginx would say so itself if it did not pass them on.
    assert workers.gateway.ask("POST", "/../slack/webhook").data["error"]["id"] != "NGNX44"


def test_nobody_speaks_for_another_address(workers: Workers) -> None:
    """New sessions are counted by address, and what a client says of its own is not believed."""
    statuses = []
    for n in range(12):
        headers = {"X-Forwarded-For": f"203.0.113.{n}", "Forwarded": f"for=203.0.113.{n}"}
        answer = workers.gateway.ask("POST", "/session", {}, headers, address="127.200.0.1")
        statuses.append(answer.status)
    assert statuses == [201] * 10 + [429] * 2


def test_what_is_too_large_or_unclear_is_refused_as_the_gateway_does(workers: Workers) -> None:
    visitor = workers.gateway.visitor()
    large = workers.gateway.ask("POST", "/messages", b"x" * 40_000, visitor.bearer)
    assert (large.status, large.code) == (413, "too_large")
    unclear = workers.gateway.raw(b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 2\r\n\r\n")
    assert unclear is None or (unclear.status, unclear.code) == (400, "bad_request")
    flood = [workers.gateway.ask("GET", "/about", address="127.200.0.2") for _ in range(120)]
    assert {a.status for a in flood} == {200, 429}
    (many,) = {(a.code, a.headers["retry-after"]) for a in flood if a.status == 429}
    assert many == ("rate_limited", "2")


def test_nginx_says_neither_its_version_nor_what_visitors_write(workers: Workers) -> None:
    visitor = workers.gateway.visitor()
    words = f"canary-{new_id()}"
    visitor.say(words)
    workers.gateway.ask("GET", f"/about?token={words}")
    assert words not in (workers.folder / "nginx" / "access.log").read_text()
    assert workers.gateway.ask("GET", "/about").headers["server"] == "nginx"


def test_without_a_worker_visitors_are_told_that_it_will_be_back(alone: Alone) -> None:
    program = alone.gateway.ask("GET", "/about")
    assert (program.status, program.code, program.headers["retry-after"]) == (503, "unavailable", "5")
    person = alone.gateway.ask("GET", "/demo/", headers={"Accept": "text/html,*/*"})
    assert (person.status, person.headers["content-type"]) == (503, "text/html")
    assert b"Back soon" in person.content
    assert "default-src 'none'" in person.headers["content-security-policy"]


def test_the_configuration_is_right_as_it_is_delivered(tmp_path: Path) -> None:
    """With a certificate, names and ports as in site.conf; only the paths are others."""
    for file in NGINX.iterdir():
        shutil.copy(file, tmp_path)
    subject = ("-subj", "/CN=chat.example.com", "-nodes", "-newkey", "rsa:2048")
    files = ("-keyout", str(tmp_path / "tls.key"), "-out", str(tmp_path / "tls.crt"))
    subprocess.run(["openssl", "req", "-x509", *subject, *files], check=True, capture_output=True)
    place = (tmp_path / "site.conf").read_text()
    place = re.sub(r"/etc/nginx/tls|/var/log/nginx|/usr/share/pin-advisor", str(tmp_path), place)
    place = re.sub(r"\b(80|443)(?=[ ;])", lambda _: str(free_port()), place)  # nginx opens them, too
    (tmp_path / "site.conf").write_text(place)

    told = Nginx(tmp_path, tmp_path / "nginx.conf").check()

    assert "test is successful" in told, told
    assert "[warn]" not in told, told
