"""Fixtures for every test; each kind stands in its own module of ``tests/harness``."""

pytest_plugins = ["tests.harness.database", "tests.harness.server", "tests.harness.browser"]
