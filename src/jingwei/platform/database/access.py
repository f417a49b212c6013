"""Who may connect to the embedded PostgreSQL as which role; the rules lie beside the cluster, not in it.

As root we write nothing into a folder of the server's account.
"""

import os
import pwd
import secrets
import subprocess
from pathlib import Path
from typing import Any

from jingwei.platform import private
from jingwei.platform.database.location import EmbeddedDatabaseError, Location

DATABASE, OWNER, APP, SUPERUSER = "jingwei", "jingwei_owner", "jingwei_app", "postgres"
OPEN_RULES = "local all all peer map=jingwei\n"
RULES = f"""\
local {DATABASE} {APP} peer map=jingwei
local {DATABASE} {OWNER} scram-sha-256
local all all reject
"""


def write_rules(location: Location) -> None:
    """Write who is let in over the socket: the caller's account as the application, the owner with a password.

    The superuser is let in by nobody. What it has to do is done while no server runs, by `run_alone`. The clusters of
    tests and benches are open to the caller in every role, because these make and drop databases.
    """
    try:
        caller = pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        raise EmbeddedDatabaseError(
            f"系统账号表中没有编号 {os.geteuid()} 的账号，数据库无法识别来者"
        ) from None
    roles = (SUPERUSER, OWNER, APP) if location.is_open else (APP,)
    for name, text in (
        ("hba.conf", _rules(location)),
        ("ident.conf", "".join(f'jingwei "{caller}" {role}\n' for role in roles)),
    ):
        path = location.folder / name
        path.write_text(text)
        path.chmod(0o644)  # The server's account reads them.


def are_in_force(location: Location) -> bool:
    """Tell whether the rules of this release are those beside the cluster; a server left by an earlier one has others."""
    try:
        return (location.folder / "hba.conf").read_text() == _rules(location)
    except FileNotFoundError:
        return False


def owner_password(location: Location) -> str:
    """Return the password of the role that owns the tables; empty while no cluster is there."""
    try:
        return _place(location).read_text()
    except FileNotFoundError:
        return ""


def give_owner_a_password(location: Location) -> None:
    """Give the owner's role a password where it has none that we know; no server may be running.

    Clusters of earlier releases have none, and whoever lost the file gets another one.
    """
    if _place(location).exists():
        return
    password = secrets.token_urlsafe(32)
    draft = _place(location).with_suffix(".draft")
    private.write(draft, password.encode())
    run_alone(location, location.data, "postgres", f"ALTER ROLE {OWNER} PASSWORD '{password}'")
    draft.rename(_place(location))


def run_alone(location: Location, data: Path, database: str, *statements: str) -> None:
    """Carry out statements as the superuser in a cluster that no server runs on."""
    run(
        location, "postgres", "--single", "-D", data, "-c", "exit_on_error=on", database,
        input="".join(f"{statement};\n" for statement in statements).encode(),
    )  # fmt: skip


def run(location: Location, program: str, *arguments: str | Path, input: bytes = b"") -> None:
    """Run one of PostgreSQL's programs to its end; raises EmbeddedDatabaseError with what it said."""
    done = subprocess.run(
        [location.program(program), *arguments],
        check=False, input=input, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **account_of(location),
    )  # fmt: skip
    if done.returncode:
        said = done.stdout.decode(errors="replace").strip()
        raise EmbeddedDatabaseError(f"无法建立数据库（{program}）：{said[-600:]}")


def account_of(location: Location) -> dict[str, Any]:
    """Arguments of a subprocess that run it as the server's account, in a folder and environment it can use."""
    environment = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
    chosen: dict[str, Any] = {"cwd": location.folder, "env": environment}
    if location.identity:
        user, group = location.identity
        chosen |= {"user": user, "group": group, "extra_groups": ()}
    return chosen


def _rules(location: Location) -> str:
    return OPEN_RULES if location.is_open else RULES


def _place(location: Location) -> Path:
    return location.folder / "owner-password"
