"""What every step of a subject shares: its day, its row, and what the subject must be."""

from collections.abc import Sequence
from datetime import date, datetime

from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake
from jingwei.registry.models import Region, Subject, SubjectStep
from jingwei.registry.terms import PartyKind, SubjectStatus, SubjectStepKind

LAWFUL = (PartyKind.ORGAN, PartyKind.AUTHORISED, PartyKind.ENTRUSTED)


def note_step(
    subject: Subject,
    kind: SubjectStepKind,
    *,
    on: date,
    document: str = "",
    opinion: str = "",
    url: str = "",
    actor: Actor,
    now: datetime,
) -> SubjectStep:
    """Write one step in the life of a subject; it is never edited."""
    return SubjectStep.objects.create(
        subject=subject,
        kind=kind,
        on=on,
        document=document,
        opinion=opinion,
        url=url,
        taken_by_id=actor.account_id,
        office=actor.office,
        taken_at=now,
    )


def day_of(on: date | None, now: datetime, what: str) -> date:
    """Return the day of a step, by default today. Raises Mistake for a day that is still to come."""
    today = local_date(now)
    if on is not None and on > today:
        raise Mistake(f"{what}日期 {on} 还没有到", f"填写 {today} 或以前的日期", "on")
    return on or today


def require_status(subject: Subject, *wanted: SubjectStatus, what: str, remedy: str = "") -> None:
    """Raise Conflict unless the subject stands where the act needs it."""
    if subject.status not in wanted:
        raise Conflict(
            f"{subject}目前{SubjectStatus(subject.status).label}，不能{what}",
            remedy or "刷新页面，按目前状态办理",
        )


def require_text(text: str, what: str, field: str) -> str:
    """Return the text without blanks around it; raises Mistake when nothing is left."""
    if not text.strip():
        raise Mistake(f"没有填写{what}", f"填写{what}", field)
    return text.strip()


def require_regions(codes: Sequence[str]) -> list[str]:
    """Return the codes of a jurisdiction. Raises Mistake when there is none or one is not in the table."""
    wanted = list(dict.fromkeys(code.strip() for code in codes if code.strip()))
    if not wanted:
        raise Mistake("没有填写管辖区划", "至少填写一个区划代码", "jurisdiction")
    known = set(Region.objects.filter(code__in=wanted).values_list("code", flat=True))
    if unknown := [code for code in wanted if code not in known]:
        raise Mistake(f"区划代码 {'、'.join(unknown)} 不在区划表中", "对照行政区划代码改正", "jurisdiction")
    return wanted
