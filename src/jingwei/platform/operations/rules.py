"""What the rules count with: working-day years and dated numbers."""

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings

from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.models import CalendarDay, CalendarYear, DatedNumber
from jingwei.platform.terms import PlatformAction
from jingwei.rulebook import all_rules


@operation(PlatformAction.CALENDAR_LOADED)
def load_calendar_year(
    *,
    year: int,
    document: str,
    exceptions: Mapping[date, bool],
    is_official: bool = True,
    actor: Actor,
    now: datetime,
) -> CalendarYear:
    """Enter a year's working days with the number of the notice; a demonstration fill may be replaced, never made
    outside demonstration mode (R-CAL-02). Raises Mistake for days of another year or a missing document number.
    """
    if not is_official and not settings.DEMONSTRATION:
        raise NotAllowed("只有演示模式才能填入演示日历", "请导入国务院办公厅放假通知")
    if not document.strip():
        raise Mistake("缺少放假通知的文号", "填写国务院办公厅通知的文号", "document")
    if wrong := [day for day in exceptions if day.year != year]:
        raise Mistake(f"{wrong[0]} 不在 {year} 年", "核对日期", "exceptions")
    row, _ = CalendarYear.objects.update_or_create(
        year=year, defaults={"document": document, "is_official": is_official}
    )
    row.days.all().delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, year=row, is_working_day=worked) for day, worked in sorted(exceptions.items())
    )
    audit.record(
        PlatformAction.CALENDAR_LOADED, actor=actor, now=now, target=row, year=year, document=document
    )
    return row


@operation(PlatformAction.NUMBER_ENTERED)
def enter_number(
    *, rule: str, name: str, value: int, valid_from: date, source: str, actor: Actor, now: datetime
) -> DatedNumber:
    """Enter a later value of a rule's number with its source; it binds once a second supervisor approves it.

    Raises Mistake for a number that no rule has, a missing source, or a day that is past: it was judged already.
    """
    if rule not in all_rules() or name not in all_rules()[rule].numbers:
        raise Mistake(f"规则 {rule} 没有数值“{name}”", "在规则页上选择要改的数值", "name")
    if not source.strip():
        raise Mistake("没有写明来源", "填写文件名称、文号和条款", "source")
    if valid_from < (today := local_date(now)):
        raise Mistake(f"{valid_from} 已经过去，过去的日期不再重新判定", f"最早填写 {today}", "valid_from")
    row = DatedNumber.objects.create(
        rule=rule,
        name=name,
        value=value,
        valid_from=valid_from,
        source=source,
        entered_by_id=actor.account,
        entered_at=now,
    )
    audit.record(
        PlatformAction.NUMBER_ENTERED, actor=actor, now=now, target=row, rule=rule, name=name, value=value
    )
    return row


@operation(PlatformAction.NUMBER_APPROVED, target="datednumber_id")
def approve_number(*, datednumber_id: int, rule: str, actor: Actor, now: datetime) -> DatedNumber:
    """Approve an entered number of the rule.

    Raises Mistake when the rule has no such entry, NotAllowed for the one who entered it, Conflict when it is
    approved already.
    """
    row = DatedNumber.objects.select_for_update().filter(pk=datednumber_id, rule=rule).first()
    if row is None:
        raise Mistake(f"规则 {rule} 没有录入过这个数值", "从规则页上选择待批准的数值", "datednumber_id")
    if row.approved_by_id:
        raise Conflict("这个数值已经批准")
    if row.entered_by_id == actor.account_id:
        raise NotAllowed("录入人不能批准自己的录入", "请另一名监督人员批准")
    row.approved_by_id = actor.account
    row.approved_at = now
    row.save(update_fields=["approved_by", "approved_at"])
    audit.record(
        PlatformAction.NUMBER_APPROVED,
        actor=actor,
        now=now,
        target=row,
        rule=row.rule,
        name=row.name,
        value=row.value,
    )
    return row
