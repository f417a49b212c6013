"""What a test needs from the machine: absent, it is skipped with the remedy; required, its absence is a failure."""

import os
from typing import Literal

import pytest

from jingwei.platform.database.location import EmbeddedDatabaseError, installed_programs

Name = Literal["browser", "fonts", "postgres"]


def require(name: Name, is_present: object, remedy: str) -> None:
    """Skip the test when something of the machine is absent, or fail it when JINGWEI_REQUIRE names that thing."""
    if is_present:
        return
    if name in os.environ.get("JINGWEI_REQUIRE", "").split(","):
        pytest.fail(f"JINGWEI_REQUIRE names {name}, which is absent. {remedy}")
    pytest.skip(f"{name} is absent. {remedy}")


def require_postgres() -> None:
    """Skip or fail unless the programs of the embedded PostgreSQL are installed."""
    try:
        is_present = installed_programs().is_dir()
    except EmbeddedDatabaseError:
        is_present = False
    require("postgres", is_present, "Run `make setup`.")
