"""How Django reaches the database: as which role, and how long a statement may take in which kind of process."""

import os
from typing import Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from jingwei.platform.database import access
from jingwei.platform.database.location import EmbeddedDatabaseError, default_location

Process = Literal["web", "worker", "command"]
# A page that waits longer has lost its reader, and what it holds makes others wait. Imports and sweeps take minutes,
# and read a sheet between two statements; commands are watched by whoever typed them.
LIMITS: dict[Process, dict[str, str]] = {
    "web": {
        "statement_timeout": "30s",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "60s",
    },
    "worker": {
        "statement_timeout": "30min",
        "lock_timeout": "60s",
        "idle_in_transaction_session_timeout": "30min",
    },
    "command": {"lock_timeout": "10min"},
}
OWNER_LIMITS = {
    "lock_timeout": "2min"
}  # A migration that waits for a table makes all wait who want it after.


def process_kind() -> Process:
    """Return what this process is: the doors `config/wsgi.py` and `config/asgi.py` and the worker say so of themselves."""
    kind = os.environ.get("JINGWEI_PROCESS", "command")
    if kind not in LIMITS:
        raise SystemExit(f"环境变量 JINGWEI_PROCESS 只能是 {'、'.join(LIMITS)}，现为“{kind}”")
    return kind


def database_settings(role: Literal["app", "owner"], process: Process = "command") -> dict[str, Any]:
    """Return one entry of Django's DATABASES for the application's role or for the owner of the tables.

    JINGWEI_DATABASE_URL (and JINGWEI_OWNER_DATABASE_URL, which defaults to it) name a server of one's own;
    without them it is the embedded one. Nothing is started here.
    """
    url = os.environ.get("JINGWEI_DATABASE_URL")
    if url:
        reached = _parse_url(os.environ.get("JINGWEI_OWNER_DATABASE_URL") or url if role == "owner" else url)
    else:
        location = default_location()
        reached = {
            "NAME": access.DATABASE,
            "USER": access.OWNER if role == "owner" else access.APP,
            "PASSWORD": access.owner_password(location) if role == "owner" else "",
            "HOST": str(location.socket_folder),
            "PORT": "5432",
        }
    # Bound and prepared by the server: planning anew would cost it three times what the answer does.
    prepared = {"server_side_binding": True, "prepare_threshold": 3}
    given = reached.pop("OPTIONS", {})
    limits = OWNER_LIMITS if role == "owner" else LIMITS[process]
    # What the address itself says comes last and so prevails.
    words = [f"-c {name}={value}" for name, value in limits.items()] + [given.pop("options", "")]
    options = {"connect_timeout": 10, **prepared, **given, "options": " ".join(filter(None, words))}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **reached,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _parse_url(url: str) -> dict[str, Any]:
    """Read `postgresql://user:password@host:port/name?option=value`; EmbeddedDatabaseError names what is wrong."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise EmbeddedDatabaseError("数据库地址应写作 postgresql://用户:密码@主机:端口/库名")
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }
