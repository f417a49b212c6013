"""The fixture that every journey starts from."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from jingwei.platform.calendar import local_date
from tests.harness.database import Database
from tests.harness.server import Served
from tests.journeys.stage import Stage
from tests.people import district


@pytest.fixture
def stage(
    committed_database: Database, served: Served, launch_chromium: Callable[..., Browser], tmp_path: Path
) -> Iterator[Stage]:
    """A district valid today behind a real server; no page may break its scripts or the content security policy."""
    stage = Stage(served.url, district(local_date(timezone.now())), launch_chromium, tmp_path)
    yield stage
    assert stage.complaints == []
