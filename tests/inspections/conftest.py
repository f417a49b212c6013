"""The fixture that every test of inspections starts from."""

import pytest

from tests.inspections.walking import Walk
from tests.people import district


@pytest.fixture
def walk(db: None) -> Walk:
    """A small district and the steps through it."""
    return Walk(district())
