"""Situations of announcing and filing."""

from jingwei.disclosure.models import Announcement
from jingwei.disclosure.terms import Addressee, AnnouncementKind, FilingKind
from jingwei.planning.models import AnnualPlan
from jingwei.registry.terms import Role
from tests.disclosure.announcing import URL, Announcing
from tests.people import TODAY, District
from tests.situations.situation import Call, situation

KEEPERS = (Role.CLERK, Role.HEAD)
BUREAU = (Role.SUPERVISOR, Role.SUPERVISION_LEAD)


def the_items(people: District, url: str) -> Call:
    """Announce the items at an address: the page's own says what, a program's body."""
    said = {"title": "检查事项清单", "announced_on": TODAY, "issuer": people.subject.name, "url": url}
    return Call(
        by=people.clerk,
        roles=KEEPERS,
        page="/announcements/new/?kind=items",
        program="/announcements",
        typed=said,
        body={**said, "kind": "items"},
    )


@situation("disclosure.announce")
def the_items_on_the_governments_site(people: District) -> Call:
    return the_items(people, URL)


@situation("disclosure.announce", refused=("R-PUB-09a",))
def the_items_on_a_site_of_ones_own(people: District) -> Call:
    return the_items(people, "https://example.com/1")


@situation("disclosure.withdraw_announcement")
def an_announcement_with_a_wrong_address(people: District) -> Call:
    made = Announcing(people).announce()
    return Call(
        by=people.clerk,
        roles=(*KEEPERS, *BUREAU),
        page=f"/announcements/{made.pk}/withdraw/",
        program=f"/announcements/{made.pk}/withdraw",
        says={"reason": "网址有误"},
        prefix="withdraw",
    )


@situation("disclosure.submit_filing")
def an_announcement_that_is_to_be_filed(people: District) -> Call:
    made = Announcing(people).announce()
    said = {"kind": "items", "addressee": "justice"}
    return Call(
        by=people.clerk,
        roles=KEEPERS,
        page=f"/announcements/{made.pk}/file/",
        program="/filings",
        typed=said,
        body={**said, "announcement_id": made.pk},
    )


@situation("disclosure.submit_filing", refused=("R-PUB-07c",))
def an_amendment_without_its_reason(people: District) -> Call:
    announcing = Announcing(people)
    plan = announcing.amended()
    made = announcing.announce(AnnouncementKind.PLAN, plan_id=plan.pk)
    AnnualPlan.objects.filter(pk=plan.pk).update(reason="")
    said = {"kind": "amendment", "addressee": "justice"}
    return Call(
        by=people.clerk,
        roles=KEEPERS,
        page=f"/announcements/{made.pk}/file/",
        program="/filings",
        typed=said,
        body={**said, "announcement_id": made.pk},
    )


@situation("disclosure.receive_filing")
def a_filing_that_waits_for_the_bureau(people: District) -> Call:
    announcing = Announcing(people)
    filing = announcing.file(announcing.announce())
    return Call(
        by=people.supervisor,
        roles=BUREAU,
        page=f"/filings/{filing.pk}/receive/",
        program=f"/filings/{filing.pk}/receive",
    )


@situation("disclosure.return_filing")
def a_filing_that_lacks_its_paper(people: District) -> Call:
    announcing = Announcing(people)
    filing = announcing.file(announcing.announce())
    return Call(
        by=people.supervisor,
        roles=BUREAU,
        page=f"/filings/{filing.pk}/return/",
        program=f"/filings/{filing.pk}/return",
        says={"reason": "缺盖章件"},
        prefix="return",
    )


@situation("disclosure.enter_superior_receipt")
def a_plan_that_was_filed_above(people: District) -> Call:
    announcing = Announcing(people)
    announcement = Announcement.objects.get(plan=announcing.plan())
    announcement.filings.all().delete()
    filing = announcing.file(announcement, FilingKind.PLAN, Addressee.SUPERIOR)
    return Call(
        by=people.clerk,
        roles=KEEPERS,
        page=f"/filings/{filing.pk}/superior-receipt/",
        program=f"/filings/{filing.pk}/superior-receipt",
        says={"number": "徐应急备〔2026〕7号", "received_on": TODAY},
        prefix="superior",
    )
