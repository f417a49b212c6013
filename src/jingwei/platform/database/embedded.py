"""Start, join and stop the PostgreSQL of this checkout."""

import fcntl
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from jingwei.platform.database import access
from jingwei.platform.database.access import APP, DATABASE, OWNER, SUPERUSER
from jingwei.platform.database.location import EmbeddedDatabaseError, Location, default_location

SETTLE = 90.0  # seconds allowed for start, crash recovery included
STOP = 20.0  # seconds before a fast stop becomes an immediate one
LOG_LIMIT = 8 * 1024 * 1024

# Small on purpose: a district's working set is a few hundred megabytes and the system caches it too.
CONFIGURATION = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "256MB",
    "min_wal_size": "32MB",
    "synchronous_commit": "on",
    "io_method": "sync",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "autovacuum_max_workers": "2",
    "max_logical_replication_workers": "0",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}
TRANSIENT = ("still in use", "lock file")  # The processes of a killed server may take a moment to leave.


@contextmanager
def available() -> Iterator[None]:
    """Hold the database for the duration of a command: the server named by JINGWEI_DATABASE_URL, else our own."""
    if os.environ.get("JINGWEI_DATABASE_URL"):
        yield
        return
    with running(default_location()):
        yield


@contextmanager
def running(location: Location, **configuration: str) -> Iterator[Location]:
    """Join the running server of this cluster, else make and start it; the last one out stops it.

    A shared lock says “in use” and dies with its process, so a killed owner leaves nothing behind but a server
    that the next command joins. Raises EmbeddedDatabaseError when no server can be had.
    """
    use = _enter(location, configuration)
    try:
        yield location
    finally:
        _leave(location, use)


def _enter(location: Location, configuration: dict[str, str]) -> IO[str]:
    """Return the lock that says “in use”, with the server running."""
    try:
        location.make()
        use = open(location.folder / "use.lock", "a")  # noqa: SIM115 - closed by `_leave`
        try:
            with _alone(location):
                location.prepare()
                if _nobody_uses(use) and not access.are_in_force(location):
                    stop(location)  # Left behind by an earlier release, which let in more than this one.
                fcntl.flock(use, fcntl.LOCK_SH)
                _ensure_started(location, configuration)
        except BaseException:
            _leave(location, use)
            raise
    except OSError as error:
        raise EmbeddedDatabaseError(
            f"数据库目录 {location.folder} 不可用（{error.filename}：{error.strerror}），可用 JINGWEI_DATA 另指一个目录"
        ) from error
    return use


def _leave(location: Location, use: IO[str]) -> None:
    with use, _alone(location):
        fcntl.flock(use, fcntl.LOCK_UN)
        if _nobody_uses(use):
            stop(location)


def revive() -> bool:
    """Start the checkout's server again if it died while this process holds it; tell whether that was needed."""
    if os.environ.get("JINGWEI_DATABASE_URL"):
        return False
    location = default_location()
    if _accepts(location):
        return False
    with _alone(location):
        _ensure_started(location, {})
    return True


def stop(location: Location) -> None:
    """Stop the server of this cluster and wait until it has gone; nothing happens when none runs."""
    pid = _postmaster(location)
    if pid is None or not _is_alive(pid) or not _accepts(location):
        return
    os.kill(pid, signal.SIGINT)  # “Fast”: open transactions are rolled back, the data is left clean.
    deadline = time.monotonic() + STOP
    while _is_alive(pid):
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGQUIT)  # “Immediate”: the next start recovers from the log.
            deadline = time.monotonic() + STOP
        time.sleep(0.02)
    _reap(pid)


@contextmanager
def _alone(location: Location) -> Iterator[None]:
    """Hold the lock under which a server is started or stopped."""
    with open(location.folder / "start.lock", "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _nobody_uses(use: IO[str]) -> bool:
    try:
        fcntl.flock(use, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _ensure_started(location: Location, configuration: dict[str, str]) -> None:
    if not location.data.exists():
        _create(location)
    deadline = time.monotonic() + SETTLE
    process: subprocess.Popen[bytes] | None = None
    attempts = 0
    while not _is_ready(location):
        if time.monotonic() > deadline:
            raise EmbeddedDatabaseError(
                f"数据库在 {SETTLE:.0f} 秒内没有启动，日志见 {location.folder / 'log'}"
            )
        if process is not None and process.poll() is not None:
            attempts += 1
            said = _log_tail(location)
            if attempts > 10 or not any(word in said for word in TRANSIENT):
                raise EmbeddedDatabaseError(f"数据库没有启动：{said}")
            process = None
            time.sleep(0.3)
        if process is None and not _accepts(location):
            _forget_dead_server(location)
            try:
                access.give_owner_a_password(location)
            except EmbeddedDatabaseError as error:
                attempts += 1
                if attempts > 10 or not any(word in str(error) for word in TRANSIENT):
                    raise
                time.sleep(0.3)
                continue
            process = _launch(location, configuration)
        time.sleep(0.02)
    if process is not None:
        process.returncode = 0  # It outlives this object on purpose; `stop` reaps it.


def _launch(location: Location, configuration: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start the server as a child in a session of its own, so that Ctrl-C in the terminal does not reach it."""
    access.write_rules(location)
    settings = (
        CONFIGURATION
        | configuration
        | {
            "unix_socket_directories": f'"{location.socket_folder}"',
            "unix_socket_permissions": "0777",  # Who may connect as whom is settled by `access`.
            "hba_file": str(location.folder / "hba.conf"),
            "ident_file": str(location.folder / "ident.conf"),
        }
    )
    arguments = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    log = location.folder / "log"
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.rename(log.with_name("log.1"))
    with log.open("ab") as output:
        return subprocess.Popen(
            [location.program("postgres"), "-D", location.data, *arguments],
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True, **access.account_of(location),
        )  # fmt: skip


def _create(location: Location) -> None:
    """Make the cluster, its roles and its database in a draft folder that takes its name when it is whole."""
    draft = location.folder / "data.draft"
    if draft.exists():
        subprocess.run(["rm", "-rf", "--", draft], check=True)
    draft.mkdir(mode=0o700)
    if location.identity:
        os.chown(draft, *location.identity)
    access.run(
        location, "initdb", "-D", draft, "-U", SUPERUSER, "--encoding=UTF8", "--locale=C", "--auth=reject",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions",
    )  # fmt: skip
    access.run_alone(location, draft, "postgres", *_ROLES)
    access.run_alone(location, draft, DATABASE, *PRIVILEGES)
    draft.rename(location.data)


_ROLES = (
    f"CREATE ROLE {OWNER} LOGIN",
    f"CREATE ROLE {APP} LOGIN",
    f"CREATE DATABASE {DATABASE} OWNER {OWNER}",
    f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC",
    f"GRANT CONNECT, TEMPORARY ON DATABASE {DATABASE} TO {APP}",
)
# What the owner's migrations create, the application may read and write, but never alter or drop.
PRIVILEGES = (
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP}",
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT USAGE, SELECT ON SEQUENCES TO {APP}",
)


def _is_ready(location: Location) -> bool:
    # A killed server leaves a file that says “ready”, so the socket must answer too.
    return _accepts(location) and _pid_file(location)[7:8] == ["ready"]


def _accepts(location: Location) -> bool:
    """Tell whether a server listens on the cluster's socket; immune to stale files and reused process numbers."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(5)
        try:
            client.connect(str(location.socket_folder / ".s.PGSQL.5432"))
        except (FileNotFoundError, ConnectionRefusedError):
            return False
        return True


def _pid_file(location: Location) -> list[str]:
    try:
        return [line.strip() for line in (location.data / "postmaster.pid").read_text().splitlines()]
    except FileNotFoundError:
        return []


def _postmaster(location: Location) -> int | None:
    first = _pid_file(location)[:1]
    return int(first[0]) if first and first[0].isdigit() else None


def _forget_dead_server(location: Location) -> None:
    """Remove the lock files of a server that is dead although its process number still answers.

    PostgreSQL asks only whether the number exists. It does where nobody collects a killed process (a zombie in a
    container) and where the number was given to another program since; both would refuse the start for ever.
    """
    pid = _postmaster(location)
    if pid is None or (_is_alive(pid) and _is_postgres(pid)):
        return
    (location.data / "postmaster.pid").unlink(missing_ok=True)
    (location.socket_folder / ".s.PGSQL.5432.lock").unlink(missing_ok=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        # The state stands after the program's name, which is in parentheses and may hold anything.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return not Path("/proc/self").exists()


def _is_postgres(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0].endswith(b"postgres")
    except OSError:
        return True


def _reap(pid: int) -> None:
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        pass  # Another process started it.


def _log_tail(location: Location) -> str:
    return (location.folder / "log").read_text(errors="replace")[-600:].strip()
