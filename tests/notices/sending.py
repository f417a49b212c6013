"""Steps of one circular as tests take them: each calls one operation, with what is usual filled in."""

import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jingwei.notices import operations
from jingwei.notices.models import Circular, Recipient
from jingwei.notices.operations import Draft, Upload
from jingwei.notices.terms import Wanted
from jingwei.registry.models import Subject
from jingwei.registry.terms import Role
from tests.people import NOW, District, Person, make_person, make_subject

DUE = date(2026, 3, 20)  # a Friday; eight working days after TODAY
LATE = datetime(2026, 3, 23, 2, tzinfo=NOW.tzinfo)  # the Monday after
TITLE = "关于开展行政执法人员编制核对的通知"
BODY = "为摸清执法人员底数，现开展编制核对。\n一、核对范围\n各单位在编在岗的执法人员。"


def workbook(part: str = "xl/workbook.xml") -> bytes:
    """The outside of an office document: a zip with the part that tells what it is."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr(part, "<x/>")
    return packed.getvalue()


SHEET = Upload("编制核对表.xlsx", workbook())


@dataclass(frozen=True, slots=True)
class Sending:
    """One district and the usual way of a circular in it, to its two departments."""

    people: District

    @property
    def subjects(self) -> list[Subject]:
        """Both departments."""
        return [self.people.subject, self.people.other_subject]

    def draft(self, *, by: Person | None = None, now: datetime = NOW, **changes: Any) -> Circular:
        """The supervisor drafts a circular that asks for words."""
        usual: dict[str, Any] = {
            "title": TITLE,
            "body": BODY,
            "wanted": Wanted.TEXT,
            "due_on": DUE,
            "subject_ids": [subject.pk for subject in self.subjects],
        }
        return operations.draft_circular(
            draft=Draft(**usual | changes), actor=(by or self.people.supervisor).member, now=now
        )

    def issue(self, circular: Circular, *, by: Person | None = None, now: datetime = NOW) -> Circular:
        """The lead issues it."""
        return operations.issue_circular(
            circular_id=circular.pk, actor=(by or self.people.lead).member, now=now
        )

    def issued(self, **changes: Any) -> Circular:
        """A circular, drafted and issued."""
        return self.issue(self.draft(**changes))

    def monthly(self, *, now: datetime = NOW) -> Circular:
        """February's return."""
        return operations.open_monthly_return(period="2026-02", actor=self.people.lead.member, now=now)

    def receive(self, circular: Circular, *, by: Person | None = None, now: datetime = NOW) -> Recipient:
        """The clerk receives it."""
        return operations.receive_circular(
            circular_id=circular.pk, actor=(by or self.people.clerk).member, now=now
        )

    def answer(
        self, circular: Circular, *, by: Person | None = None, now: datetime = NOW, **given: Any
    ) -> Recipient:
        """The clerk answers it."""
        usual: dict[str, Any] = {"text": "已核对，无出入。"} if circular.wanted == Wanted.TEXT else {}
        return operations.answer_circular(
            circular_id=circular.pk, actor=(by or self.people.clerk).member, now=now, **usual | given
        )

    def send_back(self, recipient: Recipient, *, by: Person | None = None, now: datetime = NOW) -> Recipient:
        """The supervisor sends the answer back."""
        return operations.send_back_answer(
            recipient_id=recipient.pk,
            reason="缺两人",
            actor=(by or self.people.supervisor).member,
            now=now,
        )

    def remind(
        self, circular: Circular, *, by: Person | None = None, now: datetime = NOW, **given: Any
    ) -> int:
        """The supervisor reminds; returns how many were."""
        actor = (by or self.people.supervisor).member
        return len(operations.remind(circular_id=circular.pk, actor=actor, now=now, **given))

    def close(self, circular: Circular, *, now: datetime = NOW) -> Circular:
        """The supervisor closes it."""
        return operations.close_circular(
            circular_id=circular.pk, actor=self.people.supervisor.member, now=now
        )

    def result(self, circular: Circular, *, now: datetime = NOW) -> Circular:
        """The supervisor drafts the circular on the result."""
        return operations.draft_result_circular(
            circular_id=circular.pk, actor=self.people.supervisor.member, now=now
        )

    def recipient(self, circular: Circular, subject: Subject | None = None) -> Recipient:
        """How a department stands now; the first of the two unless named."""
        return circular.recipients.select_related("circular", "subject").get(
            subject=subject or self.people.subject
        )


def many_subjects(people: District, count: int) -> list[tuple[Subject, Person]]:
    """Make so many announced subjects with a clerk each."""
    made = []
    for number in range(1, count + 1):
        subject = make_subject(
            people.region, f"铜山区第{number:02}示例单位", f"示例{number:02}", f"铜示{number}", "示例"
        )
        made.append(
            (subject, make_person(f"clerk{number:02}", f"经办{number:02}", Role.CLERK, subject=subject))
        )
    return made


def zeros(**changes: int) -> dict[str, object]:
    """A monthly return in which nothing happened, but for the changes."""
    codes = (
        "inspections",
        "visits",
        "enterprises",
        "problems",
        "corrections",
        "cases",
        "penalties",
        "fines",
    )
    return {**dict.fromkeys(codes, 0), **changes}
