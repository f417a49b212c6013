"""Todos that registers make: items, certificates, establishment checks, standards, numbers, sheets; and findings."""

from collections.abc import Sequence

from django.urls import reverse

from jingwei.platform.calendar import local_date
from jingwei.platform.models import DatedNumber, Event, ImportRun
from jingwei.platform.spreadsheets.importers import importer_of
from jingwei.portal.queries.places import urls_of
from jingwei.portal.queries.todo import Day, Period, Todo
from jingwei.registry.models import (
    Certificate,
    CertificateApplication,
    EstablishmentCheck,
    Item,
    StandardConflict,
)
from jingwei.registry.queries import why_cancel, why_unusable
from jingwei.registry.terms import ApplicationStage, CoordinationStage
from jingwei.rulebook import all_rules


def to_look_at(findings: Sequence[Event], day: Day) -> list[Todo]:
    """Findings that somebody has to look at, each at the act it speaks of, else at its rule."""
    things = {event.pk: (event.payload["act"], event.payload["act_id"]) for event in findings}
    urls = urls_of(things.values())
    return [
        Todo(
            title=event.payload["finding"]["title"],
            detail=event.payload["finding"]["fact"],
            origin=event.payload["finding"]["rule"],
            kind="预警",
            step="待研判",
            url=urls.get(things[event.pk]) or reverse("rule_detail", args=[event.payload["finding"]["rule"]]),
            verb="查看",
            begun_on=local_date(event.at),
        )
        for event in findings
    ]


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


def to_approve_number(number: DatedNumber, day: Day) -> Todo:
    """A number of a rule that somebody else entered, to be approved before the day from which it is to bind."""
    begun_on = local_date(number.entered_at)
    return Todo(
        title=all_rules()[number.rule].title if number.rule in all_rules() else number.rule,
        detail=f"{number.name} = {number.value}，自 {number.valid_from} 起（{number.source}）",
        origin=number.rule,
        kind="规则数值",
        step="批准数值",
        url=reverse("rule_detail", args=[number.rule]),
        verb="批准",
        begun_on=begun_on,
        period=day.period(begun_on, number.valid_from),
    )


def to_confirm(run: ImportRun, day: Day) -> Todo:
    """A spreadsheet of one's own that was checked and waits to be confirmed."""
    return Todo(
        title=run.file.name,
        detail=f"可导入 {run.imported} 行，退回 {run.rejected} 行",
        origin=importer_of(run.kind).layout.title,
        kind="表格导入",
        step="确认导入",
        url=reverse("import_detail", args=[run.pk]),
        verb="确认",
        begun_on=local_date(run.asked_at),
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
