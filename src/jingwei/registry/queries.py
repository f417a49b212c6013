"""Reads of the registry, and the facts about its rows that higher areas put to the rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, prefetch_related_objects

from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Mistake, NotAllowed
from jingwei.registry import codes, facts
from jingwei.registry.members import Member
from jingwei.registry.models import (
    Certificate,
    Enterprise,
    Item,
    Membership,
    Officer,
    Site,
    SiteCode,
    Subject,
)
from jingwei.registry.rules.certificate_valid import certificate_valid
from jingwei.registry.terms import Role
from jingwei.rulebook import Numbers, Refuse


def list_memberships(account_id: int, *, on: date) -> QuerySet[Membership]:
    """Return what the account may act as on the day, oldest first."""
    return (
        Membership.objects.in_force(on)
        .filter(account_id=account_id)
        .select_related("account__officer", "subject", "enterprise")
        .order_by("id")
    )


def member_of(membership: Membership) -> Member:
    """Return the actor that a membership makes of its account."""
    organisation = membership.subject or membership.enterprise
    role = Role(membership.role)
    office = (
        organisation.name
        if organisation
        else ("区人民政府" if role is Role.GOVERNMENT_CONFIRMER else "区司法局")
    )
    officer = getattr(membership.account, "officer", None)
    return Member(
        account_id=membership.account_id,
        name=membership.account.name,
        office=f"{office}{role.label}",
        role=role,
        membership_id=membership.pk,
        subject_id=membership.subject_id,
        enterprise_id=membership.enterprise_id,
        officer_id=officer.pk if officer else None,
        is_deputy=membership.is_deputy,
        authorisation=membership.authorisation,
    )


def get_site_by_code(text: str) -> Site:
    """Return the site whose code was scanned. Raises Mistake for a code that is not ours, unknown or ended."""
    token = codes.read(text).token
    code = SiteCode.objects.select_related("site__enterprise", "site__region").filter(token=token).first()
    if code is None:
        raise Mistake("平台没有发放过这个企业码", "按企业名称查找，并报告司法局核实", "code")
    if code.ended_at is not None:
        raise Mistake(
            f"这个企业码已于 {local_date(code.ended_at)} 停用",
            "请企业出示新码；没有新码的，按企业名称登记",
            "code",
        )
    return code.site


def list_enterprises(text: str) -> QuerySet[Enterprise]:
    """Return enterprises whose name, code or pinyin initials hold the text, in order of their names."""
    found = Enterprise.objects.select_related("region").order_by("sort_key")
    if text := text.strip():
        found = found.filter(
            Q(name__icontains=text) | Q(credit_code__icontains=text) | Q(sort_key__icontains=text.lower())
        )
    return found


def list_visible_subjects(actor: Actor) -> QuerySet[Subject]:
    """Return the subjects whose acts the actor may see: the bureau all, a subject's people their own."""
    subjects = Subject.objects.order_by("sort_key")
    if isinstance(actor, Member) and actor.is_bureau:
        return subjects
    if isinstance(actor, Member) and actor.subject_id:
        return subjects.filter(pk=actor.subject_id)
    return subjects.none()


def find_certificate(officer: Officer, *, on: date) -> Certificate | None:
    """Return the certificate to look at: the one in force on the day, else the one that lasted longest, else none.

    Looks at the officer's prefetched certificates.
    """
    held = sorted(officer.certificates.all(), key=lambda each: (each.status == "valid", each.valid_to))
    in_force = [each for each in held if each.status == "valid" and each.valid_from <= on <= each.valid_to]
    found = in_force or held
    return found[-1] if found else None


def get_own_officer(actor: Actor) -> Officer:
    """Return the officer behind the account, with subject and certificates. Raises NotAllowed when there is none."""
    officer_id = actor.officer_id if isinstance(actor, Member) else None
    found = Officer.objects.select_related("subject").prefetch_related("certificates")
    officer = found.filter(pk=officer_id or 0).first()
    if officer is None:
        raise NotAllowed("账号没有对应的执法人员", "由单位经办人核对账号和人员")
    return officer


def is_certified(officer: Officer, *, on: date, numbers: Numbers) -> bool:
    """Whether R-OFF-02 lets the officer inspect on the day."""
    judged = certificate_valid(
        facts.certificate_facts(officer, find_certificate(officer, on=on), on, numbers)
    )
    return not isinstance(judged, Refuse)


def facts_of_task(
    subject: Subject, items: Sequence[Item], enterprise: Enterprise, site: Site, *, on: date
) -> list[object]:
    """Return the facts about subject, items and region that are asked of every task (R-SUB-01, -07, R-PUB-02)."""
    return [
        facts.subject_facts(subject, on),
        facts.powers_facts(subject, items, enterprise, site),
        *(facts.item_facts(item, on) for item in items),
    ]


def facts_of_bases(items: Sequence[Item], *, on: date) -> list[object]:
    """Return the facts about what the items rest on (R-PUB-03)."""
    prefetch_related_objects(items, "bases")
    return [facts.basis_facts(item, on) for item in items]


def facts_of_party(subject: Subject, officers: Iterable[Officer]) -> list[object]:
    """Return the facts about who inspects (R-SUB-03)."""
    return [facts.party_facts(subject, officers)]


def facts_of_certificates(officers: Iterable[Officer], *, on: date, numbers: Numbers) -> list[object]:
    """Return the facts about each officer's certificate (R-OFF-02)."""
    return [facts.certificate_facts(each, find_certificate(each, on=on), on, numbers) for each in officers]


def get_code_of_site(site_id: int, *, actor: Actor) -> SiteCode:
    """Return the code in force of a site, with site and enterprise.

    Raises NotAllowed for anybody but the bureau and the enterprise's own contact, Mistake when there is none.
    """
    code = (
        SiteCode.objects.filter(site_id=site_id, ended_at=None)
        .select_related("site__enterprise", "site__region")
        .first()
    )
    may_see = isinstance(actor, Member) and (
        actor.is_bureau or (code is not None and actor.enterprise_id == code.site.enterprise_id)
    )
    if not may_see:
        raise NotAllowed("企业码只供司法局和本企业查看", "用企业联系人或监督人员的账号登录")
    if code is None:
        raise Mistake("这个场所没有在用的企业码", "请区司法局发放企业码")
    return code


@dataclass(frozen=True, slots=True)
class VerifiedOfficer:
    """What the public may know of a certificate: whose it is, for which subject, and whether it is valid."""

    name: str
    subject: str
    is_valid: bool


def find_verified_officer(number: str, *, on: date, numbers: Numbers) -> VerifiedOfficer | None:
    """Return whose certificate a number stands for, judged by R-OFF-02 for the day, or None."""
    held = Certificate.objects.filter(number=number).select_related("officer__subject").order_by("id")
    certificate = next((each for each in held if each.status == "valid"), None) or held.last()
    if certificate is None:
        return None
    officer = certificate.officer
    judged = certificate_valid(facts.certificate_facts(officer, certificate, on, numbers))
    return VerifiedOfficer(officer.name, officer.subject.name, not isinstance(judged, Refuse))
