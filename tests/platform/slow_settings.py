"""The product's settings, with one subscriber that a test holds up."""

from jingwei.config.settings import *  # noqa: F403

SUBSCRIPTIONS = {"test.slow": ("tests.platform.slow.count",)}
