"""What would keep the bot from serving, looked at before it is started.

All of it is looked at, so that an operator hears of every mistake at once, and of none after minutes. What is
wrong for good keeps the bot from being started. What may come back by itself does not: a database that is
down for a moment is told, and the bot waits for it.
"""

from __future__ import annotations

import os
import pickle
import signal
import socket
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from pin_advisor.channels import settings
from pin_advisor.channels.website import keys
from pin_advisor.channels.website.origins import Origins
from pin_advisor.cluster import settings as cluster
from pin_advisor.cluster.ports import ports as bot_ports
from pin_advisor.doctor.finding import Finding, Level
from pin_advisor.errors import OperationError, PinAdvisorError, StoreError
from pin_advisor.metrics import HOST_VARIABLE, served_at
from pin_advisor.paths import DATABASE_VARIABLE, STORE, shown
from pin_advisor.servers import BOT_PORT, FIGURES_PORT, figures_of, require_free
from pin_advisor.sqlite_files import READ_ONLY, how_to_write, require_writable, share_permissions

#: Where actions are carried out instead of in the bot.
ACTIONS_VARIABLE: Final = "PIN_ADVISOR_ACTIONS_URL"
_RETENTION: Final = "PIN_ADVISOR_RETENTION_DAYS"
_BROKER: Final = "PIN_ADVISOR_EVENT_BROKER_URL"
#: Seconds that a database may take to answer.
_PATIENCE: Final = 2
#: What PostgreSQL says where waiting would help nobody; in another language it is waited for.
_FOR_GOOD: Final = (
    "password authentication failed",
    "no password supplied",
    "no pg_hba.conf entry",
    "authentication failed for user",
    "does not exist",
    "server does not support SSL",
)

Check = Callable[[], object]


@dataclass(frozen=True)
class Obstacles:
    """What was found: what has to be put right first, and what the bot waits for."""

    errors: tuple[PinAdvisorError, ...] = ()
    passing: tuple[PinAdvisorError, ...] = ()
    #: What is in nobody's way, but hardly meant so.
    warnings: tuple[Finding, ...] = ()


class Passing(Exception):
    """Something is away that may come back by itself. It is said by the error that this holds."""

    def __init__(self, error: PinAdvisorError) -> None:
        super().__init__(error)
        self.error = error


def obstacles(port: int) -> Obstacles:
    """All that is in the way of a start at ``port``.

    It is looked at in a process of its own, which takes along what it imported: who watches over the bot
    stays as long as the bot does.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            with open(writing, "wb") as file:
                pickle.dump(found(port), file)
        finally:
            os._exit(0)
    os.close(writing)
    try:
        with open(reading, "rb") as file:
            told = file.read()
    finally:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    # It tells nothing if a library can't be loaded, as the bot then does itself.
    return pickle.loads(told) if told else Obstacles()


def found(port: int) -> Obstacles:
    """The same in this process."""
    errors: list[PinAdvisorError] = []
    passing: list[PinAdvisorError] = []
    for look in _LOOKS:
        try:
            errors += look(port)
        except Passing as away:
            passing.append(away.error)
    return Obstacles(tuple(errors), tuple(passing), tuple(_unread_variables()))


def _unread_variables() -> Iterator[Finding]:
    from pin_advisor.doctor import variables

    yield from (finding for finding in variables.names() if finding.level is not Level.OK)


def raised(*checks: Check) -> Iterator[PinAdvisorError]:
    """The errors of those checks that raise one."""
    for check in checks:
        try:
            check()
        except PinAdvisorError as error:
            yield error


def website() -> Iterator[PinAdvisorError]:
    """What can't be used of the website's settings."""
    yield from raised(keys.login_key, keys.session_keys, Origins.from_environment)
    if not os.environ.get(keys.KEYS_VARIABLE, "").strip():
        yield from raised(keys.kept_key)
    if _RETENTION in os.environ:  # it brings the database's library along
        from pin_advisor.store.retention import retention

        yield from raised(retention)


def listening(port: int) -> Iterator[PinAdvisorError]:
    """Ports that can't be used, of the bot and of its figures."""
    try:
        count = cluster.workers()
    except PinAdvisorError:  # told with the other settings
        count = 1
    try:
        taken = bot_ports(port, count)
    except PinAdvisorError as error:
        yield error
        return
    yield from raised(*(_free(number) for number in taken))
    yield from figures(taken)


def figures(bots: Sequence[int], free: bool = True) -> Iterator[PinAdvisorError]:
    """What is wrong with the ports of the figures for Prometheus.

    Args:
        bots: the ports of the bot.
        free: whether nothing may listen there yet.
    """
    try:
        first = figures_of(0)
    except PinAdvisorError as error:
        yield error
        return
    if not first:
        return
    host = served_at()
    try:
        with socket.create_server((host, 0)):
            pass
    except OSError as error:
        yield OperationError(
            "PA116",
            f"{host!r} is no address of this machine that figures can be served at ({error.strerror})",
            "Write one that `ip address` shows, or unset it for 127.0.0.1.",
            HOST_VARIABLE,
        )
    for number in range(len(bots)):
        figures_port = int(first[FIGURES_PORT.variable]) + number
        if figures_port in bots or figures_port > 65535:
            yield OperationError(
                "PA113",
                f"{figures_port} can't be the port of the figures of worker {number + 1}",
                f"Each worker takes the next one, and none may be a port of the bot or lie beyond 65535: "
                f"{FIGURES_PORT.variable}={FIGURES_PORT.default}.",
                FIGURES_PORT.variable,
            )
        elif free:
            yield from raised(_free(figures_port, figures=True))


def actions() -> None:
    """See that an action server's address is one, if there is to be one.

    Raises:
        OperationError: PA114 if it is none.
    """
    text = os.environ.get(ACTIONS_VARIABLE, "").strip()
    with suppress(ValueError):
        url = urlsplit(text)
        _ = url.port  # raises where it is none
        if not text or (url.scheme in ("http", "https") and url.hostname and url.path.endswith("/webhook")):
            return
    raise OperationError(
        "PA114",
        "this is no address of an action server",
        "Write http://127.0.0.1:5055/webhook, or unset it: then the bot carries out the actions itself.",
        ACTIONS_VARIABLE,
    )


def broker() -> None:
    """See that the address of the message broker is one, if there is to be one.

    Raises:
        StoreError: PA318 if it is none.
    """
    if os.environ.get(_BROKER, "").strip():
        from pin_advisor.store.broker_address import broker_address

        broker_address()


def database() -> None:
    """See that the database can be used.

    Raises:
        StoreError: PA304 if its address is none, PA319 to PA321 if it can't ever be reached as it is set up.
        Passing: PA322 if it is away at the moment.
    """
    if not os.environ.get(DATABASE_VARIABLE):
        _file(STORE / "pin_advisor.db")
        return
    import sqlalchemy as sa

    from pin_advisor.store.database import Database, database_file

    if file := database_file():
        _file(file)
        return
    store = Database(sa.MetaData())
    if store.engine.dialect.name == "postgresql":
        url = store.engine.url
        _postgresql(store.where, url.host, url.port, store.engine.connect)


def _file(path: Path) -> None:
    there = path if path.exists() else next(parent for parent in path.parents if parent.exists())
    if there is not path:
        if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
            raise _unusable(path, f"it can't be made, since {shown(there)} can't be written to")
        return
    share_permissions(path)
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=_PATIENCE)) as connection:
            connection.isolation_level = None
            require_writable(connection)
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            message = f"another program holds it ({error}); the bot waits for it"
            fix = f"See which one, and end it: `fuser {shown(path)}`. The bot then goes on by itself."
            raise Passing(StoreError("PA322", message, fix, shown(path))) from None
        remedy = how_to_write(shown(path)) if READ_ONLY in str(error) else None
        raise _unusable(path, str(error), remedy) from None


def _unusable(path: Path, why: str, remedy: str | None = None) -> StoreError:
    return StoreError(
        "PA319",
        f"the file of the database can't be used: {why}",
        remedy
        or "See that it is a SQLite database and that it and its folder belong to the user who runs the bot; "
        "a damaged one is replaced by the last backup (docs/operations.md).",
        shown(path),
    )


def _postgresql(where: str, host: str | None, port: int | None, connect: Callable[[], Any]) -> None:
    from sqlalchemy.exc import SQLAlchemyError

    try:
        if host and not host.startswith("/"):
            socket.getaddrinfo(host, port)
        connect().close()
        return
    except socket.gaierror as error:
        reason, nowhere = error.strerror, error.errno == socket.EAI_NONAME
    except SQLAlchemyError as error:
        lines = str(getattr(error, "orig", None) or error).strip().splitlines()
        reason, nowhere = lines[0], False
        if any(sign in reason for sign in _FOR_GOOD):
            fix = f"Put user, password and database right in {DATABASE_VARIABLE}, or make them on the server."
            raise StoreError("PA321", f"the database refuses the bot: {reason}", fix, where) from None
    if nowhere:
        fix = f"Put the name of its host right in {DATABASE_VARIABLE}."
        raise StoreError("PA320", f"the database is nowhere to be found: {reason}", fix, where) from None
    message = f"the database does not answer at the moment ({reason}); the bot waits for it"
    fix = f"Start it; the bot then goes on by itself. Or put its address right in {DATABASE_VARIABLE}."
    raise Passing(StoreError("PA322", message, fix, where)) from None


def _free(number: int, figures: bool = False) -> Check:
    return lambda: require_free(number, FIGURES_PORT if figures else BOT_PORT)


def redis() -> None:
    """See that Redis can be used, if there is to be one.

    Raises:
        StoreError: PA323 if it never can be at this address.
        Passing: PA316 if it is away at the moment.
    """
    try:
        cluster.redis_url()
    except PinAdvisorError:  # told with the other settings
        return
    try:
        cluster.require_redis()
    except StoreError as error:
        if error.code != cluster.AWAY:
            raise
        raise Passing(error) from None


#: In the order in which they are told.
_LOOKS: Final[tuple[Callable[[int], Iterator[PinAdvisorError]], ...]] = (
    listening,
    lambda _: settings.problems(),
    lambda _: website(),
    lambda _: cluster.problems(),
    lambda _: raised(actions, broker),
    lambda _: raised(redis),
    lambda _: raised(database),
)
