"""Announcing: what holds on the day is put down word for word as the next version; withdrawn with a reason."""

from datetime import date, datetime

from jingwei.disclosure import facts
from jingwei.disclosure.contents import LIVING, Content, content_of_subject, digest_of
from jingwei.disclosure.matters import Matter
from jingwei.disclosure.models import Announcement, Filing
from jingwei.disclosure.operations.telling import tell_of
from jingwei.disclosure.terms import Addressee, AnnouncementKind, DisclosureAction
from jingwei.planning.models import AnnualPlan, SpecialPlan
from jingwei.planning.terms import PlanStage, SpecialOrigin, SpecialStage
from jingwei.platform import audit
from jingwei.platform.actors import SYSTEM, Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.queries import get_numbers
from jingwei.registry.models import Subject
from jingwei.registry.operations.access import access_own_or_bureau, access_registry, locked
from jingwei.registry.terms import Role
from jingwei.rulebook import Judgement, Moment, ask

NOTHING = {
    AnnouncementKind.ITEMS: ("没有已公布的检查事项", "先由区司法局公布事项，再公告清单"),
    AnnouncementKind.BASES: ("没有已公布的检查事项", "先由区司法局公布事项，再公告依据"),
    AnnouncementKind.STANDARDS: ("没有施行中的检查标准", "先在检查事项库中制定标准"),
    AnnouncementKind.CAPS: ("没有登记频次上限", "先登记或导入频次上限"),
    AnnouncementKind.PLAN: ("计划没有任何一项", "退回拟订，补上计划事项"),
}


@operation(DisclosureAction.ANNOUNCED, target="subject_id")
def announce(
    *,
    subject_id: int,
    kind: AnnouncementKind,
    announced_on: date,
    url: str,
    issuer: str = "",
    title: str = "",
    plan_id: int | None = None,
    special_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> Announcement:
    """Register what a subject has announced on the government's site, as what holds on that day, word for word.

    ``issuer`` and ``title`` have defaults: the subject, and what the thing is called. Raises NotAllowed for anybody but
    the clerk or head of the subject; Mistake for a day to come or before the version before, for a plan left out or of
    another, or where there is nothing; Conflict when nothing changed since the last version or the plan is not
    approved; Refused for an address that is no government's (R-PUB-09a) or an amendment without its reason (R-PUB-07c).
    A plan that is late becomes a clue (R-PUB-07b), once.
    """
    access_registry(actor, Role.CLERK, Role.HEAD, subject_id=subject_id)
    subject = _standing_subject(subject_id, announced_on)
    today = local_date(now)
    if announced_on > today:
        raise Mistake(f"公告日期 {announced_on} 还没有到", f"填写 {today} 或以前的日期", "announced_on")
    if kind is AnnouncementKind.SUBJECT:
        raise Mistake("主体由区司法局公告", "在检查主体的页面办理，公告后自动登记在这里", "kind")
    matter = _matter(subject, kind, plan_id, special_id, announced_on)
    content, last = matter.content(announced_on), matter.last()
    if not content:
        raise Mistake(*NOTHING[kind])
    digest = digest_of(content)
    if last is not None and last.withdrawn_at is None and last.digest == digest:
        raise Conflict(
            f"《{last.title}》自 {last.announced_on} 公告第 {last.version} 版以后没有变化", "有变化以后再公告"
        )
    if last is not None and announced_on < last.announced_on:
        raise Mistake(
            f"第 {last.version} 版于 {last.announced_on} 公告，新版不能早于该日",
            "核对公告日期",
            "announced_on",
        )
    judgement = _judge(matter, url, announced_on, today)
    judgement.require()
    announcement = _write(
        matter,
        content,
        version=last.version + 1 if last else 1,
        title=title.strip() or matter.title,
        announced_on=announced_on,
        issuer=issuer.strip() or subject.name,
        url=url.strip(),
        actor=actor,
        now=now,
        judgement=judgement,
    )
    tell_of(announcement, judgement, now=now)
    return announcement


@operation(DisclosureAction.ANNOUNCED, target="subject_id")
def note_subject_announcement(
    *, subject_id: int, announced_on: date, url: str, actor: Actor, now: datetime
) -> Announcement | None:
    """Keep what the registry has announced of the subject itself as a version; None where that is kept already.

    Raises NotAllowed for anybody but the system: the bureau announces a subject on the subject's own page.
    """
    if actor is not SYSTEM:
        raise NotAllowed("主体的公告由系统登记", "在检查主体的页面公告")
    locked(Subject, subject_id)
    subject = Subject.objects.select_related("region", "principal").get(pk=subject_id)
    matter = Matter(subject, AnnouncementKind.SUBJECT)
    content, last = content_of_subject(subject), matter.last()
    if last is not None and (
        last.announced_on > announced_on or (last.announced_on == announced_on and url in {"", last.url})
    ):
        return None
    return _write(
        matter,
        content,
        version=last.version + 1 if last else 1,
        title=matter.title,
        announced_on=announced_on,
        issuer=subject.name,
        url=url,
        actor=actor,
        now=now,
    )


@operation(DisclosureAction.WITHDRAWN, target="announcement_id")
def withdraw_announcement(*, announcement_id: int, reason: str, actor: Actor, now: datetime) -> Announcement:
    """Withdraw an announcement with a reason: it is shown no more, and a plan binds by it no more; it is kept.

    Raises NotAllowed for anybody but the subject's clerk or head and the bureau, Conflict when it is withdrawn or the
    subject's own, Mistake without a reason.
    """
    announcement = locked(Announcement, announcement_id)
    access_own_or_bureau(actor, Role.CLERK, Role.HEAD, subject_id=announcement.subject_id)
    if announcement.withdrawn_at is not None:
        raise Conflict(f"《{announcement.title}》已经撤下")
    if announcement.kind == AnnouncementKind.SUBJECT:
        raise Conflict("主体的公告不能单独撤下", "主体变更的重新公告，撤销的在检查主体的页面办理")
    if not reason.strip():
        raise Mistake("没有写明撤下的理由", "写明理由，永久留存", "reason")
    announcement.withdrawn_at, announcement.withdraw_reason = now, reason.strip()
    announcement.save(update_fields=["withdrawn_at", "withdraw_reason"])
    audit.record(
        DisclosureAction.WITHDRAWN,
        actor=actor,
        now=now,
        target=announcement,
        announcement=announcement,
        reason=announcement.withdraw_reason,
    )
    return announcement


def _standing_subject(subject_id: int, on: date) -> Subject:
    """Return the subject, locked so that no two versions get one number. Raises Conflict for one not in force."""
    subject = locked(Subject, subject_id)
    if subject.announced_on is None or subject.announced_on > on:
        raise Conflict(f"{subject}在 {on} 还没有公告为检查主体", "主体公告以后再公告其他内容")
    if subject.revoked_on is not None and subject.revoked_on <= on:
        raise Conflict(f"{subject}已于 {subject.revoked_on} 撤销")
    return subject


def _matter(
    subject: Subject, kind: AnnouncementKind, plan_id: int | None, special_id: int | None, on: date
) -> Matter:
    if kind in LIVING:
        return Matter(subject, kind)
    if kind is AnnouncementKind.PLAN:
        return Matter(subject, kind, plan=_approved_plan(subject, plan_id, on))
    return Matter(subject, kind, special=_approved_special(subject, special_id, on))


def _approved_plan(subject: Subject, plan_id: int | None, on: date) -> AnnualPlan:
    plan = AnnualPlan.objects.filter(pk=plan_id or 0, subject=subject).first()
    if plan is None:
        raise Mistake("没有选要公告的年度计划", "从年度计划的页面公告", "plan_id")
    if plan.stage != PlanStage.APPROVED:
        raise Conflict(f"{plan.title}{PlanStage(plan.stage).label}，不能公告", "由负责人批准以后再公告")
    if plan.decided_at is not None and local_date(plan.decided_at) > on:
        day = local_date(plan.decided_at)
        raise Mistake(f"{plan.title} {day} 才批准", f"公告日期填写 {day} 或以后", "announced_on")
    newer = AnnualPlan.objects.approved().filter(subject=subject, year=plan.year, version__gt=plan.version)
    if newer.exists():
        raise Conflict(f"{plan.title}已有新的调整", "公告最新批准的一版")
    return plan


def _approved_special(subject: Subject, special_id: int | None, on: date) -> SpecialPlan:
    special = (
        SpecialPlan.objects.select_related("subject").filter(pk=special_id or 0, subject=subject).first()
    )
    if special is None:
        raise Mistake("没有选要公告的专项检查", "由牵头主体从专项检查的页面公告", "special_id")
    if special.stage not in {SpecialStage.APPROVED, SpecialStage.ENDED}:
        stage = SpecialStage(special.stage).label
        raise Conflict(f"专项检查“{special}”{stage}，不能公告", "批准以后再公告")
    if special.origin == SpecialOrigin.OWN and special.approved_on and special.approved_on > on:
        raise Mistake(
            f"专项检查“{special}”{special.approved_on} 才批准",
            f"公告日期填写 {special.approved_on} 或以后",
            "announced_on",
        )
    return special


def _judge(matter: Matter, url: str, announced_on: date, today: date) -> Judgement:
    numbers = get_numbers(announced_on)
    asked: list[object] = [facts.address_facts(url)]
    plan = matter.plan
    if plan is not None:
        is_filed = Filing.objects.received().filter(plan=plan, addressee=Addressee.JUSTICE).exists()
        asked.append(facts.amendment_facts(plan, is_being_filed=False, is_filed=is_filed))
        is_first = not Announcement.objects.filter(plan=plan).exists()
        if plan.version == 1 and is_first:
            asked.append(
                facts.plan_facts(plan, facts.PUBLISH, done_on=announced_on, as_of=today, numbers=numbers)
            )
    return ask(Moment.ANNOUNCE, asked, on=announced_on)


def _write(
    matter: Matter,
    content: Content,
    *,
    version: int,
    title: str,
    announced_on: date,
    issuer: str,
    url: str,
    actor: Actor,
    now: datetime,
    judgement: Judgement | None = None,
) -> Announcement:
    announcement = Announcement.objects.create(
        subject=matter.subject,
        kind=matter.kind,
        plan=matter.plan,
        special=matter.special,
        version=version,
        title=title,
        content=content,
        digest=digest_of(content),
        announced_on=announced_on,
        issuer=issuer,
        url=url,
        made_by_id=actor.account_id,
        made_at=now,
    )
    audit.record(
        DisclosureAction.ANNOUNCED,
        actor=actor,
        now=now,
        target=announcement,
        judgement=judgement,
        subject=matter.subject.name,
        kind=matter.kind.label,
        version=version,
        day=announced_on,
        url=url,
    )
    return announcement
