"""The page on backups, carried out word by word: what was sealed and stored is read again from what was kept."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from jingwei.platform.database import embedded
from jingwei.platform.database.location import CHECKOUT, SERVER_ACCOUNT, Location
from tests.harness.requirements import require_postgres

ID = "320312199003071234"
TAKE, RESTORE = re.findall(
    r"```sh\n(.*?)```", (CHECKOUT / "docs" / "operate" / "backup.md").read_text(encoding="utf-8"), re.DOTALL
)
WRITE = f"""
from datetime import UTC, datetime
from jingwei.platform import files
from jingwei.platform.actors import SYSTEM
from jingwei.registry import resident_ids
from jingwei.registry.models import Officer, Region, Subject
now = datetime(2026, 3, 10, tzinfo=UTC)
region = Region.objects.create(code="320312", name="铜山区")
subject = Subject.objects.create(code="T001", name="铜山区应急管理局", kind="organ", line="应急", region=region,
                                 jurisdiction=["320312"], status="announced", sort_key="t")
Officer.objects.create(subject=subject, name="陆远", staff="civil_servant", sort_key="l",
                       id_digest=resident_ids.digest_of({ID!r}), id_sealed=resident_ids.seal_of({ID!r}))
files.store(b"the photo", name="照片", media_type="image/jpeg", actor=SYSTEM, now=now)
"""
READ = f"""
from jingwei.platform import files, installation
from jingwei.platform.models import StoredFile
from jingwei.registry import resident_ids
from jingwei.registry.models import Officer
officer = Officer.objects.get(id_digest=resident_ids.digest_of({ID!r}))
print(files.read(StoredFile.objects.get()).decode(), resident_ids.opened(officer.id_sealed), sep="|")
"""


class Installation:
    """A folder of the program with a database, files and keys of its own."""

    def __init__(self, folder: Path, data: Path) -> None:
        self.folder, self.data = folder, data
        folder.mkdir()
        (folder / ".venv" / "bin").mkdir(parents=True)
        (folder / ".venv" / "bin" / "jingwei").symlink_to(Path(sys.executable).with_name("jingwei"))

    def sh(self, script: str) -> str:
        """Run what somebody types in the folder; return what it printed."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("JINGWEI_")}
        done = subprocess.run(
            ["sh", "-euc", script],
            cwd=self.folder,
            env=environment | {"JINGWEI_VAR": str(self.folder / "var"), "JINGWEI_DATA": str(self.data)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout

    def python(self, script: str) -> str:
        """Run a script in the program's shell."""
        (self.folder / "script.py").write_text(script)
        return self.sh(".venv/bin/jingwei manage shell -v 0 < script.py")


@pytest.fixture
def installations(tmp_path: Path) -> Iterator[tuple[Installation, Installation]]:
    """Two of them, whose databases are empty."""
    require_postgres()
    is_root = os.geteuid() == 0
    parent = Path("/var/lib/jingwei") if is_root else tmp_path
    data = [parent / f"backup-{os.getpid()}-{name}" for name in "ab"]
    yield Installation(tmp_path / "a", data[0]), Installation(tmp_path / "b", data[1])
    for folder in data:
        location = Location(folder, SERVER_ACCOUNT if is_root else None)
        embedded.stop(location)
        subprocess.run(["rm", "-rf", "--", folder, location.socket_folder], check=True)


def test_what_the_page_keeps_is_enough_to_read_everything_again(
    installations: tuple[Installation, Installation],
) -> None:
    lived, restored = installations
    lived.sh(".venv/bin/jingwei migrate")
    lived.python(WRITE)
    lived.sh(TAKE)
    assert (lived.folder / "backup" / "database.dump").stat().st_mode & 0o077 == 0
    shutil.copytree(lived.folder / "backup", restored.folder / "backup")
    restored.sh(RESTORE)
    assert restored.python(READ) == f"the photo|{ID}\n"

    # What the page said before left the sealing key out, and a new one was made without a word.
    (restored.folder / "var" / "sealing-key").unlink()
    with pytest.raises(RuntimeError, match="DoesNotExist"):
        restored.python(READ)
