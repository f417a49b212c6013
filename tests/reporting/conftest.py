"""The fixture that every test of figures starts from."""

import pytest

from tests.inspections.walking import Walk
from tests.people import district


@pytest.fixture
def walk(db: None) -> Walk:
    """A small district and the steps through an inspection in it."""
    return Walk(district())
