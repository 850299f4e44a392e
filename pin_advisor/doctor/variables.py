"""The environment variables: names, values, secrets. No value of a secret is ever told."""

from __future__ import annotations

import http.client
import os
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Final, Optional

from pin_advisor.channels import settings
from pin_advisor.cluster import settings as cluster
from pin_advisor.doctor import starting
from pin_advisor.doctor.finding import Finding, Level, of_error, ok
from pin_advisor.errors import PinAdvisorError
from pin_advisor.logs.configuration import LEVEL_VARIABLE, LEVELS
from pin_advisor.logs.journal import FORMAT_VARIABLE
from pin_advisor.metrics import HOST_VARIABLE, PORT_VARIABLE
from pin_advisor.paths import CATALOG_VARIABLE, DATABASE_VARIABLE
from pin_advisor.processes import LOG_VARIABLE, PARENT_VARIABLE, TO_CONSOLE, TO_VARIABLE
from pin_advisor.servers import BOT_PORT, DEMO_PORT

#: Every variable of the product; tests/contract compares it with what the code reads.
KNOWN: Final = frozenset(
    {
        *(BOT_PORT.variable, DEMO_PORT.variable, CATALOG_VARIABLE, DATABASE_VARIABLE),
        *(FORMAT_VARIABLE, LEVEL_VARIABLE, PORT_VARIABLE, HOST_VARIABLE, LOG_VARIABLE, PARENT_VARIABLE),
        TO_VARIABLE,
        *(cluster.WORKERS_VARIABLE, cluster.REDIS_VARIABLE, cluster.KEYS_VARIABLE),
        *(settings.PUBLIC_URL, settings.REST),
        *(variable.name for connector in settings.CONNECTORS for variable in connector.variables),
        *("PIN_ADVISOR_ACTIONS_URL", "PIN_ADVISOR_ACTIONS_TOKEN", "PIN_ADVISOR_PYTHON"),
        *("PIN_ADVISOR_LOGIN_KEY", "PIN_ADVISOR_ORIGINS"),
        *(
            "PIN_ADVISOR_RETENTION_DAYS",
            "PIN_ADVISOR_REMEMBER_ENCODINGS",
            "PIN_ADVISOR_EVENT_BROKER_URL",
            "PIN_ADVISOR_EVENT_QUEUE",
        ),
        "PIN_ADVISOR_SECRETS",  # of the container: deploy/docker/entrypoint.sh
    }
)
_SECRET: Final = re.compile(r"(?:SECRET|TOKEN|PASSWORD|KEYS?)$")
#: What stands in examples, and what people put in to be changed later.
_PLACEHOLDER: Final = re.compile(r"(?i)change.?me|secret|password|example|default|dummy|todo|xxxx|1234|abcd")
_FEWEST_CHARACTERS: Final = 8
#: Seconds that an action server may take to answer.
_PATIENCE: Final = 5.0


def names(environment: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Names that nothing reads, most often misspelt."""
    set_here = sorted(name for name in environment if name.startswith("PIN_ADVISOR"))
    for name in set_here:
        if name not in KNOWN:
            near = get_close_matches(name, KNOWN, 1, 0.8)
            fix = f"Did you mean {near[0]}? " if near else ""
            fix += "docs/operations.md lists all settings."
            yield Finding("variables", Level.WARNING, f"{name} is read by nothing", "PA151", fix)
    for name in sorted(set(environment) - set(set_here)):
        near = get_close_matches(name.upper().replace("-", "_"), (*KNOWN, settings.PROXIES), 1, 0.85)
        if near and name != settings.PROXIES:
            message = f"{name} is read by nothing"
            yield Finding("variables", Level.WARNING, message, "PA151", f"Did you mean {near[0]}?")
    known = [name for name in set_here if name in KNOWN and environment[name].strip()]
    yield ok("variables", f"set are {', '.join(known)}" if known else "none is set; all have a default")


def logging(environment: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """How the log is written."""
    allowed = {
        FORMAT_VARIABLE: ("json", "text"),
        LEVEL_VARIABLE: LEVELS,
        TO_VARIABLE: ("files", TO_CONSOLE),
    }
    for variable, values in allowed.items():
        value = environment.get(variable, "").strip().lower()
        if value and value not in values:
            message = f"{variable} is {value!r}, which is taken for its default"
            yield Finding("logging", Level.WARNING, message, "PA152", f"Write one of {', '.join(values)}.")
        else:
            yield ok("logging", f"{variable} is {value or 'not set'}")


def secrets(environment: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Secrets that somebody could guess."""
    weak = [n for n in sorted(KNOWN) if _SECRET.search(n) and _is_weak(environment.get(n, "").strip())]
    for name in weak:
        fix = "Make one with `openssl rand -base64 48`, or copy the platform's own again."
        yield Finding("secrets", Level.WARNING, f"the value of {name} can be guessed", "PA153", fix)
    if not weak:
        yield ok("secrets", "none that is set looks as if it could be guessed")


def website() -> Iterator[Finding]:
    """The website's channel."""
    wrong = list(starting.website())
    yield from (of_error("website", error) for error in wrong)
    if wrong:
        return
    from pin_advisor.store.retention import retention  # the start needs the names above only

    own = os.environ.get("PIN_ADVISOR_ORIGINS", "").strip() or "its own"
    yield ok("website", f"its keys can be used; pages that may use it: {own}")
    days = retention().total_seconds() / 86400
    yield ok("retention", f"conversations are deleted after {days:g} days without a word")


def channels(environment: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Which channels are on, off, or only partly set up, and what they all need."""
    for connector in settings.CONNECTORS:
        part = f"channel {connector.title}"
        wrong = list(connector.problems(environment))
        yield from (of_error(part, error) for error in wrong)
        if not wrong:
            yield ok(part, "off" if connector.read(environment) is None else "on")
    yield from _told("channel rest", lambda: "on" if settings.rest_is_on(environment) else "off")
    yield from _told("public address", lambda: settings.public_url(environment) or "not set")
    yield from _told("web servers in front", lambda: str(settings.proxies(environment)))


def workers(environment: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Whether what several workers need is set."""
    wrong = list(cluster.problems(environment))
    yield from (of_error("workers", error) for error in wrong)
    if not wrong:
        yield ok("workers", f"{cluster.workers(environment)} on this machine")


def actions() -> Iterator[Finding]:
    """Where actions are carried out, and whether they would be."""
    url = os.environ.get(starting.ACTIONS_VARIABLE, "").strip()
    wrong = list(starting.raised(starting.actions))
    yield from (of_error("actions", error) for error in wrong)
    if wrong:
        return
    if not url:
        yield ok("actions", "carried out by the bot itself")
        return
    status = _status(f"{url.removesuffix('/webhook')}/actions")
    if status == 200:
        yield ok("actions", f"{url} carries them out")
    elif status == 401:
        fix = "Give both the same PIN_ADVISOR_ACTIONS_TOKEN; without one it serves its own machine only."
        yield Finding("actions", Level.ERROR, f"{url} refuses the bot", "PA118", fix)
    else:
        fix = "Start it, or unset the variable: then the bot carries out the actions itself."
        message = f"{url} does not answer" if status is None else f"{url} answers with status {status}"
        yield Finding("actions", Level.ERROR, message, "PA117", fix)


def _status(url: str) -> Optional[int]:
    token = os.environ.get("PIN_ADVISOR_ACTIONS_TOKEN", "").strip()
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=_PATIENCE) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except (OSError, http.client.HTTPException):
        return None


def _told(part: str, look: Callable[[], str]) -> Iterator[Finding]:
    try:
        yield ok(part, look())
    except PinAdvisorError as error:
        yield of_error(part, error)


def _is_weak(value: str) -> bool:
    if not value or value.startswith("-----"):
        return False
    return len(set(value)) < _FEWEST_CHARACTERS or bool(_PLACEHOLDER.search(value) and len(value) < 64)
