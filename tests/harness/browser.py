"""The system's Chromium, driven by playwright."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.harness.requirements import require

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
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
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture
def launch_chromium(request: pytest.FixtureRequest) -> Iterator[Callable[..., Browser]]:
    """A function that starts a Chromium with extra command-line arguments; all are closed after the test."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    require(
        "browser", found, "Install Chromium (Debian: sudo apt-get install chromium) so that it is on PATH."
    )
    playwright: Playwright = request.getfixturevalue("_playwright")
    started: list[Browser] = []

    def launch(*arguments: str) -> Browser:
        browser = playwright.chromium.launch(
            executable_path=found, headless=True, args=[*ARGUMENTS, *arguments]
        )
        started.append(browser)
        return browser

    yield launch
    for browser in started:
        browser.close()


@pytest.fixture
def browser(launch_chromium: Callable[..., Browser]) -> Browser:
    """A headless Chromium with an empty profile."""
    return launch_chromium()
