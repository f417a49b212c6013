"""A request: what the clerk fills in, laid out as rows, judged and put before the head."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from jingwei.inspections.dossier import Dossier
from jingwei.inspections.facts import Planned, facts_of_request
from jingwei.inspections.models import Assistant, Inspection, InspectionItem, TeamMember
from jingwei.inspections.terms import ActNature, InspectionAction, Mode, Stage, UrgentReason
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.calendar import local_date
from jingwei.platform.writing import Writer
from jingwei.registry.members import Member
from jingwei.registry.models import Item, Officer, Site, Standard
from jingwei.registry.queries import find_certificate
from jingwei.rulebook import Moment, Numbers, ask


@dataclass(frozen=True, slots=True)
class AssistantInput:
    """A person named to assist."""

    name: str
    employer: str
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the clerk fills in. ``on_site_reasons``: item id → why a remote-capable item must be seen on site.

    ``plan_line_id`` may be left out: the line of the plan in force that covers the items is found. With
    ``is_put_to_head`` what a head may set aside does not stop the request: the head decides.
    """

    site_id: int
    kind: InspectionKind | None
    item_ids: Sequence[int]
    officer_ids: Sequence[int]
    planned_from: datetime
    planned_until: datetime
    nature: ActNature = ActNature.INSPECTION
    mode: Mode = Mode.ON_SITE
    purpose: str = ""
    materials: str = ""
    exempt: ExemptReason | None = None
    evidence: str = ""
    plan: str = ""
    is_ordered_from_above: bool = False
    joint_with_id: int | None = None
    plan_line_id: int | None = None
    special_id: int | None = None
    invitation_id: int | None = None
    letter_id: int | None = None
    parent_id: int | None = None
    separate_reason: str = ""
    permit_basis: str = ""
    urgent: UrgentReason | None = None
    requires_legal_representative: bool = False
    legal_representative_reason: str = ""
    on_site_reasons: Mapping[int, str] = field(default_factory=dict)
    assistants: Sequence[AssistantInput] = ()
    is_put_to_head: bool = False


def fill_in(inspection: Inspection, request: Request, site: Site, *, member: Member, now: datetime) -> None:
    """Take over what the clerk filled in; what it refers to is cited apart."""
    inspection.enterprise, inspection.site = site.enterprise, site
    inspection.kind = request.kind or ""
    inspection.mode, inspection.stage = request.mode, Stage.SUBMITTED
    inspection.planned_from, inspection.planned_until = request.planned_from, request.planned_until
    inspection.purpose, inspection.materials = request.purpose, request.materials
    inspection.exempt, inspection.evidence = request.exempt or "", request.evidence
    inspection.plan, inspection.is_ordered_from_above = request.plan, request.is_ordered_from_above
    inspection.urgent = request.urgent or ""
    inspection.separate_reason, inspection.permit_basis = request.separate_reason, request.permit_basis
    inspection.requires_legal_representative = request.requires_legal_representative
    inspection.legal_representative_reason = request.legal_representative_reason
    inspection.requested_by_id, inspection.requested_at = member.account, now


def lines_of(
    inspection: Inspection, request: Request, items: Iterable[Item], standards: Mapping[int, Standard]
) -> list[InspectionItem]:
    """Return a line for each item, with its standard in force; ``standards`` by item."""
    return [
        InspectionItem(
            inspection=inspection,
            item=item,
            standard=standards.get(item.pk),
            on_site_reason=request.on_site_reasons.get(item.pk, ""),
        )
        for item in items
    ]


def team_of(inspection: Inspection, officers: Iterable[Officer], *, on: date) -> list[TeamMember]:
    """Return the officers as a team, each with the certificate in force on the day."""
    return [
        TeamMember(inspection=inspection, officer=officer, certificate=find_certificate(officer, on=on))
        for officer in officers
    ]


def assistants_of(inspection: Inspection, request: Request) -> list[Assistant]:
    """Return those named to assist."""
    return [
        Assistant(inspection=inspection, name=each.name, employer=each.employer, purpose=each.purpose)
        for each in request.assistants
    ]


def submit(
    dossier: Dossier,
    request: Request,
    *,
    planned: Planned,
    numbers: Numbers,
    member: Member,
    now: datetime,
    out: Writer,
) -> None:
    """Judge a request whose rows are written and put it before the head. Raises Refused with every reason."""
    inspection = dossier.inspection
    asked = facts_of_request(dossier, numbers, nature=request.nature, planned=planned)
    judgement = ask(Moment.REQUEST, asked, on=local_date(now))
    put_to_head = [finding.rule.code for finding in judgement.overridable()] if request.is_put_to_head else []
    judgement.require(overridden=put_to_head)
    out.log(
        InspectionAction.REQUESTED,
        actor=member,
        now=now,
        target=inspection,
        judgement=judgement,
        enterprise=inspection.enterprise,
        number=inspection.number,
    )
    out.raise_findings("inspections", judgement, now=now, act="inspection", act_id=inspection.pk)
