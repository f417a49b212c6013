"""Filing: sent with the announced version, received with a number or returned with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from jingwei.disclosure import facts
from jingwei.disclosure.documents import receipt_document
from jingwei.disclosure.lamps import STANDS_IN
from jingwei.disclosure.models import Announcement, Filing
from jingwei.disclosure.operations.telling import tell_of
from jingwei.disclosure.queries import find_newer
from jingwei.disclosure.terms import Addressee, AnnouncementKind, DisclosureAction, FilingKind, FilingState
from jingwei.platform import audit, files
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.documents.glyphs import require_drawable
from jingwei.platform.errors import Conflict, Mistake, Rejected
from jingwei.platform.numbering import document_number
from jingwei.platform.queries import get_calendar, get_numbers
from jingwei.registry.models import Subject
from jingwei.registry.operations.access import BUREAU, access_registry, locked
from jingwei.registry.terms import Role
from jingwei.rulebook import Judgement, Moment, Refused, ask

SERIES = "备"  # what follows the bureau's own characters in the number of a receipt
WITH_BOTH = (FilingKind.PLAN, FilingKind.AMENDMENT)


@operation(DisclosureAction.FILED, target="announcement_id", unlogged={"paper"})
def submit_filing(
    *,
    announcement_id: int,
    kind: FilingKind,
    addressee: Addressee,
    filed_on: date | None = None,
    paper: tuple[str, bytes] | None = None,
    actor: Actor,
    now: datetime,
) -> Filing:
    """File what a subject has announced, in its newest version, with the justice bureau or the department above.

    A plan's amendment is filed as such whichever of the two kinds is named. ``filed_on`` may lie before today only for
    the department above, which keeps its own books; ``paper`` is the name and content of a file. Raises NotAllowed for
    anybody but the clerk or head of the subject; Conflict for a version that is superseded or withdrawn or one that is
    filed already; Mistake for a kind that does not stand in the announcement, an addressee who takes none, or a wrong
    day; Refused for an amendment without its reason (R-PUB-07c). What is late stays marked so (R-PUB-07b, R-SPC-07).
    """
    announcement = locked(Announcement, announcement_id)
    access_registry(actor, Role.CLERK, Role.HEAD, subject_id=announcement.subject_id)
    subject = Subject.objects.select_related("region").get(pk=announcement.subject_id)
    kind = _kind_of(announcement, kind)
    _check_addressee(subject, kind, addressee)
    day = _day(announcement, addressee, filed_on, local_date(now))
    _check_version(announcement)
    held = announcement.filings.filter(kind=kind, addressee=addressee).exclude(state=FilingState.RETURNED)
    if held.exists():
        raise Conflict(f"{kind.label}的第 {announcement.version} 版已经报{addressee.label}", "等待回执")
    due_on = _due_on(announcement)
    judgement = _judge(announcement, addressee, day, local_date(now))
    judgement.require()
    stored = files.store_attachment(paper[1], name=paper[0], actor=actor, now=now) if paper else None
    filing = Filing.objects.create(
        subject=subject,
        kind=kind,
        addressee=addressee,
        announcement=announcement,
        plan=announcement.plan,
        special=announcement.special,
        version=announcement.version,
        digest=announcement.digest,
        due_on=due_on,
        filed_on=day,
        is_late=due_on is not None and day > due_on,
        state=FilingState.SUBMITTED,
        paper=stored,
        filed_by_id=actor.account_id,
        filed_at=now,
    )
    audit.record(
        DisclosureAction.FILED,
        actor=actor,
        now=now,
        target=filing,
        judgement=judgement,
        addressee=addressee.label,
        subject=subject.name,
        kind=kind.label,
        version=filing.version,
    )
    tell_of(announcement, judgement, now=now)
    return filing


@operation(DisclosureAction.RECEIVED, target="filing_id")
def receive_filing(*, filing_id: int, actor: Actor, now: datetime) -> Filing:
    """Receive a filing for the bureau: it gets the receipt's number.

    Raises NotAllowed for anybody but the bureau; Conflict unless it waits for the bureau, or when a newer version was
    announced or what was filed was withdrawn meanwhile.
    """
    access_registry(actor, *BUREAU)
    filing = _waiting(filing_id, Addressee.JUSTICE)
    announcement = filing.announcement
    if announcement is not None and announcement.withdrawn_at is not None:
        raise Conflict(f"{filing}所报的公告已于 {local_date(announcement.withdrawn_at)} 撤下", "退回这件备案")
    if announcement is not None and (newer := find_newer(announcement)) is not None:
        raise Conflict(
            f"{filing}之后，{newer.announced_on} 又公告了新版", "退回这一版，请单位报送最新公告的一版"
        )
    filing.receipt = document_number(f"{settings.BUREAU_SERIES}{SERIES}", local_date(now).year)
    filing.state, filing.received_on = FilingState.RECEIVED, local_date(now)
    filing.received_by_id = actor.account_id
    filing.save(update_fields=["receipt", "state", "received_on", "received_by"])
    require_drawable(receipt_document(filing))
    audit.record(
        DisclosureAction.RECEIVED,
        actor=actor,
        now=now,
        target=filing,
        subject=filing.subject.name,
        kind=FilingKind(filing.kind).label,
        number=filing.receipt,
    )
    return filing


@dataclass(frozen=True, slots=True)
class Received:
    """How one of several filings ended; ``error`` is None where it was received."""

    filing: Filing
    error: Refused | Rejected | None = None


def receive_many(*, filings: Sequence[Filing], actor: Actor, now: datetime) -> list[Received]:
    """Receive several filings, each on its own: one that is refused does not hold up the others."""
    rows = []
    for each in filings:
        try:
            row = Received(receive_filing(filing_id=each.pk, actor=actor, now=now))
        except (Refused, Rejected) as reason:
            row = Received(each, reason)
        rows.append(row)
    return rows


@operation(DisclosureAction.RETURNED, target="filing_id")
def return_filing(*, filing_id: int, reason: str, actor: Actor, now: datetime) -> Filing:
    """Send a filing back with a reason; the subject mends it and files again.

    Raises NotAllowed for anybody but the bureau, Conflict unless it waits for the bureau, Mistake without a reason.
    """
    access_registry(actor, *BUREAU)
    filing = _waiting(filing_id, Addressee.JUSTICE)
    if not reason.strip():
        raise Mistake("没有写明退回的理由", "写明要补正什么", "reason")
    filing.state, filing.returned_reason = FilingState.RETURNED, reason.strip()
    filing.save(update_fields=["state", "returned_reason"])
    audit.record(
        DisclosureAction.RETURNED,
        actor=actor,
        now=now,
        target=filing,
        subject=filing.subject.name,
        kind=FilingKind(filing.kind).label,
        reason=filing.returned_reason,
    )
    return filing


@operation(DisclosureAction.SUPERIOR_RECEIPT, target="filing_id")
def enter_superior_receipt(
    *, filing_id: int, number: str, received_on: date, actor: Actor, now: datetime
) -> Filing:
    """Enter the receipt that the department above gave on paper.

    Raises NotAllowed for anybody but the subject's clerk or head; Conflict unless it waits for the department above;
    Mistake without a number, or for a day to come or before it was filed.
    """
    filing = _waiting(filing_id, Addressee.SUPERIOR)
    access_registry(actor, Role.CLERK, Role.HEAD, subject_id=filing.subject_id)
    if not number.strip():
        raise Mistake("没有填写回执文号", "照上级的回执填写文号", "number")
    today = local_date(now)
    if not filing.filed_on <= received_on <= today:
        raise Mistake(
            f"回执日期 {received_on} 不在报送日期 {filing.filed_on} 至今天之间", "核对回执日期", "received_on"
        )
    filing.receipt, filing.received_on = number.strip(), received_on
    filing.state, filing.received_by_id = FilingState.RECEIVED, actor.account_id
    filing.save(update_fields=["receipt", "state", "received_on", "received_by"])
    audit.record(
        DisclosureAction.SUPERIOR_RECEIPT,
        actor=actor,
        now=now,
        target=filing,
        subject=filing.subject.name,
        kind=FilingKind(filing.kind).label,
        number=filing.receipt,
    )
    return filing


def _kind_of(announcement: Announcement, kind: FilingKind) -> FilingKind:
    if STANDS_IN[kind] != announcement.kind:
        stands = AnnouncementKind(announcement.kind).label
        raise Mistake(
            f"《{announcement.title}》公告的是{stands}，不能报{kind.label}备案", "选择对应的公告", "kind"
        )
    if kind in WITH_BOTH and announcement.plan is not None:
        return FilingKind.PLAN if announcement.plan.version == 1 else FilingKind.AMENDMENT
    return kind


def _check_addressee(subject: Subject, kind: FilingKind, addressee: Addressee) -> None:
    if addressee is Addressee.JUSTICE:
        return
    if kind not in WITH_BOTH:
        raise Mistake(f"{kind.label}只报区司法局备案", "选择区司法局", "addressee")
    if facts.is_town(subject):
        raise Mistake(f"{subject}是镇街的主体，计划只报区司法局备案", "选择区司法局", "addressee")


def _check_version(announcement: Announcement) -> None:
    if announcement.withdrawn_at is not None:
        raise Conflict(f"{announcement}已经撤下，不能报送", "报送现行的公告")
    if (newer := find_newer(announcement)) is not None:
        raise Conflict(
            f"{announcement}已被 {newer.announced_on} 公告的新版代替，不能再报送",
            f"报送《{newer.title}》第 {newer.version} 版",
        )


def _day(announcement: Announcement, addressee: Addressee, filed_on: date | None, today: date) -> date:
    if addressee is Addressee.JUSTICE or filed_on is None:
        return today
    if not announcement.announced_on <= filed_on <= today:
        raise Mistake(
            f"报送日期 {filed_on} 不在公告日期 {announcement.announced_on} 至今天之间",
            "核对报送日期",
            "filed_on",
        )
    return filed_on


def _due_on(announcement: Announcement) -> date | None:
    """Return by when it has to be filed; None where no text names a day."""
    numbers = get_numbers(announcement.announced_on)
    if announcement.plan is not None:
        is_first = announcement.plan.version == 1
        due_on = facts.get_plan_due(announcement.subject, announcement.plan.year, numbers)
        return due_on if is_first else None
    if announcement.special is not None:
        special = announcement.special
        asked = facts.urgent_facts(
            special,
            filed_on=None,
            as_of=announcement.announced_on,
            calendar=get_calendar(),
            numbers=numbers,
        )
        return asked.due_on if asked else special.first_on
    return None


def _judge(announcement: Announcement, addressee: Addressee, day: date, today: date) -> Judgement:
    asked: list[object] = []
    numbers = get_numbers(day)
    plan, special = announcement.plan, announcement.special
    if plan is not None:
        asked.append(facts.amendment_facts(plan, is_being_filed=True, is_filed=False))
        if plan.version == 1:
            step = f"报{addressee.label}备案"
            asked.append(facts.plan_facts(plan, step, done_on=day, as_of=today, numbers=numbers))
    if special is not None:
        urgent = facts.urgent_facts(
            special, filed_on=day, as_of=today, calendar=get_calendar(), numbers=numbers
        )
        asked += [urgent] if urgent else []
    return ask(Moment.FILE, asked, on=day)


def _waiting(filing_id: int, addressee: Addressee) -> Filing:
    filing = locked(Filing, filing_id)
    if filing.addressee != addressee:
        other = Addressee(filing.addressee).label
        raise Conflict(f"{filing}报的是{other}", "由收到的一方办理")
    if filing.state != FilingState.SUBMITTED:
        raise Conflict(f"{filing}{FilingState(filing.state).label}", "刷新页面，按目前状态办理")
    return filing
