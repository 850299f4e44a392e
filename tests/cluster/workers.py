"""Two workers behind nginx, on PostgreSQL and Redis."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pin_advisor.paths import PROJECT
from pin_advisor.servers import free_port
from tests.bot import Servers
from tests.cluster.services import Nginx, PostgreSQL, Redis, wait_until
from tests.website.gateway import ENVIRONMENT, Gateway

#: The configuration that is delivered.
NGINX: Final = PROJECT / "deploy" / "nginx"


@dataclass(frozen=True)
class Address:
    """As much of a server as a gateway needs."""

    port: int
    database: str


class Workers:
    """Everything that several workers need, and two of them.

    Args:
        folder: for logs and configurations.
        database: where all is kept.
        redis: what they share.
    """

    def __init__(self, folder: Path, database: PostgreSQL, redis: Redis) -> None:
        self.folder = folder
        self.database = database
        self.redis = redis
        environment = {
            **ENVIRONMENT,
            "PIN_ADVISOR_DATABASE_URL": database.url,
            "PIN_ADVISOR_REDIS_URL": redis.url,
            "SANIC_PROXIES_COUNT": "1",
        }
        self.servers = [Servers(_made(folder / name), environment) for name in ("one", "other")]
        self.port = free_port()
        self.nginx = Nginx(*self._nginx(_made(folder / "nginx")))

    @property
    def gateway(self) -> Gateway:
        """Both of them, as visitors meet them."""
        return Gateway(Address(self.port, self.database.url))  # type: ignore[arg-type]

    def each(self) -> list[Gateway]:
        """Each of them, without nginx."""
        return [Gateway(Address(s.port, self.database.url)) for s in self.servers]  # type: ignore[arg-type]

    def start(self) -> None:
        for servers in self.servers:
            servers.start_bot(ready=False)  # the first trains the model if there is none
        self.require_ready()
        self.nginx.start()
        wait_until(self._answers, "an answer of nginx")

    def stop(self) -> None:
        self.nginx.stop()
        for servers in self.servers:
            servers.kill_bot()

    def require_ready(self) -> None:
        """Return when both would answer visitors."""
        for servers in self.servers:
            servers.wait()

    def logs(self) -> str:
        return "\n".join("\n".join(servers.bot.output()) for servers in self.servers)

    def _answers(self) -> bool:
        try:
            return self.gateway.ask("GET", "/health/ready").status == 200
        except OSError:
            return False

    def _nginx(self, folder: Path) -> tuple[Path, Path]:
        for file in NGINX.iterdir():
            shutil.copy(file, folder)
        lines = (f"server 127.0.0.1:{servers.port} max_fails=0;\n" for servers in self.servers)
        (folder / "workers.conf").write_text("".join(lines))
        (folder / "site.conf").write_text(site(folder, f"listen 127.0.0.1:{self.port};"))
        return folder, folder / "nginx.conf"


def site(folder: Path, listen: str) -> str:
    """A place for nginx that needs nothing outside of ``folder``."""
    temporary = (f"{kind}_temp_path {kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    return "\n".join(
        (listen, 'set $transport_security "";', "access_log access.log plain;", "root .;", *temporary)
    )


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
