"""The pages of annual plans: what each role is shown, that each button does what it says, paper, file and interface."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from jingwei.disclosure.models import Announcement, Filing
from jingwei.inspections.models import Inspection
from jingwei.inspections.plan_progress import progress_of
from jingwei.inspections.terms import Stage
from jingwei.planning import operations
from jingwei.planning.models import AnnualPlan
from jingwei.planning.queries import get_plan
from jingwei.planning.terms import AmendmentReason
from jingwei.platform.calendar import local_date
from tests.inspections.walking import Walk
from tests.people import NOW, District, Person, district
from tests.planning.planned import add, approve, draft, entry, submit

pytestmark = pytest.mark.django_db
TODAY = local_date(timezone.now())
YEAR = TODAY.year + 1  # the pages ask the clock themselves


@pytest.fixture
def people() -> District:
    """The cast, today; near the end of a year they have next year's plan already, which goes."""
    found = district(TODAY)
    _forget(AnnualPlan.objects.filter(year=YEAR))
    return found


def _forget(plans: QuerySet[AnnualPlan]) -> None:
    Filing.objects.filter(plan__in=plans).delete()
    Announcement.objects.filter(plan__in=plans).delete()
    plans.delete()


def clock(plan_year: int = YEAR) -> dict[str, Any]:
    """Return the arguments by which ``draft`` begins a plan as of now."""
    return {"year": plan_year, "now": timezone.now()}


def window() -> dict[str, Any]:
    """Return a window in the plan's year."""
    return {
        "first_on": TODAY.replace(year=YEAR, month=6, day=1),
        "last_on": TODAY.replace(year=YEAR, month=9, day=30),
    }


def page(person: Person, path: str, **data: Any) -> Any:
    """Open a page as the person."""
    return person.sign_in(Client()).get(path, data)


def send(person: Person, path: str, **data: Any) -> Any:
    """Post a form as the person and follow to the page it leads to."""
    return person.sign_in(Client()).post(path, data, follow=True)


def filled(people: District, **changes: Any) -> dict[str, Any]:
    """Return a line as the form sends it."""
    return {
        "activity": "inspection",
        "name": "工贸企业安全生产检查",
        "item_id": people.item.pk,
        "object_scope": "规模以上工贸企业",
        "base": "240",
        "quantity": "60",
        "ratio_a": "5",
        "ratio_b": "20",
        "ratio_c": "50",
        "ratio_d": "100",
        "visits": "1",
        "first_on": f"{YEAR}-06-01",
        "last_on": f"{YEAR}-09-30",
        "method": "on_site",
        "remark": "",
        "partner_ids": [people.other_subject.pk],
    } | changes


def sheet(answer: Any) -> list[list[Any]]:
    """Return the rows of an exported file."""
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def test_a_plan_goes_the_whole_way_by_its_pages(people: District) -> None:
    begun = send(people.clerk, "/plans/new/", year=YEAR)
    plan = AnnualPlan.objects.get(subject=people.subject, year=YEAR)
    here = f"/plans/{plan.pk}/"
    assert begun.redirect_chain[-1][0] == here
    assert "还没有计划事项" in begun.content.decode()
    shown = send(people.clerk, f"{here}lines/new/", **filled(people)).content.decode()
    for words in ("60", "/ 240", "A\u00a05%", "联合市场监管局", "06-01 至 09-30", 'data-confirm="将'):
        assert words in shown
    assert 'x="41.37%"' in shown  # the year as a strip: 1 June is day 151 of 365
    send(people.clerk, f"{here}submit/")
    waiting = page(people.head, here).content.decode()
    assert "负责人审批" in waiting
    assert "退回经办人" in waiting
    assert "负责人审批<small>" not in page(people.clerk, here).content.decode()
    done = send(people.head, f"{here}approve/", **{"approve-opinion": "同意实施"}).content.decode()
    assert "已批准。下一步在网站公告" in done
    assert "同意实施" in done
    assert 'hx-get="/plans/' in done  # the progress, from the inspections


def test_a_line_that_does_not_fit_comes_back_as_typed_with_the_reason(people: District) -> None:
    plan = draft(people, **clock())
    here = f"/plans/{plan.pk}/lines/new/"
    for changes, said in (
        ({"last_on": f"{YEAR}-05-01"}, "早于起始日期"),
        ({"ratio_d": "10"}, "C 类 50% 高于 D 类 10%"),
        ({"ratio_d": "101"}, "不在 0 至 100 之间"),
        ({"quantity": "999"}, "多于对象基数 240"),
        ({"item_id": people.other_item.pk}, "检查事项"),
        ({"name": ""}, "必填"),
    ):
        answer = send(people.clerk, here, **filled(people, **changes))
        assert (answer.status_code, said in answer.content.decode()) == (422, True), said
        assert "规模以上工贸企业" in answer.content.decode()
    assert not plan.lines.exists()


def test_saving_leads_to_the_next_line_and_warns_of_targets(people: District) -> None:
    plan = draft(people, **clock())
    answer = send(
        people.clerk, f"/plans/{plan.pk}/lines/new/", **filled(people, remark="任务数 50 家", more="1")
    )
    assert answer.redirect_chain[-1][0] == f"/plans/{plan.pk}/lines/new/"
    assert "疑似下达检查指标" in answer.content.decode()
    line = plan.lines.get()
    edit = f"/plans/{plan.pk}/lines/{line.pk}/"
    assert "任务数 50 家" in page(people.clerk, edit).content.decode()
    changed = send(people.clerk, edit, **filled(people, quantity="10")).content.decode()
    assert "修改年度计划　2 次" in changed
    assert "增加“工贸企业安全生产检查”，修改“工贸企业安全生产检查”" in changed
    assert "已删除" in send(people.clerk, f"{edit}remove/").content.decode()
    assert page(people.clerk, edit).status_code == 404


def test_a_returned_plan_says_why_and_a_draft_can_be_thrown_away(people: District) -> None:
    plan = draft(people, **clock())
    add(people, plan, **window())
    submit(people, plan)
    here = f"/plans/{plan.pk}/"
    assert page(people.clerk, f"{here}lines/new/").status_code == 409
    lacking = send(people.head, f"{here}return/", **{"return-reason": ""})
    assert lacking.status_code == 422
    send(people.head, f"{here}return/", **{"return-reason": "户数太多"})
    assert "负责人退回：户数太多" in page(people.clerk, here).content.decode()
    gone = send(people.clerk, f"{here}discard/")
    assert gone.redirect_chain[-1][0] == "/plans/"
    assert "已放弃拟订" in gone.content.decode()
    assert page(people.clerk, here).status_code == 403


def test_an_amendment_shows_line_by_line_what_changed(people: District) -> None:
    plan = draft(people, **clock())
    line = add(people, plan, **window())
    add(people, plan, **window(), name="要删的一项")
    approve(people, submit(people, plan))
    lacking = send(people.clerk, f"/plans/{plan.pk}/amend/", **{"amend-reason": "order", "amend-note": ""})
    assert lacking.status_code == 422
    sent = {"amend-reason": "order", "amend-note": "苏安办〔2027〕9号"}
    answer = send(people.clerk, f"/plans/{plan.pk}/amend/", **sent)
    amendment = AnnualPlan.objects.get(subject=people.subject, year=YEAR, version=2)
    here = f"/plans/{amendment.pk}/"
    assert answer.redirect_chain[-1][0] == here
    first, second = amendment.lines.order_by("position")
    send(people.clerk, f"{here}lines/{first.pk}/", **filled(people, quantity="90", partner_ids=[]))
    send(people.clerk, f"{here}lines/{second.pk}/remove/")
    send(people.clerk, f"{here}lines/new/", **filled(people, name="新增的一项"))
    shown = page(people.clerk, here).content.decode()
    for words in (
        "增加 1 项，修改 1 项，删除 1 项",
        '<span class="jw-tag">增加</span>',
        "新增的一项",
        '<span class="jw-tag">删除</span>',
        "要删的一项",
        "60 户",
        "<b>90 户</b>",
        "苏安办〔2027〕9号",
    ):
        assert words in shown, words
    old = page(people.clerk, f"/plans/{plan.pk}/").content.decode()
    assert "其后有第 2 版（拟订中）" in old
    assert "第 2 版（拟订中）" not in page(people.other_clerk, f"/plans/{plan.pk}/").content.decode()
    line.refresh_from_db()
    assert line.quantity == 60


def test_the_list_shows_what_the_role_may_see_and_filters(people: District) -> None:
    plan = draft(people, **clock())
    add(people, plan, **window(), object_scope="烟花爆竹企业")
    bureau = page(people.supervisor, "/plans/").content.decode()
    assert f"/plans/{plan.pk}/" in bureau
    assert f"/plans/{plan.pk}/" not in page(people.other_clerk, "/plans/").content.decode()
    assert "拟订计划" not in bureau
    assert "拟订计划" in page(people.clerk, "/plans/").content.decode()
    for data, is_shown in (
        ({"q": "烟花"}, True),
        ({"q": "不存在"}, False),
        ({"year": YEAR}, True),
        ({"year": TODAY.year}, False),
        ({"subject": people.subject.pk, "stage": "draft"}, True),
        ({"stage": "submitted"}, False),
    ):
        found = page(people.supervisor, "/plans/", **data).content.decode()
        assert (f'href="/plans/{plan.pk}/"' in found) is is_shown, data
    exported = page(people.supervisor, "/plans/export/", stage="draft")
    rows = sheet(exported)
    assert rows[0][:4] == ["年度", "检查主体", "计划", "环节"]
    assert [row[:4] for row in rows[1:]] == [[YEAR, "铜山区应急管理局", plan.title, "拟订中"]]


def test_an_empty_list_says_what_to_do_next(people: District) -> None:
    _forget(AnnualPlan.objects.all())
    assert "日常检查按计划实施，计划外的不得检查，先" in page(people.clerk, "/plans/").content.decode()
    assert "各检查主体批准的年度计划列在这里" in page(people.supervisor, "/plans/").content.decode()


def test_strangers_and_administrators_do_not_open_plans(people: District) -> None:
    plan = draft(people, **clock())
    assert page(people.contact, "/plans/").status_code == 403
    assert page(people.system, "/plans/").status_code == 403
    assert page(people.supervisor, "/plans/new/").status_code == 403
    assert page(people.other_clerk, f"/plans/{plan.pk}/lines/new/").status_code == 403
    assert send(people.other_clerk, f"/plans/{plan.pk}/submit/").status_code == 403
    assert send(people.clerk, f"/plans/{plan.pk}/approve/").status_code == 403


def test_a_plan_prints_and_exports_in_the_columns_of_the_form(people: District) -> None:
    plan = AnnualPlan.objects.get(subject=people.subject, year=TODAY.year)
    pdf = page(people.other_clerk, f"/plans/{plan.pk}/paper/")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    word = page(people.clerk, f"/plans/{plan.pk}/paper/", format="docx")
    assert word.content[:2] == b"PK"
    exported = page(people.clerk, f"/plans/{plan.pk}/export/")
    rows = sheet(exported)
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["任务名称"], first["实施主体"]) == (people.item.name, "铜山区应急管理局")
    assert first["制定任务依据"] == "《中华人民共和国安全生产法》第六十五条"
    assert (first["是否联合检查"], first["检查类型"], first["每户频次上限"]) == ("否", "日常检查", 2)


def test_programs_read_the_plans_of_a_year(people: District) -> None:
    plan = draft(people, **clock())
    add(people, plan, **window())
    answer = page(people.clerk, "/api/v1/plans", year=YEAR, subject=people.subject.code)
    assert answer.status_code == 200
    found = answer.json()["plans"]
    assert [(each["title"], each["stage"]["label"]) for each in found] == [(plan.title, "拟订中")]
    assert found[0]["lines"][0]["item"] == people.item.code
    assert page(people.other_clerk, "/api/v1/plans", year=YEAR).json()["count"] == 0
    assert page(people.other_clerk, "/api/v1/plans").json()["count"] == 2
    assert page(people.contact, "/api/v1/plans").status_code == 403
    assert page(people.clerk, "/api/v1/plans", subject="\0").status_code == 422
    assert Client().get("/api/v1/plans").status_code == 401


def test_the_progress_of_a_line_counts_across_versions() -> None:
    walk = Walk(district())
    people = walk.people
    plan = AnnualPlan.objects.get(subject=people.subject, year=2026)
    line = plan.lines.get(item=people.item)
    task = walk.approved()
    Inspection.objects.filter(pk=task.pk).update(plan_line=line)
    first = progress_of(get_plan(people.clerk.member, plan.pk))[0]
    assert (first.approved, first.done, first.enterprises, first.percent) == (1, 0, 0, None)
    Inspection.objects.filter(pk=task.pk).update(stage=Stage.CONCLUDED)
    amendment = operations.amend_plan(
        plan_id=plan.pk,
        reason=AmendmentReason.OTHER,
        note="对象减少",
        actor=people.clerk.member,
        now=NOW,
    )
    copy = amendment.lines.get(position=line.position)
    changed = entry(people, first_on=line.first_on, last_on=line.last_on, quantity=4)
    operations.save_line(
        plan_id=amendment.pk, line=changed, line_id=copy.pk, actor=people.clerk.member, now=NOW
    )
    operations.submit_plan(plan_id=amendment.pk, actor=people.clerk.member, now=NOW)
    later = NOW + timedelta(hours=1)
    operations.approve_plan(plan_id=amendment.pk, actor=people.head.member, now=later)
    row = progress_of(get_plan(people.clerk.member, amendment.pk))[0]
    assert (row.approved, row.done, row.enterprises, row.percent) == (1, 1, 1, 25)
    shown = page(people.clerk, f"/plans/{amendment.pk}/progress/").content.decode()
    assert 'value="25"' in shown
    to_list = f"/inspections/?plan_line={amendment.lines.get(position=line.position).pk}&amp;reach=done"
    assert f'href="{to_list}"' in shown
    assert task.number in page(people.clerk, to_list.replace("&amp;", "&")).content.decode()
    other = amendment.lines.exclude(position=line.position).first()
    assert (
        other is None
        or task.number not in page(people.clerk, f"/inspections/?plan_line={other.pk}").content.decode()
    )
    assert to_list not in page(people.other_clerk, f"/plans/{amendment.pk}/progress/").content.decode()
