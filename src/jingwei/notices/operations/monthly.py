"""The monthly return: one circular a month to every announced subject."""

from datetime import date, datetime

from jingwei.notices.models import Circular
from jingwei.notices.operations.drafts import Draft, draft_circular
from jingwei.notices.operations.issuing import issue_circular
from jingwei.notices.terms import CircularState, NoticeAction, Purpose, Wanted
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict
from jingwei.platform.queries import get_calendar
from jingwei.registry.models import Subject
from jingwei.registry.operations.access import access_registry
from jingwei.registry.terms import Role

ANSWER_WITHIN = 5  # working days after the circular; ours, the bureau may draft one with another day
BODY = """为掌握全区涉企行政检查和行政执法情况，请各单位报送{month}行政执法数据。
一、报送范围
{month}内本单位（含受委托组织）实施的涉企行政检查、行政处罚。用自有系统办理、没有在本平台登记的，一并计入。
二、报送方式
在本平台“通知报送”中打开本通知，逐项填写数字后提交，没有的填 0。
三、有关要求
请于截止日期前报送。数据由司法局与平台记录核对，不一致的另行联系。"""


@operation(NoticeAction.ISSUED)
def open_monthly_return(*, period: str, actor: Actor, now: datetime) -> Circular:
    """Issue the month's return to every announced subject, or give the one that is there already.

    ``period`` is written 2026-10. Raises NotAllowed for anybody but the supervision lead and the system, Mistake for a
    month to come, Refused where the working days of the year are not known (R-CAL-02).
    """
    access_registry(actor, Role.SUPERVISION_LEAD)
    today = local_date(now)
    held = (
        Circular.objects.filter(purpose=Purpose.MONTHLY, period=period, parent=None)
        .exclude(state=CircularState.WITHDRAWN)
        .first()
    )
    if held is None:
        try:
            held = draft_circular(draft=_draft(period, today), actor=actor, now=now)
        except Conflict:  # Somebody else was a moment earlier.
            return Circular.objects.exclude(state=CircularState.WITHDRAWN).get(
                purpose=Purpose.MONTHLY, period=period, parent=None
            )
    if held.state == CircularState.DRAFT:
        return issue_circular(circular_id=held.pk, actor=actor, now=now)
    return held


def _draft(period: str, today: date) -> Draft:
    year, _, month = period.partition("-")
    written = f"{year}年{month.lstrip('0')}月"
    return Draft(
        title=f"关于报送{written}行政执法月报的通知",
        body=BODY.format(month=written),
        purpose=Purpose.MONTHLY,
        period=period,
        wanted=Wanted.NUMBERS,
        due_on=get_calendar().working_days(today, ANSWER_WITHIN).on,
        subject_ids=list(Subject.objects.in_force(today).values_list("pk", flat=True)),
    )
