"""A subscriber that writes, then waits or fails as the files in SLOW_FOLDER tell it."""

import os
import time
from pathlib import Path

from jingwei.platform.models import Numbering


def count() -> None:
    """Count one up, and end only once the file ``go`` is there; fail where ``fail`` is."""
    folder = Path(os.environ["SLOW_FOLDER"])
    row, _ = Numbering.objects.get_or_create(series="慢", year=2026)
    row.last += 1
    row.save()
    (folder / "begun").touch()
    if (folder / "fail").exists():
        raise RuntimeError("asked to fail")
    while not (folder / "go").exists():
        time.sleep(0.05)
