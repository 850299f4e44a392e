"""The bot itself: whether it runs, and whether a visitor would get an answer."""

from __future__ import annotations

from collections.abc import Iterator

from pin_advisor.cluster import settings as cluster
from pin_advisor.cluster.ports import ports
from pin_advisor.doctor import starting
from pin_advisor.doctor.finding import Finding, Level, of_error, ok
from pin_advisor.metrics import PORT_VARIABLE, served_at
from pin_advisor.probing import get
from pin_advisor.servers import (
    BOT_PORT,
    LIVE,
    READY,
    chosen_port,
    figures_of,
    is_live,
    require_free,
    told_failing,
)

#: Seconds. An answer about readiness may take two.
_PATIENCE = 5.0


def bots() -> Iterator[Finding]:
    """Each worker: running and ready, not running with its port free, or in trouble."""
    for port in ports(chosen_port(BOT_PORT, None), cluster.workers()):
        yield _bot(port)


def figures() -> Iterator[Finding]:
    """Whether Prometheus would get something, while the bot runs, or could, once it does."""
    first = figures_of(0)
    if not first:
        yield ok("figures", f"none; {PORT_VARIABLE} is not set")
        return
    bots = ports(chosen_port(BOT_PORT, None), cluster.workers())
    running = [port for port in bots if is_live(port, _PATIENCE)]
    wrong = list(starting.figures(bots, free=not running))
    yield from (of_error("figures", error) for error in wrong)
    for number, port in enumerate(() if wrong else bots):
        at = int(first[PORT_VARIABLE]) + number
        if port not in running:
            yield ok("figures", f"will be at port {at}; the bot at port {port} doesn't run")
        elif _answers(at, "/metrics"):
            yield ok("figures", f"served at port {at}")
        else:
            message = f"the bot at port {port} runs, and serves no figures at port {at}"
            fix = f"See that {PORT_VARIABLE} is a free port, and start the bot anew; its log has PA171."
            yield Finding("figures", Level.WARNING, message, "PA168", fix)


def _bot(port: int) -> Finding:
    part = f"bot at port {port}"
    if not is_live(port, _PATIENCE):
        try:
            require_free(port, BOT_PORT)
        except Exception as error:
            if _is_ours_and_hangs(port):
                fix = "`pin-advisor run` starts it again by itself; otherwise end the process."
                return Finding(part, Level.ERROR, "it is there and doesn't answer", "PA172", fix)
            raise error
        fix = "Start it if it should run. If it does, set for this command the variables that it has."
        return Finding(part, Level.WARNING, "not running; its port is free", "PA170", fix)
    try:
        page = get(port, READY, _PATIENCE)
    except OSError:
        return Finding(
            part, Level.ERROR, "it lives, but doesn't say if it is ready", "PA173", "See logs/bot.log."
        )
    if page.status == 200:
        return ok(part, "running and ready")
    failing = told_failing(page) or "it does not say what"
    fix = (
        'The end of logs/bot.log says why, and docs/operations.md, "Something is broken", what to do. '
        "If nothing is told of that part above, ask as the user who runs the bot."
    )
    return Finding(part, Level.ERROR, f"running, but not ready: {failing}", "PA174", fix)


def _is_ours_and_hangs(port: int) -> bool:
    try:
        get(port, LIVE, _PATIENCE)
    except TimeoutError:
        return True
    except OSError:
        return False
    return False


def _answers(port: int, path: str) -> bool:
    host = served_at()
    try:
        return get(port, path, _PATIENCE, "127.0.0.1" if host == "0.0.0.0" else host).status == 200
    except OSError:
        return False
