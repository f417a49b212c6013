"""Letters of assistance, sent and received, and inspections that outsiders made here (M13, R-PRO-09, R-FORM-37)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from jingwei.inspections.assistance_papers import letter_document, reply_document
from jingwei.inspections.facts import outsider_facts
from jingwei.inspections.models import AssistanceLetter, OutsideInspection
from jingwei.inspections.terms import LetterAction, LetterDirection, LetterState
from jingwei.platform import audit, events
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.documents.glyphs import require_drawable
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.files import store_attachment
from jingwei.platform.numbering import document_number
from jingwei.registry.members import Member, require
from jingwei.registry.models import Enterprise, Item, Officer, Region, Site, Subject
from jingwei.registry.operations.access import locked
from jingwei.registry.queries import find_certificate
from jingwei.registry.terms import Role
from jingwei.rulebook import Moment, ask

WRITERS = (Role.CLERK, Role.HEAD)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who comes, by name and certificate number."""

    name: str
    number: str = ""

    @classmethod
    def of_lines(cls, text: str) -> list["Visitor"]:
        """Return those whom a text names, one a line: the name, then the certificate number if there is one."""
        parts = [line.split(maxsplit=1) for line in text.replace("　", " ").splitlines() if line.strip()]
        return [cls(part[0], part[1] if len(part) > 1 else "") for part in parts]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDraft:
    """A letter of ours: to whom, about which site or place, which items by whom, from which to which day."""

    organ: str
    matter: str
    first_on: date
    valid_to: date
    item_ids: Sequence[int]
    officer_ids: Sequence[int]
    site_id: int | None = None
    place: str = ""
    region_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterReceived:
    """A letter of another district's organ. ``paper``: name and content of its scan."""

    organ: str
    number: str
    enterprise_id: int | None
    matter: str
    sent_on: date
    first_on: date
    valid_to: date
    officers: Sequence[Visitor] = ()
    site_id: int | None = None
    region_id: int | None = None
    paper: tuple[str, bytes] | None = None


@operation(LetterAction.SENT)
def send_letter(*, letter: LetterDraft, actor: Actor, now: datetime) -> AssistanceLetter:
    """Ask the counterpart of another district for assistance, and give the letter its number.

    Raises Mistake for a site of one's own district, for items and officers of another subject, and for days that do
    not fit.
    """
    member, subject = _writer(actor)
    today = local_date(now)
    _require_words(letter.organ, letter.matter)
    _require_days(letter.first_on, letter.valid_to)
    if letter.valid_to < today:
        raise Mistake(f"协助期限止于 {letter.valid_to}，已经过去", "改正期限", "valid_to")
    site = _site(letter.site_id) if letter.site_id is not None else None
    if site is None and not letter.place.strip():
        raise Mistake("没有写到哪里检查", "选择企业的场所；企业不在名录的，写明名称和地址", "place")
    if site is not None and site.region.code.startswith(tuple(subject.jurisdiction)):
        raise Mistake(f"{site}在本单位辖区内，不需要协助函", "直接申请检查", "site_id")
    items = list(Item.objects.filter(pk__in=letter.item_ids, subject__in=[subject.pk, subject.principal_id]))
    if not items or len(items) < len(set(letter.item_ids)):
        raise Mistake("没有选择检查事项，或有不属于本单位的事项", "从本单位的事项中选择", "item_ids")
    sent = AssistanceLetter.objects.create(
        direction=LetterDirection.OUTGOING,
        number=document_number(f"{subject.document_series}函", today.year),
        subject=subject,
        organ=letter.organ.strip(),
        region=site.region if site else _region(letter.region_id),
        enterprise=site.enterprise if site else None,
        site=site,
        place="" if site else letter.place.strip(),
        matter=letter.matter.strip(),
        officers=_own_officers(letter.officer_ids, subject, today),
        first_on=letter.first_on,
        valid_to=letter.valid_to,
        state=LetterState.SENT,
        sent_on=today,
        made_by_id=member.account,
        made_at=now,
    )
    sent.items.set(items)
    require_drawable(letter_document(sent), field="matter")
    audit.record(
        LetterAction.SENT,
        actor=member,
        now=now,
        target=sent,
        enterprise=sent.enterprise or sent.place,
        organ=sent.organ,
        number=sent.number,
    )
    return sent


@operation(LetterAction.REPLY_ENTERED, target="letter_id", kind="assistanceletter")
def enter_reply(
    *,
    letter_id: int,
    agrees: bool,
    reply: str,
    reply_number: str,
    replied_on: date,
    actor: Actor,
    now: datetime,
) -> AssistanceLetter:
    """Enter what the counterpart answered; from the day of its agreement on the letter covers visits."""
    letter = locked(AssistanceLetter, letter_id)
    member = require(actor, *WRITERS, subject_id=letter.subject_id)
    _require_open(letter, LetterDirection.OUTGOING)
    if not letter.sent_on <= replied_on <= local_date(now):
        raise Mistake(f"复函日期应在发函（{letter.sent_on}）以后、今天以前", "核对复函日期", "replied_on")
    if not reply_number.strip():
        raise Mistake("没有填写复函文号", "填写对方复函的文号", "reply_number")
    if not agrees and not reply.strip():
        raise Mistake("没有写明对方为什么不予协助", "填写复函内容", "reply")
    letter.state = LetterState.AGREED if agrees else LetterState.REFUSED
    letter.reply = reply.strip() or "同意协助"
    letter.reply_number, letter.replied_on = reply_number.strip(), replied_on
    letter.save(update_fields=["state", "reply", "reply_number", "replied_on"])
    audit.record(
        LetterAction.REPLY_ENTERED,
        actor=member,
        now=now,
        target=letter,
        organ=letter.organ,
        number=letter.number,
        reply=letter.reply,
    )
    return letter


@operation(LetterAction.REGISTERED)
def register_letter(*, letter: LetterReceived, actor: Actor, now: datetime) -> AssistanceLetter:
    """Register the letter by which another district's organ asks the actor's subject for assistance."""
    member, subject = _writer(actor)
    _require_words(letter.organ, letter.matter)
    _require_days(letter.first_on, letter.valid_to)
    if not letter.number.strip():
        raise Mistake("没有填写来函文号", "按来函填写文号", "number")
    if letter.sent_on > local_date(now):
        raise Mistake(f"来函日期 {letter.sent_on} 晚于今天", "核对来函日期", "sent_on")
    enterprise = _enterprise(letter.enterprise_id)
    known = AssistanceLetter.objects.filter(
        direction=LetterDirection.INCOMING, number=letter.number.strip(), organ=letter.organ.strip()
    )
    if standing := known.filter(subject=subject).first():
        raise Mistake(f"{standing.organ}的{standing.number}已经登记", "打开已登记的来函办理", "number")
    name, content = letter.paper or ("", b"")
    received = AssistanceLetter.objects.create(
        direction=LetterDirection.INCOMING,
        number=letter.number.strip(),
        subject=subject,
        organ=letter.organ.strip(),
        region=_region(letter.region_id),
        enterprise=enterprise,
        site=_site(letter.site_id, enterprise) if letter.site_id is not None else None,
        matter=letter.matter.strip(),
        officers=_rows(letter.officers),
        first_on=letter.first_on,
        valid_to=letter.valid_to,
        state=LetterState.SENT,
        sent_on=letter.sent_on,
        paper=store_attachment(content, name=name, actor=member, now=now) if letter.paper else None,
        made_by_id=member.account,
        made_at=now,
    )
    audit.record(
        LetterAction.REGISTERED,
        actor=member,
        now=now,
        target=received,
        organ=received.organ,
        enterprise=enterprise,
        number=received.number,
    )
    return received


@operation(LetterAction.REPLIED, target="letter_id", kind="assistanceletter")
def answer_letter(
    *, letter_id: int, agrees: bool, reply: str = "", actor: Actor, now: datetime
) -> AssistanceLetter:
    """Answer a letter received, as head of the subject that was asked; the reply gets a number of ours."""
    letter = locked(AssistanceLetter, letter_id)
    member = require(actor, Role.HEAD, subject_id=letter.subject_id)
    _require_open(letter, LetterDirection.INCOMING)
    if not agrees and not reply.strip():
        raise Mistake("不予协助须写明理由", "填写答复内容", "reply")
    today = local_date(now)
    letter.state = LetterState.AGREED if agrees else LetterState.REFUSED
    letter.reply = reply.strip() or "同意协助"
    letter.reply_number = document_number(f"{letter.subject.document_series}函", today.year)
    letter.replied_on = today
    require_drawable(reply_document(letter), field="reply")
    letter.save(update_fields=["state", "reply", "reply_number", "replied_on"])
    audit.record(
        LetterAction.REPLIED, actor=member, now=now, target=letter, number=letter.number, reply=letter.reply
    )
    return letter


@operation(LetterAction.ENDED, target="letter_id", kind="assistanceletter")
def end_letter(*, letter_id: int, actor: Actor, now: datetime) -> AssistanceLetter:
    """End the assistance: from tomorrow on the letter covers nothing, whatever its last day was."""
    letter = locked(AssistanceLetter, letter_id)
    member = require(actor, *WRITERS, subject_id=letter.subject_id)
    if letter.state != LetterState.AGREED:
        raise Conflict(
            f"{letter.number} 现为“{LetterState(letter.state).label}”，不能办结", "已同意协助的才有可办结的"
        )
    today = local_date(now)
    if today < letter.first_on:
        raise Conflict(f"协助自 {letter.first_on} 起，还没有开始", "期限开始以后再办结")
    letter.state, letter.valid_to = LetterState.ENDED, min(letter.valid_to, today)
    letter.save(update_fields=["state", "valid_to"])
    audit.record(LetterAction.ENDED, actor=member, now=now, target=letter, number=letter.number)
    return letter


@operation(LetterAction.OUTSIDERS_REPORTED)
def report_outsiders(
    *,
    organ: str,
    matter: str,
    performed_on: date,
    officers: Sequence[Visitor] = (),
    enterprise_id: int | None = None,
    site_id: int | None = None,
    letter_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> OutsideInspection:
    """Note that an organ of another district inspected an enterprise here (R-PRO-09b).

    Told by the enterprise's contact about itself, or by a clerk, officer or head about any enterprise. Without
    ``letter_id`` a letter of that organ for that enterprise is looked for, one that covers the day first.
    """
    member = require(actor, Role.ENTERPRISE_CONTACT, Role.OFFICER, *WRITERS)
    _require_words(organ, matter)
    if performed_on > local_date(now):
        raise Mistake(f"检查日期 {performed_on} 晚于今天", "核对检查日期", "performed_on")
    enterprise = _enterprise(member.enterprise_id or enterprise_id)
    letter = _letter_of(organ.strip(), enterprise, performed_on, letter_id, member)
    told = OutsideInspection.objects.filter(
        enterprise=enterprise, organ=organ.strip(), performed_on=performed_on
    )
    if told.exists():
        raise Conflict(f"{organ.strip()} {performed_on} 的检查已经登记", "在异地检查列表查看")
    outside = OutsideInspection.objects.create(
        enterprise=enterprise,
        site=_site(site_id, enterprise) if site_id is not None else None,
        organ=organ.strip(),
        region=letter.region if letter else None,
        officers=_rows(officers),
        matter=matter.strip(),
        performed_on=performed_on,
        letter=letter,
        host_id=member.subject_id or (letter.subject_id if letter else None),
        told_by_id=member.account,
        told_at=now,
    )
    on = local_date(now)
    judgement = ask(Moment.REGISTER, [outsider_facts(outside)], on=on)
    audit.record(
        LetterAction.OUTSIDERS_REPORTED,
        actor=member,
        now=now,
        target=outside,
        judgement=judgement,
        organ=outside.organ,
        day=performed_on,
        enterprise=enterprise,
    )
    events.raise_findings("inspections", judgement, now=now, act="outsideinspection", act_id=outside.pk)
    return outside


def _writer(actor: Actor) -> tuple[Member, Subject]:
    member = require(actor, *WRITERS)
    subject = Subject.objects.filter(pk=member.subject_id or 0).first()
    if subject is None:
        raise NotAllowed("只有检查主体的人员可以办理协助函", "由本单位经办人办理")
    return member, subject


def _require_words(organ: str, matter: str) -> None:
    if not organ.strip():
        raise Mistake("没有填写对方机关", "填写机关全称", "organ")
    if not matter.strip():
        raise Mistake("没有写明检查什么、请求协助什么", "填写内容", "matter")


def _require_days(first_on: date, valid_to: date) -> None:
    if valid_to < first_on:
        raise Mistake(f"协助期限止于 {valid_to}，早于开始的 {first_on}", "改正期限", "valid_to")


def _require_open(letter: AssistanceLetter, direction: LetterDirection) -> None:
    if letter.direction != direction:
        raise Conflict(f"{letter.number} 是{LetterDirection(letter.direction).label}", "核对函件")
    if letter.state != LetterState.SENT:
        raise Conflict(f"{letter.number} 现为“{LetterState(letter.state).label}”，已经答复过")


def _site(site_id: int, enterprise: Enterprise | None = None) -> Site:
    found = Site.objects.select_related("enterprise", "region").filter(pk=site_id)
    site = (found.filter(enterprise=enterprise) if enterprise else found).first()
    if site is None:
        raise Mistake("没有这个场所，或不是这家企业的", "查找企业后选择场所", "site_id")
    return site


def _enterprise(enterprise_id: int | None) -> Enterprise:
    """Return the enterprise, locked: what is told of it twice at one moment is found to be there already."""
    found = Enterprise.objects.select_for_update(no_key=True)
    enterprise = found.filter(pk=enterprise_id or 0).first()
    if enterprise is None:
        raise Mistake("没有选择企业", "查找企业后选择；不在名录的，先登记企业", "enterprise_id")
    return enterprise


def _region(region_id: int | None) -> Region | None:
    if region_id is None:
        return None
    region = Region.objects.filter(pk=region_id).first()
    if region is None:
        raise Mistake(f"没有编号为 {region_id} 的区划", "从区划中选择，或不填", "region_id")
    return region


def _own_officers(officer_ids: Sequence[int], subject: Subject, today: date) -> list[dict[str, str]]:
    """Return the officers as the letter names them. Raises Mistake for none, and for another subject's."""
    found = Officer.objects.filter(pk__in=officer_ids, subject=subject).prefetch_related("certificates")
    officers = {officer.pk: officer for officer in found}
    if not officers or len(officers) < len(set(officer_ids)):
        raise Mistake("没有选择前往的执法人员，或有不是本单位的人员", "从本单位人员中选择", "officer_ids")
    cards = {officer.pk: find_certificate(officer, on=today) for officer in officers.values()}
    rows = []
    for pk in dict.fromkeys(officer_ids):
        card = cards[pk]
        rows.append({"name": officers[pk].name, "number": card.number if card else ""})
    return rows


def _rows(officers: Sequence[Visitor]) -> list[dict[str, str]]:
    return [
        {"name": each.name.strip()[:40], "number": each.number.strip()[:40]}
        for each in officers
        if each.name.strip()
    ]


def _letter_of(
    organ: str, enterprise: Enterprise, on: date, letter_id: int | None, member: Member
) -> AssistanceLetter | None:
    """Return the letter that was named, which must be for the enterprise; else the organ's own that fits best."""
    received = AssistanceLetter.objects.filter(direction=LetterDirection.INCOMING, enterprise=enterprise)
    if letter_id is not None:
        own = Q() if member.subject_id is None else Q(subject=member.subject_id)
        letter = received.filter(own, pk=letter_id).first()
        if letter is None:
            raise Mistake("这份来函不是为这家企业发给本单位的", "从本单位登记的来函中选择", "letter_id")
        return letter
    found = received.filter(organ=organ).order_by("id")
    return max(found, key=lambda each: (each.covers(on), each.pk), default=None)
