"""检查主体: the register."""

from django.db.models import Q, QuerySet

from jingwei.registry.doors import subject_fields as fields
from jingwei.registry.forms.subjects import LAWFUL
from jingwei.registry.models import Subject
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.queries import list_subjects
from jingwei.registry.terms import STAFF, Role, SubjectStatus
from jingwei.web.doors import Button, Choice, Empty, Listing, Search, Tally, Viewer

DECLARERS = (Role.CLERK, *BUREAU)


def of_text(found: QuerySet[Subject], text: str, viewer: Viewer) -> QuerySet[Subject]:
    """Keep those whose name, short name, number, credit code or pinyin holds the text."""
    text = text.strip()
    return found.filter(
        Q(name__icontains=text)
        | Q(short_name__icontains=text)
        | Q(code__icontains=text)
        | Q(credit_code__icontains=text)
        | Q(sort_key__icontains=text.lower())
    )


def lines() -> list[tuple[str, str]]:
    """Return the lines that there are."""
    found = Subject.objects.exclude(line="").order_by("line").values_list("line", flat=True).distinct()
    return [(line, line) for line in found]


class Lines(Choice):
    """The lines that the register holds: read when a page is shown, so that programs are told no codes beforehand."""

    def parameters(self) -> dict[str, str]:
        return {self.name: self.label}


SUBJECTS = Listing(
    "subject",
    "检查主体",
    roles=STAFF,
    rows=list_subjects,
    crumbs=("主体与人员",),
    status="共 {} 个",
    columns=fields.LISTED,
    filed=fields.FILED,
    filters=(
        Search(label="主体", hint="名称、编号、拼音首字母", by=of_text),
        Choice("kind", "类别", of=LAWFUL),
        Choice("status", "状态", of=SubjectStatus),
        Lines("line", "条线", of=lines),
    ),
    tally=Tally("status", {SubjectStatus.CONFIRMED: "amber", SubjectStatus.ANNOUNCED: "green"}, unit="个"),
    buttons=(Button("申报主体", "subject_new", roles=DECLARERS),),
    empty=Empty(
        "还没有检查主体",
        "经申报、审核、确认、公告后才能实施检查，先",
        "subject_new",
        "申报主体",
        roles=DECLARERS,
        otherwise="公告的检查主体列在这里。",
    ),
)
