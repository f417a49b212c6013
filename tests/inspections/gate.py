"""Approved tasks by the hundred, waiting at as many gates: rows laid down in bulk, only the entry is real."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jingwei.inspections.models import Inspection, InspectionItem, TeamMember, Visit
from jingwei.inspections.operations import Position, enter_visit
from jingwei.inspections.terms import Stage
from jingwei.planning.terms import InspectionKind
from jingwei.registry import codes
from jingwei.registry.models import Enterprise, Site, SiteCode
from jingwei.registry.terms import CreditClass, EnterpriseKind
from tests.people import NOW, District

AT_THE_GATE = Position(latitude=34.1801, longitude=117.1701, accuracy=12)


@dataclass(frozen=True, slots=True)
class Gate:
    """A site with the code at its gate, and the approved tasks that may be entered there from ``opens_at`` on."""

    site: Site
    code: str
    opens_at: datetime
    tasks: Sequence[Inspection]


def lay_gates(
    people: District, count: int, *, tasks: int, credit_class: CreditClass = CreditClass.B
) -> list[Gate]:
    """Make ``count`` enterprises with one site each and so many approved tasks of the one subject and team at each.

    The gates open 25 hours after one another, so that the same two officers may enter them all (R-OFF-13).
    """
    enterprises = Enterprise.objects.bulk_create(
        Enterprise(
            credit_code=f"T{number:017}",
            name=f"徐州示例{number}号企业",
            kind=EnterpriseKind.COMPANY,
            credit_class=credit_class,
            region=people.region,
            sort_key=f"{number:06}",
        )
        for number in range(count)
    )
    sites = Site.objects.bulk_create(
        Site(
            enterprise=enterprise,
            name="厂区",
            address="徐州市铜山区示例路1号",
            region=people.region,
            latitude=34.18,
            longitude=117.17,
        )
        for enterprise in enterprises
    )
    tokens = [codes.new_token() for _ in sites]
    SiteCode.objects.bulk_create(
        SiteCode(site=site, token=token, issued_at=NOW - timedelta(days=90))
        for site, token in zip(sites, tokens, strict=True)
    )
    waiting = _approved(people, [site for site in sites for _ in range(tasks)])
    return [
        Gate(
            site,
            codes.write(token),
            NOW + timedelta(hours=25 * number),
            waiting[number * tasks : (number + 1) * tasks],
        )
        for number, (site, token) in enumerate(zip(sites, tokens, strict=True))
    ]


def enter(people: District, gate: Gate, task: Inspection) -> Visit:
    """Scan in, as the phone does."""
    return enter_visit(
        inspection_id=task.pk,
        code=gate.code,
        position=AT_THE_GATE,
        actor=people.officer.member,
        now=gate.opens_at,
    )


def _approved(people: District, sites: Iterable[Site]) -> list[Inspection]:
    before = NOW - timedelta(days=1)
    tasks = Inspection.objects.bulk_create(
        Inspection(
            number=f"铜应急检〔2026〕{number}号",
            subject=people.subject,
            enterprise=site.enterprise,
            site=site,
            kind=InspectionKind.ROUTINE,
            stage=Stage.APPROVED,
            planned_from=NOW,
            planned_until=NOW + timedelta(days=1),
            requested_by=people.clerk.account,
            requested_at=before,
            approved_by=people.head.account,
            approved_at=before,
        )
        for number, site in enumerate(sites, 1)
    )
    InspectionItem.objects.bulk_create(
        InspectionItem(inspection=task, item=people.item, standard=people.standard) for task in tasks
    )
    TeamMember.objects.bulk_create(
        TeamMember(inspection=task, officer=person.roster, certificate=person.card)
        for task in tasks
        for person in (people.officer, people.second)
    )
    return tasks
