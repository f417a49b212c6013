"""Fixtures for every test; each kind stands in its own module of ``tests/harness``."""

import os
import sys

import pytest

# The tests start some two hundred processes of ours. Where Python is told to keep no bytecode, as images of containers
# like to, each of them would compile everything anew, which takes longer than all the rest of a start.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

pytest_plugins = [f"tests.harness.{module}" for module in ("database", "passwords", "server", "browser")]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that start servers, races and browsers: many short ones at the end leave no worker idle."""
    long = {"committed_database", "launch_chromium"}
    files = {item.path for item in items if not long.isdisjoint(getattr(item, "fixturenames", ()))}
    items.sort(key=lambda item: item.path not in files)
