"""The fixture that every test of announcing starts from."""

import pytest

from tests.disclosure.announcing import Announcing
from tests.people import district


@pytest.fixture
def announcing(db: None) -> Announcing:
    """A small district and the steps of announcing in it."""
    return Announcing(district())
