"""Reads of announcements and filings."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from jingwei.disclosure.facts import get_plan_due, is_town
from jingwei.disclosure.lamps import ANNOUNCED, FILED, STANDS_IN, Cell, Lamp, read_lamps
from jingwei.disclosure.models import AddressCheck, Announcement, Filing
from jingwei.disclosure.models import AnnouncementQuerySet as Announcements
from jingwei.disclosure.models import FilingQuerySet as Filings
from jingwei.disclosure.terms import Addressee, AnnouncementKind, FilingKind, FilingState
from jingwei.planning.models import AnnualPlan, PlanLine, SpecialPlan
from jingwei.planning.terms import SpecialOrigin, SpecialStage
from jingwei.platform.actors import Actor
from jingwei.platform.errors import NotAllowed
from jingwei.registry.members import Member
from jingwei.registry.models import Subject
from jingwei.registry.terms import Role

__all__ = [
    "ANNOUNCED",
    "FILED",
    "Cell",
    "Lamp",
    "find_last_check",
    "find_newer",
    "find_plan_in_force",
    "find_version_before",
    "get_announcement",
    "get_filing",
    "get_plan_due",
    "get_publication",
    "lamp_of",
    "lamps",
    "list_announcements",
    "list_filings",
    "list_filings_to_mend",
    "list_filings_to_receive",
    "list_plans_to_announce",
    "list_specials_to_announce",
    "list_standing_announcements",
    "list_to_file",
    "list_unfiled",
]


def find_plan_in_force(subject: Subject, *, year: int, on: date) -> AnnualPlan | None:
    """Return the version of the subject's plan for the year that binds on the day, with its lines, or None.

    The first version binds from its announcement. An amendment binds once the bureau has received it again besides
    (R-PUB-07); until then the version before goes on to bind.
    """
    announced = Announcement.objects.standing().filter(
        kind=AnnouncementKind.PLAN, plan=OuterRef("pk"), announced_on__lte=on
    )
    filed = Filing.objects.received().filter(
        plan=OuterRef("pk"), addressee=Addressee.JUSTICE, received_on__lte=on
    )
    return (
        AnnualPlan.objects.approved()
        .filter(Exists(announced), Q(version=1) | Exists(filed), subject=subject, year=year)
        .prefetch_related(Prefetch("lines", PlanLine.objects.select_related("item").order_by("position")))
        .order_by("-version")
        .first()
    )


def lamp_of(subject: Subject, on: date) -> Lamp:
    """Return the lamp of one subject as of a day. It must come with its region."""
    return read_lamps([subject], on=on)[0]


def lamps(on: date) -> list[Lamp]:
    """Return the lamps of all subjects in force on the day, by name; a bounded number of statements."""
    subjects = Subject.objects.in_force(on).select_related("region", "principal").order_by("sort_key", "id")
    return read_lamps(list(subjects), on=on)


def list_standing_announcements(
    *, on: date, subject: Subject | None = None, kind: AnnouncementKind | None = None
) -> Announcements:
    """Return of each thing announced by the day the newest version that stands, by subject and kind.

    Of a year's plans it is the last amendment that was announced. Everybody may see them.
    """
    by_then = Announcement.objects.standing().filter(announced_on__lte=on)
    same = by_then.filter(subject=OuterRef("subject"), kind=OuterRef("kind"))
    newer = same.filter(
        Q(plan__year=OuterRef("plan__year"), plan__version__gt=OuterRef("plan__version"))
        | Q(plan=OuterRef("plan"), version__gt=OuterRef("version"))
        | Q(special=OuterRef("special"), version__gt=OuterRef("version"))
        | Q(plan=None, special=None, version__gt=OuterRef("version"))
    )
    found = by_then.filter(~Exists(newer)).select_related("subject", "plan", "special")
    if subject is not None:
        found = found.filter(subject=subject)
    if kind is not None:
        found = found.filter(kind=kind)
    return found.order_by("subject__sort_key", "kind", "-announced_on", "-id")


def find_newer(announcement: Announcement) -> Announcement | None:
    """Return the newest version that has taken the announcement's place, or None where it is the newest."""
    same = Announcement.objects.standing().filter(subject=announcement.subject_id, kind=announcement.kind)
    if announcement.plan is not None:
        plan = announcement.plan
        return (
            same.filter(plan__year=plan.year)
            .filter(Q(plan__version__gt=plan.version) | Q(plan=plan, version__gt=announcement.version))
            .select_related("plan")
            .order_by("-plan__version", "-version")
            .first()
        )
    found = same.filter(special=announcement.special_id, version__gt=announcement.version)
    return found.order_by("-version").first()


def find_version_before(announcement: Announcement) -> Announcement | None:
    """Return the version before, whether it still stands or not: of a plan's first announcement the plan before."""
    same = Announcement.objects.filter(subject=announcement.subject_id, kind=announcement.kind)
    own = same.filter(
        plan=announcement.plan_id, special=announcement.special_id, version__lt=announcement.version
    )
    if (found := own.order_by("-version").first()) is not None or announcement.plan is None:
        return found
    plan = announcement.plan
    earlier = same.filter(plan__year=plan.year, plan__version__lt=plan.version)
    return earlier.order_by("-plan__version", "-version").first()


def list_announcements(actor: Actor) -> Announcements:
    """Return all versions that were ever announced, newest first; staff see all, whoever is no member none."""
    found = Announcement.objects.select_related("subject", "plan", "special").order_by("-announced_on", "-id")
    return found if _is_staff(actor) else found.none()


def get_announcement(actor: Actor, announcement_id: int) -> Announcement:
    """Return one announcement, withdrawn or not. Raises NotAllowed for whoever is no member, and for none."""
    found = list_announcements(actor).select_related("made_by").filter(pk=announcement_id).first()
    if found is None:
        raise NotAllowed("没有这份公告", "从公告记录打开")
    return found


def list_filings(actor: Actor) -> Filings:
    """Return the filings the actor may see, newest first: the bureau all, a subject's people their own."""
    found = Filing.objects.select_related("subject", "announcement", "plan", "special").order_by(
        "-filed_on", "-id"
    )
    if isinstance(actor, Member) and actor.is_bureau:
        return found
    if isinstance(actor, Member) and actor.subject_id and not actor.role.is_administrator:
        return found.filter(subject=actor.subject_id)
    return found.none()


def get_filing(actor: Actor, filing_id: int) -> Filing:
    """Return one filing the actor may see. Raises NotAllowed for all others, existing or not."""
    found = (
        list_filings(actor).select_related("paper", "filed_by", "received_by").filter(pk=filing_id).first()
    )
    if found is None:
        raise NotAllowed("没有这件备案，或不是本单位的", "从备案列表打开")
    return found


def list_filings_to_receive(actor: Actor) -> QuerySet[Filing]:
    """Return the filings that wait for the actor, oldest first: the bureau's inbox, nobody else's."""
    waiting = list_filings(actor).filter(addressee=Addressee.JUSTICE, state=FilingState.SUBMITTED)
    is_bureau = isinstance(actor, Member) and actor.is_bureau
    return waiting.order_by("filed_on", "id") if is_bureau else waiting.none()


def list_plans_to_announce(actor: Actor, *, today: date) -> QuerySet[AnnualPlan]:
    """Return the approved plans of the actor's subject, of this year and later, that nobody has announced yet."""
    plans = AnnualPlan.objects.approved().filter(year__gte=today.year, subject=_own(actor))
    newer = AnnualPlan.objects.approved().filter(
        subject=OuterRef("subject"), year=OuterRef("year"), version__gt=OuterRef("version")
    )
    announced = Announcement.objects.standing().filter(plan=OuterRef("pk"))
    return plans.filter(~Exists(newer), ~Exists(announced)).select_related("subject").order_by("year", "id")


def list_specials_to_announce(actor: Actor, *, today: date) -> QuerySet[SpecialPlan]:
    """Return the approved special inspections of the actor's subject, not over yet, that nobody has announced.

    Those ordered from above are announced above (R-SPC-02).
    """
    approved = SpecialPlan.objects.filter(
        stage=SpecialStage.APPROVED, origin=SpecialOrigin.OWN, last_on__gte=today, subject=_own(actor)
    )
    announced = Announcement.objects.standing().filter(special=OuterRef("pk"))
    return approved.filter(~Exists(announced)).select_related("subject").order_by("first_on", "id")


def list_to_file(actor: Actor, *, today: date) -> Announcements:
    """Return what the actor's subject has announced and not filed with the bureau in that version, oldest first."""
    filed = Filing.objects.filter(announcement=OuterRef("pk"), addressee=Addressee.JUSTICE)
    standing = list_standing_announcements(on=today).filter(
        subject=_own(actor), kind__in=set(STANDS_IN.values())
    )
    is_past = Q(plan__year__lt=today.year) | Q(special__last_on__lt=today)
    return standing.exclude(is_past).filter(~Exists(filed)).order_by("announced_on", "id")


def list_filings_to_mend(actor: Actor, *, today: date) -> QuerySet[Filing]:
    """Return the filings of the actor's subject that came back and have not been filed anew, oldest first.

    Where a newer version was announced since, that is what has to be filed.
    """
    same = Filing.objects.filter(
        announcement=OuterRef("announcement"), kind=OuterRef("kind"), addressee=OuterRef("addressee")
    )
    standing = list_standing_announcements(on=today).filter(subject=_own(actor)).order_by()
    return (
        Filing.objects.filter(state=FilingState.RETURNED, announcement__in=standing.values("pk"))
        .filter(~Exists(same.filter(pk__gt=OuterRef("pk"))))
        .select_related("subject")
        .order_by("filed_on", "id")
    )


def list_unfiled(announcement: Announcement) -> list[tuple[FilingKind, Addressee]]:
    """Return what of a standing announcement is with whom still to be filed, or filed anew after it came back.

    It should come with its subject's region and its plan. A version that a newer one replaced has nothing to file.
    """
    if announcement.withdrawn_at is not None or find_newer(announcement) is not None:
        return []
    plan = announcement.plan
    left_out = FilingKind.PLAN if plan is not None and plan.version > 1 else FilingKind.AMENDMENT
    takes_both = plan is not None and not is_town(announcement.subject)
    held = set(announcement.filings.exclude(state=FilingState.RETURNED).values_list("kind", "addressee"))
    return [
        (kind, addressee)
        for kind, where in STANDS_IN.items()
        if where == announcement.kind and kind is not left_out
        for addressee in (Addressee if takes_both else (Addressee.JUSTICE,))
        if (kind, addressee) not in held
    ]


def get_publication(matter: AnnualPlan | SpecialPlan) -> Mapping[str, Any]:
    """Return what became of an approved plan or special inspection: ``announcements`` and ``filings``, oldest first."""
    which = {"plan": matter} if isinstance(matter, AnnualPlan) else {"special": matter}
    return {
        "announcements": list(Announcement.objects.filter(**which).defer("content").order_by("version")),
        "filings": list(Filing.objects.filter(**which).order_by("id")),
    }


def find_last_check(announcement: Announcement) -> AddressCheck | None:
    """Return the last look at the announcement's address, or None before the first."""
    return announcement.checks.order_by("-at", "-id").first()


def _own(actor: Actor) -> int:
    return (actor.subject_id if isinstance(actor, Member) else None) or 0


def _is_staff(actor: Actor) -> bool:
    return (
        isinstance(actor, Member)
        and not actor.role.is_administrator
        and actor.role is not Role.ENTERPRISE_CONTACT
    )
