"""Situations of annual plans and special inspections."""

from datetime import date, timedelta
from typing import Any

from jingwei.planning import operations
from jingwei.planning.models import AnnualPlan, SpecialPlan
from jingwei.planning.terms import SpecialOrigin
from jingwei.registry.terms import Role
from tests.people import NOW, TODAY, District
from tests.planning.planned import AUTUMN, JUNE, YEAR, add, approved, draft, submit
from tests.planning.specials import FIRST, LAST, confirmer, drafted, submitted
from tests.situations.situation import Call, situation

KEEPERS = (Role.CLERK, Role.HEAD)
HEAD, CONFIRMER = (Role.HEAD,), (Role.GOVERNMENT_CONFIRMER,)
LINE = {
    "name": "工贸企业安全生产检查",
    "object_scope": "规模以上工贸企业",
    "base": 240,
    "quantity": 60,
    "first_on": JUNE,
    "last_on": AUTUMN,
    "method": "on_site",
    "activity": "inspection",
    "visits": 1,
}
WORDS = {
    "name": "有限空间作业专项检查",
    "origin": "own",
    "assessment": "一季度发生两起险情，个案检查不能解决。",
    "assessed_on": date(2026, 3, 9),
    "basis": "《安全生产法》第六十五条",
    "regions": ["320312"],
    "contents": "有限空间作业审批、监护和现场管理。",
    "object_scope": "涉及有限空间作业的企业",
    "base": 120,
    "quantity": 40,
    "first_on": FIRST,
    "last_on": LAST,
}


def at_plan(plan: AnnualPlan, act: str) -> dict[str, Any]:
    """Return where page and program post to."""
    return {"page": f"/plans/{plan.pk}/{act}/", "program": f"/plans/{plan.pk}/{act}"}


def at_special(special: SpecialPlan, act: str) -> dict[str, Any]:
    """Return where page and program post to."""
    return {"page": f"/specials/{special.pk}/{act}/", "program": f"/specials/{special.pk}/{act}"}


def a_line(people: District, ratios: dict[str, int]) -> dict[str, Any]:
    """Return a line as the page and as a program say it."""
    item = {"item_id": people.item.pk}
    typed = {**LINE, **item, **{f"ratio_{letter.lower()}": share for letter, share in ratios.items()}}
    return {"typed": typed, "body": {**LINE, **item, "ratios": ratios}}


@situation("planning.draft_plan")
def a_plan_of_the_next_year(people: District) -> Call:
    said = {"year": YEAR}
    return Call(by=people.clerk, roles=KEEPERS, page="/plans/new/", program="/plans", says=said)


@situation("planning.save_line")
def a_line_that_is_in_order(people: District) -> Call:
    return Call(
        by=people.clerk,
        roles=KEEPERS,
        page=f"/plans/{(plan := draft(people)).pk}/lines/new/",
        program=f"/plans/{plan.pk}/lines",
        **a_line(people, {"A": 5, "B": 20, "C": 50, "D": 100}),
    )


@situation("planning.save_line", refused=("R-RSK-02b",))
def a_line_that_looks_at_the_risky_less(people: District) -> Call:
    return Call(
        by=people.clerk,
        roles=KEEPERS,
        page=f"/plans/{(plan := draft(people)).pk}/lines/new/",
        program=f"/plans/{plan.pk}/lines",
        **a_line(people, {"A": 5, "B": 20, "C": 50, "D": 10}),
    )


@situation("planning.remove_line")
def a_line_that_is_not_wanted(people: District) -> Call:
    plan = draft(people)
    line = add(people, plan)
    return Call(by=people.clerk, roles=KEEPERS, **at_plan(plan, f"lines/{line.pk}/remove"))


@situation("planning.submit_plan")
def a_plan_of_one_line(people: District) -> Call:
    plan = draft(people)
    add(people, plan)
    return Call(by=people.clerk, roles=KEEPERS, **at_plan(plan, "submit"))


def turned_round(plan: AnnualPlan) -> AnnualPlan:
    """Let its lines look at the risky less, as those of a sheet before the rule might."""
    plan.lines.update(ratios={"A": 50, "B": 20, "C": 10, "D": 5})
    return plan


@situation("planning.submit_plan", refused=("R-RSK-02b",))
def a_plan_that_looks_at_the_risky_less(people: District) -> Call:
    plan = draft(people)
    add(people, plan)
    return Call(by=people.clerk, roles=KEEPERS, **at_plan(turned_round(plan), "submit"))


@situation("planning.approve_plan", refused=("R-RSK-02b",))
def a_plan_whose_lines_are_turned_round(people: District) -> Call:
    plan = draft(people)
    add(people, plan)
    where = at_plan(turned_round(submit(people, plan)), "approve")
    return Call(by=people.head, roles=HEAD, says={"opinion": "同意"}, prefix="approve", **where)


@situation("planning.approve_plan")
def a_plan_before_the_head(people: District) -> Call:
    plan = draft(people)
    add(people, plan)
    where = at_plan(submit(people, plan), "approve")
    return Call(by=people.head, roles=HEAD, says={"opinion": "同意"}, prefix="approve", **where)


@situation("planning.return_plan")
def a_plan_that_asks_too_much(people: District) -> Call:
    plan = draft(people)
    add(people, plan)
    where = at_plan(submit(people, plan), "return")
    return Call(by=people.head, roles=HEAD, says={"reason": "户数太多"}, prefix="return", **where)


@situation("planning.amend_plan")
def a_plan_that_an_order_changes(people: District) -> Call:
    said = {"reason": "order", "note": "苏安办〔2027〕9号"}
    where = at_plan(approved(people), "amend")
    return Call(by=people.clerk, roles=KEEPERS, says=said, prefix="amend", **where)


@situation("planning.discard_plan")
def a_draft_of_a_plan(people: District) -> Call:
    return Call(by=people.clerk, roles=KEEPERS, **at_plan(draft(people), "discard"))


@situation("planning.draft_special")
def a_special_inspection_with_its_bounds(people: District) -> Call:
    said = {**WORDS, "item_ids": [people.item.pk]}
    return Call(
        by=people.clerk,
        roles=KEEPERS,
        page="/specials/new/",
        program="/specials",
        typed={**said, "industries": "C26"},
        body={**said, "industries": ["C26"]},
    )


@situation("planning.change_special")
def a_draft_with_fewer_enterprises(people: District) -> Call:
    said = {**WORDS, "quantity": 30, "item_ids": [people.item.pk]}
    return Call(
        by=people.clerk,
        roles=KEEPERS,
        typed={**said, "industries": "C26"},
        body={**said, "industries": ["C26"]},
        **at_special(drafted(people), "change"),
    )


@situation("planning.discard_special")
def a_draft_that_is_given_up(people: District) -> Call:
    return Call(by=people.clerk, roles=KEEPERS, **at_special(drafted(people), "discard"))


@situation("planning.submit_special")
def a_draft_that_the_rules_let_pass(people: District) -> Call:
    return Call(by=people.head, roles=HEAD, **at_special(drafted(people), "submit"))


@situation("planning.submit_special", refused=("R-SPC-04a",))
def a_draft_that_nobody_assessed(people: District) -> Call:
    return Call(by=people.head, roles=HEAD, **at_special(drafted(people, assessment=""), "submit"))


def ordered(people: District, **changes: Any) -> SpecialPlan:
    """Draw up one that was ordered from above."""
    given = {"origin": SpecialOrigin.SUPERIOR, "order_number": "徐安办〔2026〕8号"}
    return drafted(people, **given | changes)


@situation("planning.register_order")
def what_was_ordered_from_above(people: District) -> Call:
    return Call(by=people.head, roles=HEAD, **at_special(ordered(people), "register"))


@situation("planning.register_order", refused=("R-SPC-08a",))
def what_was_ordered_without_a_paper(people: District) -> Call:
    return Call(by=people.head, roles=HEAD, **at_special(ordered(people, order_number=""), "register"))


@situation("planning.approve_special")
def what_the_government_agrees_to(people: District) -> Call:
    said = {"approver": "government", "number": "铜政办函〔2026〕9号", "approved_on": TODAY}
    where = at_special(submitted(people), "approve")
    return Call(by=confirmer(), roles=CONFIRMER, says=said, prefix="approve", **where)


@situation("planning.approve_special", refused=("R-SPC-01",))
def what_has_begun_before_it_is_approved(people: District) -> Call:
    said = {"approver": "government", "number": "铜政办函〔2026〕9号", "approved_on": TODAY}
    special = submitted(people)
    SpecialPlan.objects.filter(pk=special.pk).update(first_on=TODAY)
    where = at_special(special, "approve")
    return Call(by=confirmer(), roles=CONFIRMER, says=said, prefix="approve", **where)


@situation("planning.return_special")
def what_the_government_does_not_agree_to(people: District) -> Call:
    where = at_special(submitted(people), "return")
    return Call(by=confirmer(), roles=CONFIRMER, says={"reason": "户数过多"}, prefix="return", **where)


@situation("planning.report_special")
def what_was_ordered_and_is_over(people: District) -> Call:
    days = {"first_on": TODAY - timedelta(days=20), "last_on": TODAY - timedelta(days=5)}
    special = ordered(people, **days)
    operations.register_order(special_id=special.pk, actor=people.head.member, now=NOW)
    said = {"report": "检查 38 户。", "reported_on": TODAY}
    where = at_special(special, "report")
    return Call(by=people.clerk, roles=KEEPERS, says=said, prefix="report", **where)
