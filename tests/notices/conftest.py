"""The fixture that every test of circulars starts from."""

import pytest

from tests.notices.sending import Sending
from tests.people import district


@pytest.fixture
def sending(db: None) -> Sending:
    """A small district and the steps of a circular in it."""
    return Sending(district())
