"""一企一档 in a real browser: found in the list, read by its department, by another and by the bureau."""

from datetime import datetime, timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from jingwei.inspections.models import Inspection, InspectionItem, OutsideInspection, ServiceVisit, Visit
from jingwei.inspections.terms import EntryWay, ServiceKind, Stage
from jingwei.planning.models import Cap, CapLedger, DepartmentGrade, QuietPeriod
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.calendar import local_date
from jingwei.registry.models import Enterprise, Item, Subject
from jingwei.registry.terms import CreditClass
from tests.journeys.stage import DESK, PHONE
from tests.journeys.stage import Stage as Theatre
from tests.people import BEGAN, Person


def look(stage: Theatre, page: Page, name: str) -> None:
    """Hold the page to axe at the desk and to its width on a phone."""
    stage.hold(page, name)
    page.set_viewport_size(PHONE)
    stage.show(page, f"{name}-narrow")
    page.set_viewport_size(DESK)


def visit(stage: Theatre, by: Person, at: datetime) -> Visit:
    return Visit.objects.create(
        site=stage.people.site,
        enterprise=stage.people.enterprise,
        year=at.year,
        way=EntryWay.SCAN,
        entered_at=at,
        scanned_at=at,
        received_at=at,
        left_at=at + timedelta(hours=1),
        scanned_by=by.roster,
    )


def inspected(
    stage: Theatre,
    subject: Subject,
    item: Item,
    at: datetime,
    *,
    entered: Visit | None = None,
    kind: InspectionKind = InspectionKind.ROUTINE,
    exempt: str = "",
) -> Inspection:
    """One inspection, made or to come."""
    task = Inspection.objects.create(
        number=f"{subject.document_series}检〔{at.year}〕{Inspection.objects.count() + 1}号",
        subject=subject,
        enterprise=stage.people.enterprise,
        site=stage.people.site,
        kind=kind,
        exempt=exempt,
        stage=Stage.CONCLUDED if entered else Stage.APPROVED,
        planned_from=at,
        planned_until=at + timedelta(hours=2),
        requested_at=at - timedelta(days=3),
        visit=entered,
        performed_on=local_date(at) if entered else None,
        reportable_on=local_date(at) if entered else None,
        is_counted=entered is not None and not exempt,
    )
    InspectionItem.objects.create(inspection=task, item=item)
    return task


def past(stage: Theatre) -> None:
    """A year of one enterprise: three departments' worth of coming and going."""
    people, now = stage.people, timezone.now()
    first = now.replace(month=1, day=1, hour=2, minute=0)

    def ago(days: int) -> datetime:
        return max(first, now - timedelta(days=days))

    for days in (200, 120):
        entered = visit(stage, people.officer, ago(days))
        inspected(stage, people.subject, people.item, ago(days), entered=entered)
    entered = visit(stage, people.officer, ago(60))
    inspected(
        stage,
        people.subject,
        people.second_item,
        ago(60),
        entered=entered,
        kind=InspectionKind.CASE_BASED,
        exempt=ExemptReason.COMPLAINT,
    )
    inspected(stage, people.other_subject, people.other_item, ago(60), entered=entered)
    for days in (90, 30):
        ServiceVisit.objects.create(
            visit=visit(stage, people.other_officer, ago(days)),
            subject=people.other_subject,
            kind=ServiceKind.CALL,
            purpose="了解用工困难",
        )
    OutsideInspection.objects.create(
        enterprise=people.enterprise,
        organ="宿州市应急管理局",
        matter="危险作业协查",
        performed_on=local_date(ago(45)),
        told_at=now,
    )
    inspected(stage, people.other_subject, people.other_item, now + timedelta(days=9))
    inspected(stage, people.subject, people.item, now + timedelta(days=12))
    published = Cap.objects.create(
        subject=people.subject, visits=2, valid_from=BEGAN, source="铜应急发〔2025〕3号"
    )
    CapLedger.objects.create(
        cap=published, enterprise=people.enterprise, year=now.year, granted=2, used=2, exempt=1
    )
    DepartmentGrade.objects.create(
        enterprise=people.enterprise,
        subject=people.subject,
        credit_class=CreditClass.C,
        criteria="安全风险分级标准",
        reason="去年有两起险情",
        valid_from=BEGAN,
        entered_at=now,
    )
    QuietPeriod.objects.create(
        enterprise=people.enterprise,
        first_on=local_date(now) + timedelta(days=20),
        last_on=local_date(now) + timedelta(days=25),
        reason="企业年度检修",
        set_at=now,
    )
    Enterprise.objects.filter(pk=people.enterprise.pk).update(industry="C3311")


def test_a_dossier_is_found_and_shows_each_reader_his_own(stage: Theatre) -> None:
    past(stage)
    page = stage.desk(stage.people.clerk)
    page.get_by_role("link", name="一企一档").click()
    look(stage, page, "dossiers")
    page.get_by_label("行业门类").select_option("C")
    page.get_by_role("button", name="查询").click()
    page.get_by_role("link", name="徐州星禾示例机械有限公司").click()
    expect(page.get_by_text("几个部门一起入企")).to_be_visible()
    expect(page.get_by_text("已用完", exact=True)).to_be_visible()
    expect(page.get_by_text("了解用工困难")).to_have_count(0)
    look(stage, page, "dossier-of-the-clerk")
    page.get_by_role("link", name="市场监管局").click()
    expect(page.get_by_role("heading", name="市场监管局逐次对照")).to_be_visible()

    page = stage.desk(stage.people.supervisor)
    page.goto(f"{stage.url}/enterprises/{stage.people.enterprise.pk}/")
    expect(page.get_by_text("了解用工困难").first).to_be_visible()
    look(stage, page, "dossier-of-the-bureau")
    page.get_by_role("link", name="应急管理局").last.click()
    expect(page.get_by_role("heading", name="一企一档")).to_be_visible()
    stage.show(page, "task-with-the-dossier")
