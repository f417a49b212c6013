"""The main pages, by the people who use them, in light and dark: nothing serious for axe, nothing wider than the screen."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from jingwei.inspections.models import Inspection
from tests.inspections.walking import Walk, cap
from tests.journeys.stage import Stage
from tests.people import Person


def look(stage: Stage, page: Page, paths: list[str]) -> None:
    """Look at pages in light and in dark."""
    for path in paths:
        answer = page.goto(path)
        assert answer is not None
        assert answer.ok, f"{path} answers {answer.status}"
        name = page.url.split("/", 3)[3].strip("/").replace("/", "-")
        stage.hold(page, f"{name}-light")
        page.evaluate("document.documentElement.setAttribute('data-bs-theme', 'dark')")
        stage.hold(page, f"{name}-dark", only=("color-contrast",))


@pytest.fixture
def walked(stage: Stage) -> Stage:
    """A district in which one inspection was concluded and one waits for its approval."""
    now = timezone.now()
    walk = Walk(stage.people)
    cap(stage.people.subject, 2)
    plan: dict[str, Any] = {
        "planned_from": now - timedelta(hours=2),
        "planned_until": now + timedelta(hours=1),
    }
    task = walk.request(now=now - timedelta(hours=4), **plan)
    walk.approve(task, now=now - timedelta(hours=3))
    walk.enter(task, now=now - timedelta(minutes=90))
    walk.serve(task, now=now - timedelta(minutes=89))
    walk.start(task, now=now - timedelta(minutes=87))
    walk.fill(task, now=now - timedelta(minutes=60))
    walk.sign(task, now=now - timedelta(minutes=50))
    walk.tell(task, now=now - timedelta(minutes=45))
    walk.leave(task, now=now - timedelta(minutes=40))
    walk.request(now=now - timedelta(minutes=30), **plan)
    return stage


def test_the_desks_pages_pass_axe_in_light_and_dark(walked: Stage) -> None:
    people = walked.people
    first, second = Inspection.objects.order_by("pk").values_list("pk", flat=True)
    desks: list[tuple[Person, list[str]]] = [
        (people.head, ["/workbench/", "/inspections/", f"/inspections/{first}/", f"/inspections/{second}/"]),
        (people.supervisor, ["/workbench/", "/rules/", "/rules/R-OFF-01/"]),
        (people.contact, ["/enterprise/", "/officers/verify/10320312001/"]),
        (people.audit, ["/system/"]),
        (people.security, ["/system/accounts/"]),
    ]
    for person, paths in desks:
        page = walked.desk(person)
        look(walked, page, paths)
        page.context.close()


def test_the_phones_pages_pass_axe_in_light_and_dark(walked: Stage) -> None:
    phone = walked.phone(walked.people.officer, camera_on="nothing", at=(34.1801, 117.1701))
    tasks = [f"/phone/tasks/{pk}/" for pk in Inspection.objects.order_by("pk").values_list("pk", flat=True)]
    assert len(tasks) == 2
    look(walked, phone, ["/phone/", "/phone/scan/", "/phone/me/", *tasks])
