"""Fixtures of these tests."""

from tests.demonstration.loaded import district

__all__ = ["district"]
