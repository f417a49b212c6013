"""Steps of one inspection as tests walk them: each calls one operation, with what is usual filled in."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from PIL import Image

from jingwei.disclosure.models import Announcement, Filing
from jingwei.disclosure.terms import Addressee, AnnouncementKind, FilingKind, FilingState
from jingwei.inspections import operations
from jingwei.inspections.contents import contents_now
from jingwei.inspections.models import Inspection, Invitation, Notice, Record, Result, Visit
from jingwei.inspections.operations import EntryInput, Position, Request, SignatureInput
from jingwei.inspections.queries import rating_token
from jingwei.inspections.terms import Outcome, PointResult, RatedAspect, SignerKind
from jingwei.planning.models import Cap, CapLedger, SpecialPlan
from jingwei.planning.terms import ApproverLevel, InspectionKind, SpecialOrigin, SpecialStage
from jingwei.platform.actors import NOBODY
from jingwei.platform.errors import Rejected
from jingwei.platform.models import AuditEvent, Event
from jingwei.registry.models import Enterprise, Subject
from jingwei.rulebook import Refused
from tests.people import BEGAN, NOW, District, Person

AT_THE_GATE = Position(latitude=34.1801, longitude=117.1701, accuracy=12)
REQUESTED_AT = NOW - timedelta(days=1)
APPROVED_AT = NOW - timedelta(hours=12)
FIVE_STARS = dict.fromkeys(RatedAspect, 5)


def after(minutes: float) -> datetime:
    """So many minutes after the scan."""
    return NOW + timedelta(minutes=minutes)


SERVED_AT, STARTED_AT, FILLED_AT = after(2), after(3), after(30)
SIGNED_AT, TOLD_AT, LEFT_AT = after(50), after(55), after(60)
RATED_AT = NOW + timedelta(days=1)


def picture(colour: str = "white") -> bytes:
    """A small picture, as a phone would send it."""
    drawn = io.BytesIO()
    Image.new("RGB", (60, 30), colour).save(drawn, "PNG")
    return drawn.getvalue()


@dataclass(frozen=True, slots=True)
class Walk:
    """One district and the usual way through an inspection in it."""

    people: District

    def request(
        self, *, by: Person | None = None, now: datetime = REQUESTED_AT, **changes: Any
    ) -> Inspection:
        """The clerk asks for a routine inspection by two officers."""
        people = self.people
        usual: dict[str, Any] = {
            "site_id": people.site.pk,
            "kind": InspectionKind.ROUTINE,
            "item_ids": [item.pk for item in people.items],
            "officer_ids": [people.officer.roster.pk, people.second.roster.pk],
            "planned_from": NOW,
            "planned_until": NOW + timedelta(hours=2),
            "purpose": "安全生产检查",
            # Tests visit one enterprise again and again: only those on merging leave it out.
            "separate_reason": "分别检查不同车间",
        }
        return operations.request_inspection(
            request=Request(**usual | changes), actor=(by or people.clerk).member, now=now
        )

    def invitation(self) -> Invitation:
        """The enterprise invites, and the clerk accepts."""
        people = self.people
        made = operations.invite(
            site_id=people.site.pk,
            subject_id=people.subject.pk,
            matter="请帮助看一看",
            actor=people.contact.member,
            now=REQUESTED_AT,
        )
        return operations.accept_invitation(
            invitation_id=made.pk, actor=people.clerk.member, now=REQUESTED_AT
        )

    def approve(
        self, task: Inspection, *, by: Person | None = None, now: datetime = APPROVED_AT, **more: Any
    ) -> Inspection:
        """The head approves."""
        return operations.approve_inspection(
            inspection_id=task.pk, actor=(by or self.people.head).member, now=now, **more
        )

    def approved(self, **changes: Any) -> Inspection:
        """A task, requested and approved."""
        return self.approve(self.request(**changes))

    def enter(self, task: Inspection, *, by: Person | None = None, now: datetime = NOW, **more: Any) -> Visit:
        """The officer scans the code at the gate, the whole team beside."""
        usual: dict[str, Any] = {"code": self.people.code, "position": AT_THE_GATE}
        return operations.enter_visit(
            inspection_id=task.pk, actor=(by or self.people.officer).member, now=now, **usual | more
        )

    def serve(self, task: Inspection, *, by: Person | None = None, now: datetime = SERVED_AT) -> Notice:
        """The notice is handed over."""
        return operations.serve_notice(
            inspection_id=task.pk, received_by="白露", actor=(by or self.people.officer).member, now=now
        )

    def start(self, task: Inspection, *, by: Person | None = None, now: datetime = STARTED_AT) -> Record:
        """The certificates are shown and the record is opened."""
        return operations.start_record(
            inspection_id=task.pk,
            certificate_shown_at=now - timedelta(minutes=2),
            actor=(by or self.people.officer).member,
            now=now,
        )

    def fill(
        self, task: Inspection, *, by: Person | None = None, now: datetime = FILLED_AT, **more: Any
    ) -> Record:
        """Every point conforms."""
        standing = task.records.get(voided_at=None)
        conforms = {entry.position: EntryInput(PointResult.CONFORMS) for entry in standing.entries.all()}
        usual: dict[str, Any] = {
            "entries": conforms,
            "person_name": "白露",
            "person_post": "安全总监",
            "is_recusal_asked": True,
            "findings": "现场管理有序。",
            "version": standing.version,
        }
        return operations.save_record(
            inspection_id=task.pk, actor=(by or self.people.officer).member, now=now, **usual | more
        )

    def signatures(self, *officers: Person) -> list[SignatureInput]:
        """The officers sign, then the enterprise."""
        signers = officers or (self.people.officer, self.people.second)
        return [
            *(
                SignatureInput(SignerKind.OFFICER, each.roster.name, picture("navy"), each.roster.pk)
                for each in signers
            ),
            SignatureInput(SignerKind.ENTERPRISE, "白露", picture("black")),
        ]

    def sign(
        self, task: Inspection, *, by: Person | None = None, now: datetime = SIGNED_AT, **more: Any
    ) -> Record:
        """Both sides sign."""
        standing = task.records.select_related("inspection").filter(voided_at=None).first()
        digest = contents_now(standing).digest if standing else ""
        usual: dict[str, Any] = {"signatures": self.signatures(), "digest": digest}
        return operations.sign_record(
            inspection_id=task.pk, actor=(by or self.people.officer).member, now=now, **usual | more
        )

    def leave(
        self, task: Inspection, *, by: Person | None = None, now: datetime = LEFT_AT, **more: Any
    ) -> Visit:
        """The officers leave."""
        return operations.leave_visit(
            inspection_id=task.pk, actor=(by or self.people.officer).member, now=now, **more
        )

    def tell(
        self, task: Inspection, *, by: Person | None = None, now: datetime = TOLD_AT, **more: Any
    ) -> Result:
        """The result is told on the spot: no problem."""
        usual: dict[str, Any] = {"outcome": Outcome.NO_PROBLEM, "is_told_on_the_spot": True}
        return operations.tell_result(
            inspection_id=task.pk, actor=(by or self.people.officer).member, now=now, **usual | more
        )

    def rate(self, visit: Visit, *, now: datetime = RATED_AT, **more: Any) -> None:
        """The enterprise gives five stars for everything."""
        usual: dict[str, Any] = {
            "rater": self.people.contact.member,
            "token": rating_token(visit),
            "stars": FIVE_STARS,
            "actor": NOBODY,
        }
        operations.rate_visit(now=now, **usual | more)

    def signed(self, **changes: Any) -> Inspection:
        """A task walked to the signed record."""
        task = self.approved(**changes)
        self.enter(task)
        self.serve(task)
        self.start(task)
        self.fill(task)
        self.sign(task)
        return fresh(task)


def fresh(task: Inspection) -> Inspection:
    """The inspection as the database has it now."""
    return Inspection.objects.select_related("visit").get(pk=task.pk)


def cap(holder: Subject | str, visits: int, *, valid_from: date = BEGAN, **narrowed: Any) -> Cap:
    """Publish a cap of a subject or of a whole line."""
    whose = {"line": holder} if isinstance(holder, str) else {"subject": holder}
    return Cap.objects.create(
        **whose, visits=visits, valid_from=valid_from, source="测试公布文件", **narrowed
    )


def special(people: District, *, filed: bool = True, **changes: Any) -> SpecialPlan:
    """Make an approved special inspection of the subject's items, all of March, announced and filed in February."""
    usual: dict[str, Any] = {
        "subject": people.subject,
        "name": "有限空间专项检查",
        "regions": [people.region.code],
        "contents": "有限空间作业",
        "object_scope": "存在有限空间的企业",
        "first_on": date(2026, 3, 1),
        "last_on": date(2026, 3, 31),
        "stage": SpecialStage.APPROVED,
        "approver": ApproverLevel.GOVERNMENT,
        "approval_number": "铜政复〔2026〕5号",
        "approved_on": date(2026, 2, 10),
        "drafted_at": REQUESTED_AT - timedelta(days=60),
    }
    made = SpecialPlan.objects.create(**usual | changes)
    made.items.set(people.items)
    if filed:
        announce_special(made)
        file_special(made)
    return made


def announce_special(made: SpecialPlan, *, on: date = date(2026, 2, 20)) -> Announcement:
    """Announce a special inspection."""
    return Announcement.objects.create(
        subject=made.subject,
        kind=AnnouncementKind.SPECIAL,
        special=made,
        version=1,
        title=made.name,
        digest="0" * 64,
        announced_on=on,
        issuer=made.subject.name,
        url=f"https://www.example.gov.cn/specials/{made.pk}.html",
        made_at=REQUESTED_AT,
    )


def file_special(made: SpecialPlan, *, on: date = date(2026, 2, 18), **changes: Any) -> Filing:
    """File a special inspection with the bureau, which receives it the same day."""
    usual: dict[str, Any] = {
        "subject": made.subject,
        "kind": FilingKind.SPECIAL,
        "addressee": Addressee.JUSTICE,
        "special": made,
        "version": 1,
        "digest": "0" * 64,
        "filed_on": on,
        "state": FilingState.RECEIVED,
        "receipt": f"铜司备〔2026〕专{made.pk}号",
        "received_on": on,
        "filed_at": REQUESTED_AT,
    }
    return Filing.objects.create(**usual | changes)


def ordered(people: District) -> SpecialPlan:
    """Make a special inspection that was ordered from above."""
    return special(
        people, filed=False, origin=SpecialOrigin.SUPERIOR, order_number="苏应急函〔2026〕9号", approver=""
    )


def ledger_of(published: Cap, enterprise: Enterprise, *, year: int = NOW.year) -> CapLedger:
    """The ledger row of a cap."""
    return CapLedger.objects.get(cap=published, enterprise=enterprise, year=year)


def log(task: Inspection) -> list[AuditEvent]:
    """What the log says of a task, oldest first."""
    return list(AuditEvent.objects.filter(target_kind="inspection", target_id=task.pk).order_by("id"))


def findings() -> list[dict[str, Any]]:
    """The clues raised so far: the payloads of the events, oldest first."""
    return list(
        Event.objects.filter(name="inspections.finding.raised")
        .order_by("id")
        .values_list("payload", flat=True)
    )


def clues() -> list[str]:
    """The rules that raised clues so far, oldest first."""
    return [payload["finding"]["rule"] for payload in findings()]


@contextmanager
def refused(*rules: str) -> Iterator[pytest.ExceptionInfo[Refused]]:
    """Expect the law to say no for exactly these rules, all at once."""
    with pytest.raises(Refused) as caught:
        yield caught
    assert sorted(finding.rule.code for finding in caught.value.judgement.refusals) == sorted(rules)


@contextmanager
def rejected(message: str) -> Iterator[pytest.ExceptionInfo[Rejected]]:
    """Expect a request that cannot be carried out, told so in these words."""
    with pytest.raises(Rejected) as caught:
        yield caught
    assert message in caught.value.message, caught.value.message
