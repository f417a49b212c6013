"""The stage of the journeys: a district behind a real server, people who sign in, their desks and their phones."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

import jingwei
from jingwei.platform.calendar import SHANGHAI
from tests.harness.browser import PATIENCE
from tests.people import District, Person
from tests.web.fake_camera import qr_picture, write_video

if TYPE_CHECKING:
    from playwright.sync_api import ViewportSize

AXE = Path(jingwei.__file__).parent / "web" / "static" / "vendor" / "axe.min.js"
PASSWORD = "a-walking-district-2026"
DESK: "ViewportSize" = {"width": 1440, "height": 900}
PHONE: "ViewportSize" = {"width": 390, "height": 844}
WEIGHTY = {"serious", "critical"}


@dataclass
class Stage:
    """One journey's server, district and browsers."""

    url: str
    people: District
    launch: Callable[..., Browser]
    folder: Path
    complaints: list[str] = field(default_factory=list)
    shots: int = 0
    office: Browser | None = None

    def desk(self, person: Person) -> Page:
        """Sign somebody in at a desk."""
        self.office = self.office or self.launch()
        return self._sign_in(person, self._context(self.office, viewport=DESK))

    def phone(self, person: Person, *, camera_on: str = "", at: tuple[float, float] | None = None) -> Page:
        """Sign somebody in on a phone whose camera looks at the code and which stands at a latitude and longitude."""
        looking = write_video(self.folder / f"{person.account.username}.y4m", qr_picture(camera_on))
        context = self._context(
            self.launch(*looking),
            viewport=PHONE,
            device_scale_factor=2,
            is_mobile=True,
            has_touch=True,
            geolocation={"latitude": at[0], "longitude": at[1], "accuracy": 15} if at else None,
            permissions=["camera", *(["geolocation"] if at else [])],
        )
        return self._sign_in(person, context)

    def visitor(self, **options: object) -> Page:
        """Open a browser in which nobody has signed in; scripts may be switched off."""
        self.office = self.office or self.launch()
        page = self._context(self.office, **{"viewport": DESK} | options).new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self._hear(page, said.type, said.text))
        return page

    def show(self, page: Page, name: str) -> None:
        """Keep a picture of the page where JINGWEI_SHOTS says so; hold it to be there and to the width of its screen."""
        page.wait_for_load_state()  # What was clicked last may still be on its way.
        status = page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus")
        assert status not in {404, 500}, f"{name}: {page.url} answers {status}"
        if kept := os.environ.get("JINGWEI_SHOTS"):
            self.shots += 1
            page.evaluate("window.scrollTo(0, 0)")
            page.screenshot(path=Path(kept) / f"{self.shots:02}-{name}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} is {wide} px wider than its screen"

    def hold(self, page: Page, name: str, *, only: tuple[str, ...] = ()) -> None:
        """Show the page and hold it to axe: to all its rules, or to a few."""
        self.show(page, name)
        objections = weighty_objections(page, only)
        assert not objections, f"{name}: {objections}"

    def _context(self, browser: Browser, **options: object) -> BrowserContext:
        return browser.new_context(
            base_url=self.url,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **options,  # type: ignore[arg-type]
        )

    def _sign_in(self, person: Person, context: BrowserContext) -> Page:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self._hear(page, said.type, said.text))
        person.account.set_password(PASSWORD)
        person.account.save()
        page.goto("/sign-in/")
        page.get_by_label("登录名").fill(person.account.username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_role("button", name="登录", exact=True)).to_have_count(0)
        return page

    def _hear(self, page: Page, kind: str, text: str) -> None:
        # A refusal is answered 409 or 422, which the browser reports as a failed resource.
        if kind == "error" and "Failed to load resource" not in text:
            self.complaints.append(f"{page.url}: {text}")


def weighty_objections(page: Page, only: tuple[str, ...] = ()) -> list[str]:
    """What axe calls serious or critical on the page."""
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if only:
        options["runOnly"] = list(only)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async (options) => (await axe.run(options)).violations", options)
    return [
        f"{each['id']}: {node['html'][:120]}"
        for each in found
        if each["impact"] in WEIGHTY
        for node in each["nodes"]
    ]


def picked_time(at: datetime) -> str:
    """An instant as the page's own picker takes it."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}"


def draw(page: Page, canvas: Locator) -> None:
    """Sign on a canvas with a stroke."""
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    x, y = box["x"] + 40, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 7):
        page.mouse.move(x + 30 * step, y + (18 if step % 2 else -18))
    page.mouse.up()
