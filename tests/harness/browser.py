"""The system's Chromium, driven by playwright."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.harness.requirements import require

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 60_000  # ms that a test waits for what is to come; a busy machine is slow, not wrong
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Playwright]:
    # Playwright keeps an event loop on this thread; Django would take our plain queries for ones made inside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def _start(request: pytest.FixtureRequest) -> Callable[..., Browser]:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    require(
        "browser", found, "Install Chromium (Debian: sudo apt-get install chromium) so that it is on PATH."
    )
    playwright: Playwright = request.getfixturevalue("_playwright")

    def start(*arguments: str) -> Browser:
        return playwright.chromium.launch(executable_path=found, headless=True, args=[*ARGUMENTS, *arguments])

    return start


@pytest.fixture(scope="session")
def _shared(_start: Callable[..., Browser]) -> Iterator[list[Browser]]:
    """The Chromium that all tests use which ask for none of their own, once one has; one that died is replaced."""
    shared: list[Browser] = []
    yield shared
    for browser in shared:
        browser.close()


@pytest.fixture
def launch_chromium(
    _start: Callable[..., Browser], _shared: list[Browser]
) -> Iterator[Callable[..., Browser]]:
    """A function that gives a Chromium with extra command-line arguments; what the test opened is closed after it.

    Without arguments it is one for all tests: contexts know nothing of each other, and a start takes longer than most
    of what is then looked at.
    """
    started: list[Browser] = []

    def launch(*arguments: str) -> Browser:
        if not arguments:
            if not _shared or not _shared[-1].is_connected():
                _shared.append(_start())
            return _shared[-1]
        started.append(_start(*arguments))
        return started[-1]

    yield launch
    for browser in started:
        browser.close()
    for browser in _shared:
        for context in browser.contexts:
            context.close()


@pytest.fixture
def browser(launch_chromium: Callable[..., Browser]) -> Browser:
    """A headless Chromium in which nothing is open."""
    return launch_chromium()
