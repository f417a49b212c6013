"""What can be announced: one thing of a subject's, with what holds of it on a day and what was announced of it."""

from dataclasses import dataclass
from datetime import date

from jingwei.disclosure.contents import Content, content_of_plan, content_of_special, read_contents
from jingwei.disclosure.models import Announcement
from jingwei.disclosure.terms import AnnouncementKind
from jingwei.planning.models import AnnualPlan, SpecialPlan
from jingwei.registry.models import Subject

TITLES = {
    AnnouncementKind.SUBJECT: "行政检查主体公告",
    AnnouncementKind.ITEMS: "行政检查事项清单",
    AnnouncementKind.BASES: "行政检查依据",
    AnnouncementKind.STANDARDS: "行政检查标准",
    AnnouncementKind.CAPS: "行政检查频次上限",
}


@dataclass(frozen=True, slots=True)
class Matter:
    """What is announced: its kind, whose it is, and the plan or special inspection where it is one."""

    subject: Subject
    kind: AnnouncementKind
    plan: AnnualPlan | None = None
    special: SpecialPlan | None = None

    @property
    def title(self) -> str:
        """What its announcement is called unless somebody calls it otherwise."""
        if self.plan is not None:
            return f"{self.subject.name}{self.plan.title}"
        if self.special is not None:
            return f"{self.subject.name}{self.special.name}"
        return f"{self.subject.name}{TITLES[self.kind]}"

    def last(self) -> Announcement | None:
        """Return the last version of the same matter, a withdrawn one included."""
        found = Announcement.objects.filter(
            subject=self.subject, kind=self.kind, plan=self.plan, special=self.special
        )
        return found.order_by("version").last()

    def standing(self) -> Announcement | None:
        """Return the newest version that stands, with which a new one is compared: of a plan that of the plan before."""
        found = Announcement.objects.standing().filter(
            subject=self.subject, kind=self.kind, special=self.special
        )
        return found.order_by("plan__year", "plan__version", "version").last()

    def content(self, on: date) -> Content:
        """Return what holds on the day, word for word."""
        if self.plan is not None:
            return content_of_plan(self.plan)
        if self.special is not None:
            return content_of_special(self.special)
        return read_contents([self.subject], on=on)[self.subject.pk][self.kind]
