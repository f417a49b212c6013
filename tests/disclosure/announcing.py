"""Steps of announcing and filing as tests take them: each calls one operation, with what is usual filled in."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jingwei.disclosure import operations
from jingwei.disclosure.models import Announcement, Filing
from jingwei.disclosure.queries import Lamp, lamp_of
from jingwei.disclosure.terms import Addressee, AnnouncementKind, FilingKind
from jingwei.planning.models import AnnualPlan
from jingwei.planning.terms import AmendmentReason, PlanStage
from jingwei.registry.models import Subject
from tests.people import NOW, TODAY, District, Person

URL = "https://www.example.gov.cn/gg/1.html"


@dataclass(frozen=True, slots=True)
class Announcing:
    """One district, and the usual way of an announcement in it."""

    people: District

    def announce(
        self,
        kind: AnnouncementKind = AnnouncementKind.ITEMS,
        *,
        by: Person | None = None,
        on: date = TODAY,
        now: datetime = NOW,
        **given: Any,
    ) -> Announcement:
        """The clerk announces what holds today."""
        usual: dict[str, Any] = {"subject_id": self.people.subject.pk, "url": URL}
        return operations.announce(
            **usual | given,
            kind=kind,
            announced_on=on,
            actor=(by or self.people.clerk).member,
            now=now,
        )

    def file(
        self,
        announcement: Announcement,
        kind: FilingKind = FilingKind.ITEMS,
        addressee: Addressee = Addressee.JUSTICE,
        *,
        by: Person | None = None,
        now: datetime = NOW,
        **given: Any,
    ) -> Filing:
        """The clerk files it."""
        return operations.submit_filing(
            announcement_id=announcement.pk,
            kind=kind,
            addressee=addressee,
            actor=(by or self.people.clerk).member,
            now=now,
            **given,
        )

    def receive(self, filing: Filing, *, by: Person | None = None, now: datetime = NOW) -> Filing:
        """The supervisor receives it."""
        return operations.receive_filing(
            filing_id=filing.pk, actor=(by or self.people.supervisor).member, now=now
        )

    def lamp(self, subject: Subject | None = None, on: date = TODAY) -> Lamp:
        """The lamp as of a day."""
        return lamp_of(subject or self.people.subject, on)

    def plan(self, *, year: int = TODAY.year) -> AnnualPlan:
        """The subject's last plan of the year."""
        found = AnnualPlan.objects.filter(subject=self.people.subject, year=year)
        return found.order_by("version").last()  # type: ignore[return-value]

    def amended(
        self, *, reason: str = AmendmentReason.ORDER, stage: PlanStage = PlanStage.APPROVED
    ) -> AnnualPlan:
        """An amendment of the year's plan, approved this morning."""
        first = self.plan()
        made = AnnualPlan.objects.create(
            subject=first.subject,
            year=first.year,
            version=first.version + 1,
            stage=stage,
            reason=reason,
            drafted_at=NOW,
            decided_at=NOW,
        )
        line = first.lines.order_by("position").first()
        assert line is not None
        line.pk, line.plan, line.name = None, made, "增加的抽查"
        line.save(force_insert=True)
        return made
