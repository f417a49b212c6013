"""Two circulars of the bureau, issued through the operations and received by some of the departments."""

from datetime import date, timedelta

from django.conf import settings

from jingwei.demonstration.acting import at, working_day_before
from jingwei.demonstration.cast import Cast
from jingwei.demonstration.chance import dice
from jingwei.demonstration.content import read
from jingwei.demonstration.establishment import ROUNDS
from jingwei.notices import operations as notices
from jingwei.platform.calendar import Calendar
from jingwei.platform.numbering import pass_over
from jingwei.registry.models import Subject

CIRCULARS = (
    (
        "关于做好2027年度行政检查计划编制、公布和备案工作的通知",
        "各行政检查主体：\n请按检查事项和企业分类编制2027年度行政检查计划，经负责人批准后，于2027年3月31日前公布，"
        "并报区司法局备案；部门的计划同时报上级业务主管部门备案。",
        9,
        0.9,
    ),
    (
        "关于执行年终企业安静期的通知",
        "各行政检查主体：\n12月21日至25日为全区企业安静期，除投诉举报、紧急情形和上级部署外，不安排入企检查。"
        "已排入该期间的检查，请改期后重新报批。",
        3,
        0.6,
    ),
)


def issue_circulars(cast: Cast, calendar: Calendar, *, today: date) -> None:
    """Issue the circulars some working days before today; most departments have signed for them since."""
    pass_over(_given())
    for title, body, before, share in CIRCULARS:
        day = working_day_before(calendar, today, before)
        subjects = list(Subject.objects.in_force(day).order_by("code"))
        draft = notices.Draft(
            title=title,
            body=body,
            subject_ids=[each.pk for each in subjects],
            due_on=today + timedelta(days=12),
        )
        circular = notices.draft_circular(draft=draft, actor=cast.supervisor, now=at(day, 9, 30))
        notices.issue_circular(circular_id=circular.pk, actor=cast.lead, now=at(day, 10, 30))
        for n, subject in enumerate(subjects):
            if dice("circular", title, subject.code).random() < share:
                notices.receive_circular(
                    circular_id=circular.pk,
                    actor=cast.clerks[subject.pk],
                    now=at(day, 14) + timedelta(minutes=n),
                )


def _given() -> list[str]:
    """Return the numbers of those circulars that the content only mentions: they are not given again."""
    mentioned = [row["document"].removesuffix("（演示）") for row in read("quiet")["period"]]
    mentioned += [each.circular for each in ROUNDS]
    return [number for number in mentioned if number.startswith(settings.BUREAU_SERIES)]
