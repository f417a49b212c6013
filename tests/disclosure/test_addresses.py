"""The nightly look at addresses, against a real server: good, gone, another title, silent, dripping, redirected."""

import threading
import time
from collections.abc import Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pytest_django import Settings

from jingwei.disclosure import operations
from jingwei.disclosure.addresses import Look, look_at
from jingwei.disclosure.jobs import look_at_addresses
from jingwei.disclosure.models import AddressCheck
from jingwei.disclosure.terms import AnnouncementKind, FilingKind
from jingwei.platform.actors import SYSTEM
from jingwei.platform.errors import NotAllowed
from jingwei.platform.models import Event
from tests.disclosure.announcing import Announcing
from tests.people import NOW

TITLE = "铜山区应急管理局行政检查事项清单"
LOCAL = {"127.0.0.1"}
DAY = timedelta(days=1)


class Site(BaseHTTPRequestHandler):
    """A small site: one page a way in which an address may be right or wrong."""

    def do_GET(self) -> None:
        """Answer by the path."""
        match self.path:
            case "/good":
                self._page(f"<html><h1>铜山区应急管理局<br>行政检查事项清单</h1>{'　' * 9}</html>")
            case "/old":
                self._page(f"<h1>{TITLE}</h1>", charset="gb18030")
            case "/other":
                self._page("<h1>网站首页</h1>")
            case "/silent":
                time.sleep(1.5)
                self._page(TITLE)
            case "/dripping":
                self._head("text/html", None)
                for _ in range(30):
                    try:
                        self.wfile.write(b"x")
                        self.wfile.flush()
                    except OSError:
                        return
                    time.sleep(0.1)
            case "/away":
                self.send_response(302)
                self.send_header("Location", "http://localhost:1/secret")
                self.end_headers()
            case _:
                self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def _page(self, text: str, charset: str = "utf-8") -> None:
        content = text.encode(charset)
        try:
            self._head(f"text/html; charset={charset}", len(content))
            self.wfile.write(content)
        except OSError:
            return

    def _head(self, media_type: str, length: int | None) -> None:
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of the site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("path", "status", "shows", "trouble"),
    [
        ("/good", 200, True, ""),
        ("/old", 200, True, ""),
        ("/other", 200, False, ""),
        ("/gone", 404, False, ""),
        ("/silent", None, False, "秒内没有答复"),
        ("/dripping", None, False, "秒内没有答复"),
        ("/away", None, False, "政府网站以外"),
    ],
)
def test_an_address_is_looked_at(site: str, path: str, status: int | None, shows: bool, trouble: str) -> None:
    seen = look_at(7, f"{site}{path}", TITLE, timeout=0.5, also=LOCAL)
    assert (seen.announcement_id, seen.status, seen.shows_title) == (7, status, shows)
    assert trouble in seen.trouble


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "https://example.com/", "file:///etc/hosts", "http://[", ""]
)
def test_nobody_but_a_governments_site_is_asked(url: str) -> None:
    assert look_at(7, url, TITLE).trouble == "不是政府网站的地址"


def test_a_site_that_is_not_there_is_said_to_be_so(site: str) -> None:
    assert look_at(7, "http://127.0.0.1:1/", TITLE, timeout=0.5, also=LOCAL).trouble


def test_an_address_that_went_bad_is_told_once(announcing: Announcing) -> None:
    made = announcing.announce()

    def note(status: int | None, shows: bool) -> int:
        return operations.note_address_checks(looked=[Look(made.pk, status, shows)], actor=SYSTEM, now=NOW)

    assert note(200, True) == 0
    assert note(404, False) == 1
    assert note(404, False) == 1
    raised = Event.objects.filter(name="disclosure.finding.raised")
    assert [event.payload["finding"]["rule"] for event in raised] == ["R-PUB-09b"]
    assert note(200, True) == 0
    assert note(200, False) == 1
    assert raised.all().count() == 2
    assert AddressCheck.objects.filter(announcement=made).count() == 5
    with pytest.raises(NotAllowed):
        operations.note_address_checks(looked=[], actor=announcing.people.clerk.member, now=NOW)


def test_a_demonstration_asks_nobody(announcing: Announcing, settings: Settings) -> None:
    announcing.announce()
    settings.DEMONSTRATION = True
    look_at_addresses(0)
    assert not AddressCheck.objects.exists()


def test_late_plans_are_told_once_of_each_step(announcing: Announcing) -> None:
    plan = announcing.plan()
    plan.filings.all().delete()
    plan.announcements.all().delete()
    day = NOW.replace(month=5, day=20)
    assert operations.sweep_disclosure(actor=SYSTEM, now=NOW) == 0
    assert operations.sweep_disclosure(actor=SYSTEM, now=day) == 3
    assert operations.sweep_disclosure(actor=SYSTEM, now=day) == 0
    said = [
        event.payload["finding"]["fact"] for event in Event.objects.filter(name="disclosure.finding.raised")
    ]
    assert any("至今没有报上级业务主管部门备案" in each for each in said)


def test_what_the_night_has_told_the_late_act_does_not_tell_again(announcing: Announcing) -> None:
    plan = announcing.plan()
    plan.filings.all().delete()
    plan.announcements.all().delete()
    day = NOW.replace(month=5, day=20)
    operations.sweep_disclosure(actor=SYSTEM, now=day)
    made = announcing.announce(AnnouncementKind.PLAN, plan_id=plan.pk, on=date(2026, 5, 21), now=day + DAY)
    assert announcing.file(made, FilingKind.PLAN, now=day + DAY).is_late
    raised = Event.objects.filter(name="disclosure.finding.raised")
    assert sorted(event.payload["finding"]["facts"]["step"] for event in raised) == [
        "公布",
        "报上级业务主管部门备案",
        "报区司法局备案",
    ]


def test_what_the_late_act_has_told_the_night_does_not_tell_again(announcing: Announcing) -> None:
    plan = announcing.plan()
    plan.filings.all().delete()
    plan.announcements.all().delete()
    day = NOW.replace(month=5, day=20)
    made = announcing.announce(AnnouncementKind.PLAN, plan_id=plan.pk, on=date(2026, 5, 20), now=day)
    operations.withdraw_announcement(
        announcement_id=made.pk, reason="网址有误", actor=announcing.people.clerk.member, now=day
    )
    assert operations.sweep_disclosure(actor=SYSTEM, now=day + DAY) == 2


def test_a_subject_announced_after_the_day_is_late_with_nothing(announcing: Announcing) -> None:
    plan = announcing.plan()
    plan.filings.all().delete()
    plan.announcements.all().delete()
    announcing.people.subject.announced_on = date(2026, 4, 1)
    announcing.people.subject.save()
    day = NOW.replace(month=5, day=20)
    assert operations.sweep_disclosure(actor=SYSTEM, now=day) == 0
    assert "逾期" not in announcing.lamp(on=date(2026, 5, 20)).announced[AnnouncementKind.PLAN].words
    made = announcing.announce(AnnouncementKind.PLAN, plan_id=plan.pk, on=date(2026, 5, 20), now=day)
    filing = announcing.file(made, FilingKind.PLAN, now=day)
    assert (filing.due_on, filing.is_late) == (None, False)
    assert not Event.objects.filter(name="disclosure.finding.raised").exists()
