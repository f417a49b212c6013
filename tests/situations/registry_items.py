"""Situations of items, their provisions and standards."""

from jingwei.platform.calendar import local_date
from jingwei.registry import operations
from jingwei.registry.models import StandardConflict
from jingwei.registry.terms import Role
from tests.people import NOW, District
from tests.situations.situation import Call, situation

OWNERS = (Role.CLERK, Role.HEAD)
BUREAU = (Role.SUPERVISOR, Role.SUPERVISION_LEAD)
LEAD = (Role.SUPERVISION_LEAD,)
TODAY = local_date(NOW).isoformat()
ELEMENTS = {
    "name": "对重大危险源的检查",
    "field": "emergency",
    "object_scope": "危险化学品企业",
    "level": "district",
    "methods": ["on_site"],
    "frequency": "每年不超过2次",
}
BASIS = {"basis_level": "law", "title": "中华人民共和国安全生产法", "article": "第六十六条"}


@situation("registry.register_item")
def an_item_with_its_first_provision(people: District) -> Call:
    return Call(
        by=people.clerk,
        roles=OWNERS,
        page="/items/new/",
        program="/items",
        says={"code": "T900", **ELEMENTS, **BASIS},
    )


@situation("registry.revise_item")
def an_item_that_is_not_published(people: District) -> Call:
    at = f"/items/{people.unpublished_item.pk}"
    return Call(by=people.clerk, roles=OWNERS, page=f"{at}/edit/", program=f"{at}/revise", says=ELEMENTS)


@situation("registry.withdraw_item")
def an_item_that_is_carried_out_no_more(people: District) -> Call:
    at = f"/items/{people.item.pk}/withdraw"
    said = {"reason": "五年未实施"}
    return Call(by=people.lead, roles=LEAD, page=f"{at}/", program=at, says=said, prefix="withdraw")


@situation("registry.end_basis")
def a_provision_that_was_repealed(people: District) -> Call:
    at = f"/items/{people.item.pk}/bases/end"
    said = {"basis_id": people.item.bases.get().pk, "ended_on": TODAY, "document": "某部令第9号"}
    roles = (*OWNERS, *BUREAU)
    return Call(by=people.clerk, roles=roles, page=f"{at}/", program=at, says=said, prefix="end")


@situation("registry.amend_basis")
def a_second_provision(people: District) -> Call:
    at = f"/items/{people.unpublished_item.pk}/bases"
    roles = (*OWNERS, *BUREAU)
    return Call(by=people.clerk, roles=roles, page=f"{at}/", program=at, says=BASIS, prefix="amend")


@situation("registry.add_standard")
def a_standard_of_two_points(people: District) -> Call:
    at = f"/items/{people.item.pk}/standards"
    said = {"version": "2027版", "valid_from": TODAY, "points": "登记建档\n定期检测"}
    return Call(by=people.clerk, roles=OWNERS, page=f"{at}/", program=at, says=said)


@situation("registry.raise_standard_conflict")
def two_standards_that_contradict_each_other(people: District) -> Call:
    at = f"/items/{people.item.pk}/conflict"
    said = {"other_id": people.other_item.standards.get().pk, "matter": "疏散通道宽度要求不一"}
    return Call(by=people.clerk, roles=(*OWNERS, *BUREAU), page=f"{at}/", program=at, says=said)


def conflict_of(people: District) -> StandardConflict:
    return operations.raise_standard_conflict(
        standard_id=people.item.standards.get().pk,
        other_id=people.other_item.standards.get().pk,
        matter="疏散通道宽度要求不一",
        actor=people.clerk.member,
        now=NOW,
    )


@situation("registry.escalate_standard_conflict")
def a_conflict_on_which_nobody_agrees(people: District) -> Call:
    conflict = conflict_of(people)
    at = f"/standard-conflicts/{conflict.pk}/escalate"
    return Call(
        by=people.supervisor,
        roles=BUREAU,
        page=f"{at}/",
        program=at,
        says={"reason": "意见不一"},
        prefix=f"escalate-{conflict.pk}",
    )


@situation("registry.settle_standard_conflict")
def a_conflict_on_which_all_agree(people: District) -> Call:
    conflict = conflict_of(people)
    at = f"/standard-conflicts/{conflict.pk}/settle"
    return Call(
        by=people.supervisor,
        roles=BUREAU,
        page=f"{at}/",
        program=at,
        says={"outcome": "从严", "settled_on": TODAY},
        prefix=f"settle-{conflict.pk}",
    )
