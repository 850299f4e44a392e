"""A visitor's side of the website's gateway: requests as browsers send them, and such as no browser would."""

from __future__ import annotations

import http.client
import itertools
import json
import re
import socket
import sqlite3
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final

import jwt
import psycopg2
import sqlalchemy as sa

from pin_advisor.servers import HOST
from tests.bot import Servers

BASE: Final = "/webhooks/website"
#: Seconds after which a test gives up. No promise of the product: a busy machine is slow.
PATIENCE: Final = 60.0

#: Names and secrets of the keys with which the gateway under test signs; the first is the one in use.
KEYS: Final = {"present": "p" * 48, "former": "f" * 48}
#: The secret that it shares with the shop's own website.
LOGIN_KEY: Final = "s" * 48
#: The shop's own website.
SHOP: Final = "https://www.shop.example"
ENVIRONMENT: Final = {
    "PIN_ADVISOR_SESSION_KEYS": ",".join(f"{name}:{secret}" for name, secret in KEYS.items()),
    "PIN_ADVISOR_LOGIN_KEY": LOGIN_KEY,
    "PIN_ADVISOR_ORIGINS": SHOP,
}

NEEDS: Final = {"occasion", "budget", "dimensionality", "durability", "quantity", "artwork"}
#: Statuses that the contract has, by code.
STATUSES: Final = {
    "bad_request": 400,
    "unauthorized": 401,
    "forbidden": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "conflict": 409,
    "too_large": 413,
    "unsupported_media_type": 415,
    "rate_limited": 429,
    "busy": 429,
    "failed": 500,
    "unavailable": 503,
}

# Every address of 127.0.0.0/8 is this machine's, and the gateway counts sessions by address.
_addresses = (f"127.{a}.{b}.{c}" for a, b, c in itertools.product(range(1, 255), repeat=3))


def new_address() -> str:
    """An address from which nobody has come yet."""
    return next(_addresses)


@dataclass(frozen=True)
class Answer:
    """An HTTP response; the names of ``headers`` are in lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def data(self) -> Any:
        """The body as JSON."""
        return json.loads(self.content)

    @property
    def code(self) -> str:
        """The code of the error that it tells."""
        return str(self.data["error"]["code"])

    @property
    def error_id(self) -> str:
        """The id of the error that it tells."""
        return str(self.data["error"]["id"])

    def faults(self) -> list[str]:
        """What every answer of the gateway has to be and this one isn't."""
        found = []
        if self.headers.get("x-content-type-options") != "nosniff":
            found.append("no nosniff")
        if "default-src 'none'" not in self.headers.get("content-security-policy", ""):
            found.append("no content security policy")
        found += [f"tells its {name}" for name in ("server", "x-powered-by") if name in self.headers]
        if self.status < 400:
            return found
        try:
            error = self.data["error"]
            if set(self.data) != {"error"} or set(error) != {"code", "message", "id"}:
                found.append("another body than errors have")
            if STATUSES.get(error["code"]) != self.status:
                found.append(f"{error['code']} with status {self.status}")
            if not re.fullmatch(r"[A-Z0-9]{6}", error["id"]) or not error["message"].endswith("."):
                found.append("no id or no sentence")
        except (ValueError, KeyError, TypeError, AttributeError):
            found.append(f"no error in JSON: {self.content[:80]!r}")
        if self.status in (429, 503) and not self.headers.get("retry-after", "").isdecimal():
            found.append("no Retry-After")
        return found


@dataclass(frozen=True)
class Gateway:
    """The gateway of running servers."""

    servers: Servers

    @property
    def host(self) -> str:
        """What browsers send as ``Host``."""
        return f"{HOST}:{self.servers.port}"

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        address: str | None = None,
    ) -> Answer:
        """Send a request.

        Args:
            method: such as ``POST``.
            path: under the gateway, such as ``/session``.
            body: bytes as they are, anything else as JSON.
            headers: beside those that belong to the body.
            address: where it comes from; one of its own if there is none.
        """
        sent = {} if body is None else {"Content-Type": "application/json"}
        content = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        source = (address or new_address(), 0)
        connection = http.client.HTTPConnection(
            HOST, self.servers.port, timeout=PATIENCE, source_address=source
        )
        with closing(connection):
            connection.request(method, BASE + path, content, {**sent, **(headers or {})})
            return _answer(connection.getresponse())

    def raw(self, request: bytes, address: str | None = None) -> Answer | None:
        """Send these bytes; None if the connection is closed without an answer."""
        with self.connect(address) as connection:
            with suppress(ConnectionError):  # it may refuse before it has read everything
                connection.sendall(request)
            return receive(connection)

    def connect(self, address: str | None = None) -> socket.socket:
        """A connection, from an address of its own unless told otherwise."""
        source = (address or new_address(), 0)
        return socket.create_connection((HOST, self.servers.port), timeout=PATIENCE, source_address=source)

    def visitor(self, login: str | None = None) -> Visitor:
        """Somebody who opens the chat on a machine of their own."""
        address = new_address()
        body = {} if login is None else {"login": login}
        answer = self.ask("POST", "/session", body, address=address)
        assert answer.status == 201, answer
        return Visitor(self, str(answer.data["token"]), address)

    def failing(self) -> list[str]:
        """What it says it is not ready because of; nothing if it is ready."""
        answer = self.ask("GET", "/health/ready")
        assert (answer.status == 503) == ("failing" in answer.data), answer
        return list(answer.data.get("failing", []))

    def log(self) -> str:
        """What Rasa has logged since it was started, but for turns that went well."""
        return "\n".join(line for line in self.servers.bot.output() if '"event":"A turn."' not in line)

    def reason(self, error_id: str) -> str:
        """The reason that the log gives for the error with this id, of which it has to tell once."""
        (line,) = (json.loads(line) for line in self.log().splitlines() if error_id in line)
        assert (line["level"], line["error"]) == ("error", error_id), line
        _, _, reason = line["event"].partition(f"Error {error_id}: ")
        assert reason, line
        return str(reason)

    def require_same_process(self, process_id: int) -> None:
        """Fail unless the process that ran with this id still runs, and answers."""
        assert self.servers.bot.handle.poll() is None, self.log()[-2000:]
        assert self.servers.bot.handle.pid == process_id
        assert self.visitor().history().status == 200


@dataclass(frozen=True)
class Visitor:
    """Somebody with a session."""

    gateway: Gateway
    token: str
    address: str = field(default_factory=new_address)

    @property
    def bearer(self) -> dict[str, str]:
        """The header that carries the session."""
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def conversation(self) -> str:
        """The conversation that the token names."""
        return str(claims(self.token)["sub"])

    def say(self, text: str, message_id: str | None = None, **further: Any) -> Answer:
        """Post a message."""
        body = {"id": message_id or new_id(), "text": text, **further}
        return self.gateway.ask("POST", "/messages", body, self.bearer, self.address)

    def turn(self, text: str, message_id: str | None = None) -> dict[str, Any]:
        """The answer to a message that is sent again as long as the gateway asks for patience."""
        message_id = message_id or new_id()
        for _ in range(20):
            answer = self.say(text, message_id)
            if answer.status not in (429, 503):
                break
            time.sleep(float(answer.headers["retry-after"]))
        assert answer.status == 200, answer
        return dict(answer.data)

    def history(self) -> Answer:
        """What was said so far."""
        return self.gateway.ask("GET", "/history", None, self.bearer, self.address)

    def said(self) -> list[str]:
        """The words of the visitor in the history."""
        return [turn["said"] for turn in self.history().data["turns"]]

    def needs(self) -> dict[str, Any]:
        """The needs that the advisor knows."""
        return dict(self.history().data["needs"])

    def erase(self) -> Answer:
        """Ask for the conversation to be deleted."""
        return self.gateway.ask("DELETE", "/history", None, self.bearer, self.address)


def new_id() -> str:
    """An id for a message, as the widget makes them."""
    return str(uuid.uuid4())


def claims(token: str) -> dict[str, Any]:
    """What a token says, whoever signed it."""
    return dict(jwt.decode(token, options={"verify_signature": False}))


def request_bytes(
    method: str, target: str | bytes, headers: Mapping[str, str | bytes] | None = None, body: bytes = b""
) -> bytes:
    """A request with anything anywhere. ``Host`` and ``Content-Length`` are added if missing."""
    sent: dict[str, str | bytes] = {"Host": HOST, "Content-Length": str(len(body)), **(headers or {})}
    lines = [_bytes(method) + b" " + _bytes(target) + b" HTTP/1.1"]
    lines += [_bytes(name) + b": " + _bytes(value) for name, value in sent.items()]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def receive(connection: socket.socket) -> Answer | None:
    """The answer that comes on ``connection``; None if it is closed without one."""
    response = http.client.HTTPResponse(connection)
    try:
        response.begin()
        return _answer(response)
    except (http.client.BadStatusLine, ConnectionError):
        return None


def rest_of(connection: socket.socket) -> bytes:
    """What comes on ``connection`` until the other side closes it."""
    found = b""
    with suppress(ConnectionError):
        while data := connection.recv(65536):
            found += data
    return found


def wait_for(condition: Callable[[], Any], what: str, seconds: float = PATIENCE) -> Any:
    """What ``condition`` returns as soon as that is true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come about within {seconds:.0f} s")


def rows_with(database: str, *words: str) -> dict[str, int]:
    """How many rows of each table have one of ``words`` in any column; only of tables that have such rows."""
    engine = sa.create_engine(database)
    tables = sa.MetaData()
    found: dict[str, int] = {}
    with closing(engine.connect()) as connection:
        tables.reflect(connection)
        for name, table in tables.tables.items():
            rows = connection.execute(sa.select(table)).all()
            if count := sum(any(word in str(value) for value in row for word in words) for row in rows):
                found[name] = count
    engine.dispose()
    return found


def events_of(database: str, conversation: str) -> list[dict[str, Any]]:
    """The events of a conversation as Rasa serialises them, oldest first."""
    engine = sa.create_engine(database)
    query = sa.text("SELECT data FROM events WHERE sender_id = :sender ORDER BY id")
    with closing(engine.connect()) as connection:
        rows = connection.execute(query, {"sender": conversation}).all()
    engine.dispose()
    return [json.loads(data) for (data,) in rows]


@contextmanager
def locked(database: str) -> Iterator[None]:
    """Nobody else can write to the database meanwhile; in PostgreSQL nobody can read the events either."""
    if database.startswith("sqlite:///"):
        with closing(sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)) as writer:
            writer.execute("PRAGMA busy_timeout = 10000")
            writer.execute("BEGIN EXCLUSIVE")
            yield
            writer.execute("ROLLBACK")
        return
    with closing(psycopg2.connect(database)) as writer:
        writer.cursor().execute("LOCK TABLE conversations, events, messages IN ACCESS EXCLUSIVE MODE")
        yield
        writer.rollback()


def _answer(response: http.client.HTTPResponse) -> Answer:
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, headers, response.read())


def _bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
