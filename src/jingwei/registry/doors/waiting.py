"""What of the registers waits for whom: subjects, items, cards, establishment checks, standards."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse

from jingwei.platform.calendar import local_date
from jingwei.registry import queries
from jingwei.registry.desk import Day, Period, Todo, Waiting, each
from jingwei.registry.members import Member
from jingwei.registry.models import (
    Basis,
    Certificate,
    CertificateApplication,
    EstablishmentCheck,
    Item,
    StandardConflict,
    Subject,
    SubjectChange,
)
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.queries import why_cancel, why_unusable
from jingwei.registry.terms import ApplicationStage, CoordinationStage, ItemStatus, Role, SubjectStatus

CLERK, LEAD = (Role.CLERK,), (Role.SUPERVISION_LEAD,)


def _items_to_base(member: Member, today: date) -> QuerySet[Any]:
    found = _items(today).filter(subject=member.subject_id)
    return found.filter(Q(status=ItemStatus.PENDING_BASIS) | Q(status=ItemStatus.TO_ADJUST, is_based=False))


def _items_to_publish(member: Member, today: date) -> QuerySet[Any]:
    is_ready = Q(status=ItemStatus.UNPUBLISHED)
    # One of whose bases ended, and that rests on another by now; whose basis ends later is still published.
    is_ready |= Q(status=ItemStatus.TO_ADJUST, is_based=True, bases__valid_until__lte=today)
    return _items(today).filter(pk__in=_items(today).filter(is_ready).values("pk"))


def _items(today: date) -> QuerySet[Item]:
    based = Basis.objects.filter(item=OuterRef("pk"), article__gt="").exclude(valid_until__lte=today)
    bases = Prefetch("bases", Basis.objects.order_by("id"))
    found = Item.objects.annotate(is_based=Exists(based)).select_related("subject")
    return found.prefetch_related(bases, "versions").order_by("code")


def _applications_to_decide(member: Member, today: date) -> QuerySet[Any]:
    waiting = [ApplicationStage.SUBMITTED, ApplicationStage.APPROVED]
    return queries.list_applications(member).filter(stage__in=waiting)


def _applications_to_mend(member: Member, today: date) -> QuerySet[Any]:
    later = CertificateApplication.objects.filter(officer=OuterRef("officer"), pk__gt=OuterRef("pk"))
    returned = queries.list_applications(member).filter(
        stage=ApplicationStage.RETURNED, officer__left_on=None
    )
    return returned.filter(~Exists(later))


def _checks(member: Member, today: date) -> QuerySet[Any]:
    undecided = Count("rows", filter=Q(rows__decided_at=None))
    found = EstablishmentCheck.objects.filter(closed_at=None).annotate(undecided=undecided)
    return found.filter(undecided__gt=0).order_by("id")


def _conflicts(member: Member, today: date) -> QuerySet[Any]:
    return queries.list_conflicts(member).exclude(stage=CoordinationStage.SETTLED)


def to_step(subject: Subject, day: Day) -> Todo:
    """A body on its way to be a subject, whose next step is the viewer's; it should come with its steps."""
    step, verb = {
        SubjectStatus.DECLARED: ("司法局审核", "审核"),
        SubjectStatus.REVIEWED: ("区政府确认", "确认"),
        SubjectStatus.CONFIRMED: ("网站公告", "公告"),
    }[SubjectStatus(subject.status)]
    steps = sorted(subject.steps.all(), key=lambda each: each.pk)
    last = steps[-1] if steps else None
    return Todo(
        title=subject.name,
        detail=last.document if last else "",
        origin=subject.code,
        kind="检查主体",
        step=step,
        url=reverse("subject_detail", args=[subject.pk]),
        verb=verb,
        begun_on=last.on if last else date.max,
    )


def to_reannounce(change: SubjectChange, day: Day) -> Todo:
    """A change that has to be announced again within its month (R-SUB-06)."""
    return Todo(
        title=change.subject.name,
        detail=f"{change.document}　{change.happened_on} 变更",
        origin=change.subject.code,
        kind="主体变更",
        step="重新公告",
        url=reverse("subject_detail", args=[change.subject_id]),
        verb="公告",
        begun_on=change.happened_on,
        period=day.period(change.happened_on, change.due_on),
    )


def to_base(item: Item, day: Day) -> Todo:
    """An item without a provision in force, which its department has to enter."""
    return _of_item(item, day, step="补登依据", verb="补登", detail=why_unusable(item, day.today))


def to_publish(item: Item, day: Day) -> Todo:
    """An item that waits for the supervision lead to publish it, for the first time or anew."""
    return _of_item(item, day, step="公布事项", verb="公布", detail=item.code)


def to_settle(conflict: StandardConflict, day: Day) -> Todo:
    """Two standards that contradict each other, to be brought to an end by the bureau (R-PUB-06)."""
    sides = (conflict.first.item.subject.short_name, conflict.second.item.subject.short_name)
    return Todo(
        title=conflict.matter,
        detail=CoordinationStage(conflict.stage).label,
        origin="、".join(dict.fromkeys(sides)),
        kind="标准冲突",
        step="协调标准",
        url=reverse("conflict_list"),
        verb="协调",
        begun_on=local_date(conflict.raised_at),
    )


def to_decide(application: CertificateApplication, day: Day) -> Todo:
    """An application for a certificate that waits for the bureau: to be decided, or the card to be issued."""
    is_new = application.stage == ApplicationStage.SUBMITTED
    return _of_application(
        application, step="审核申领" if is_new else "发放证件", verb="审核" if is_new else "发证"
    )


def to_apply_again(application: CertificateApplication, day: Day) -> Todo:
    """An application that the bureau sent back."""
    return _of_application(application, step="退回重报", verb="重报")


def to_cancel(card: Certificate, day: Day) -> Todo:
    """A certificate that should be cancelled, within R-OFF-05a's working days of what speaks against it."""
    reason, since = why_cancel(card, on=day.today)
    due = day.after(since, day.numbers.get("R-OFF-05a", "days").value) if since else None
    return Todo(
        title=card.officer.name,
        detail=f"{card.number}　{reason.label if reason else ''}",
        origin=card.officer.subject.short_name,
        kind="证件清理",
        step="注销证件",
        url=reverse("officer_detail", args=[card.officer_id]),
        verb="注销",
        begun_on=since or day.today,
        period=day.period(since or day.today, due),
    )


def to_check(check: EstablishmentCheck, day: Day) -> Todo:
    """A round of the establishment check with rows to decide; it comes with how many are ``undecided``."""
    return Todo(
        title=check.title,
        detail=f"{getattr(check, 'undecided', 0)} 人待处理",
        origin=check.circular or "司法局",
        kind="编制核对",
        step="处理核对结果",
        url=reverse("check_detail", args=[check.pk]),
        verb="处理",
        begun_on=local_date(check.opened_at),
    )


def _of_item(item: Item, day: Day, *, step: str, verb: str, detail: str) -> Todo:
    ends = [basis.valid_until for basis in item.bases.all() if basis.valid_until]
    begun_on = max(ends, default=day.today)
    return Todo(
        title=item.name,
        detail=detail,
        origin=item.subject.short_name,
        kind="检查事项",
        step=step,
        url=reverse("item_detail", args=[item.pk]),
        verb=verb,
        begun_on=begun_on,
        period=Period(),
    )


def _of_application(application: CertificateApplication, *, step: str, verb: str) -> Todo:
    return Todo(
        title=application.officer.name,
        detail=application.opinion or str(application),
        origin=application.officer.subject.short_name,
        kind="证件申领",
        step=step,
        url=reverse("officer_detail", args=[application.officer_id]),
        verb=verb,
        begun_on=local_date(application.decided_at or application.applied_at),
    )


WAITING: tuple[Waiting, ...] = (
    Waiting(CLERK, _items_to_base, each(to_base)),
    Waiting(CLERK, _applications_to_mend, each(to_apply_again)),
    Waiting(
        (*BUREAU, Role.GOVERNMENT_CONFIRMER),
        lambda of, on: queries.list_awaiting_subjects(of).prefetch_related("steps"),
        each(to_step),
    ),
    Waiting(BUREAU, lambda of, on: queries.list_open_changes(), each(to_reannounce)),
    Waiting(LEAD, _items_to_publish, each(to_publish)),
    Waiting(BUREAU, _conflicts, each(to_settle)),
    Waiting(BUREAU, _applications_to_decide, each(to_decide)),
    Waiting(BUREAU, lambda of, on: queries.list_to_clean_up(of, on=on), each(to_cancel)),
    Waiting(BUREAU, _checks, each(to_check)),
)
