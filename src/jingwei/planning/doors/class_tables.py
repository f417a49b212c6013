"""抽查比例和频次: which table holds for whom, all that were saved, and saving a new one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.urls import reverse
from ninja import Field as Described
from ninja import Schema

from jingwei.planning import operations
from jingwei.planning.doors.classes import CRUMBS, TABS, subject_of
from jingwei.planning.forms.classes import TableForm, steps
from jingwei.planning.models import ClassTable
from jingwei.planning.queries import ClassRow, TableInForce, list_class_tables, rows_of, table_in_force
from jingwei.planning.queries.classes import GRADES as CLASSES
from jingwei.platform.actors import Actor
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.terms import STAFF, CreditClass, Role
from jingwei.web.bodies import Id
from jingwei.web.bodies import Text as Words
from jingwei.web.doors import (
    FILE,
    Button,
    Day,
    Empty,
    Field,
    FormPage,
    Lamp,
    Listing,
    Shown,
    Text,
    Viewer,
    answer_of,
    schema_of,
)
from jingwei.web.requests import ActorRequest

SAVERS = (Role.HEAD, *BUREAU)


class ClassRowIn(Schema):
    """What one class brings."""

    ratio: int = Described(description="抽查比例，百分数", ge=0, le=999)
    visits: int | None = Described(None, description="每年次数，空为按需", ge=0, le=99)
    every: int | None = Described(None, description="两次检查最长间隔，月，空为不设", ge=1, le=120)


class ClassTableIn(Schema):
    """A table as programs save it: the rows lie in an object, and whose it is may be named."""

    subject_id: Id | None = Described(None, description="检查主体编号，不填为全区")
    valid_from: date = Described(description="施行日期")
    document: Words = Described(description="公布文件", max_length=160)
    rows: dict[CreditClass, ClassRowIn] = Described(
        description="A、B、C、D 类都要填", max_length=len(CreditClass)
    )

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of ``save_class_table``."""
        rows = {each: ClassRow(row.ratio, row.visits, row.every) for each, row in self.rows.items()}
        return self.dict(exclude={"rows"}) | {"rows": rows}


@dataclass(frozen=True, kw_only=True)
class Rows(Field):
    """The rows of a table, as programs get them."""

    where: frozenset[str] = frozenset({"answer"})
    type: ClassVar[Any] = dict[str, ClassRowIn]

    def tell(self, value: Mapping[str, Any]) -> Mapping[str, Any]:
        return value


TOLD: tuple[Field, ...] = (
    Text(
        "检查主体编号，全区的为空", lambda table: table.subject.code if table.subject else "", name="subject"
    ),
    Day("自", "valid_from"),
    Text("公布文件", "document"),
    Rows("A、B、C、D 类", "rows"),
)
ClassTableOut = schema_of("ClassTableOut", TOLD, "A table of ratio and frequency.")


def table_out(request: ActorRequest, table: ClassTable) -> Any:
    """Return a table as programs get it."""
    return answer_of(TOLD, table, Viewer(request.actor, request.now))


def list_tables(actor: Actor, viewer: Viewer) -> list[ClassTable]:
    """Return all tables, each with ``effect``, the lamp that says whether it holds for its department or the district."""
    tables = list(list_class_tables())
    current: dict[int | None, ClassTable] = {}
    for each in sorted(tables, key=lambda table: table.valid_from):
        if each.valid_from <= viewer.today:
            current[each.subject_id] = each
    for each in tables:
        effect = ("green", "现行") if each in current.values() else ("grey", "已由新表代替")
        each.effect = ("amber", "尚未施行") if each.valid_from > viewer.today else effect  # type: ignore[attr-defined]
    return tables


def ratio_of(letter: CreditClass) -> Text:
    """Return the column of one class: the share drawn, below it the visits a year."""
    return Text(
        letter.value,
        lambda table: f"{rows_of(table.rows)[letter].ratio}%",
        name=f"ratio_{letter.value}",
        below=lambda table: visits_in_words(rows_of(table.rows)[letter]),
        css="jw-num",
        short=letter.value,
    )


def visits_in_words(row: ClassRow) -> str:
    return "按需" if row.visits is None else f"{row.visits} 次"


def show_current(shown: Shown) -> dict[str, Any]:
    """Return the table that the viewer's department goes by, or the district."""
    subject = subject_of(shown.viewer.actor)
    stands = table_in_force(subject, on=shown.viewer.today, numbers=shown.viewer.numbers)
    return {"subject": subject, "stands": stands, "steps": steps(stands.rows), "told": told(stands)}


def told(stands: TableInForce) -> str:
    """Return where the table in force comes from."""
    if stands.table is None:
        return "外地公布的抽查比例（参照），待区司法局公布本区的表"
    return f"{stands.table.document}，自 {stands.table.valid_from} 起"


TABLES = Listing(
    "class_table",
    "抽查比例和频次",
    roles=STAFF,
    rows=list_tables,
    tabs=TABS,
    crumbs=CRUMBS,
    per_page=0,
    columns=(
        Text(
            "公布文件",
            "document",
            css="is-wide",
            below=lambda table: f"自 {table.valid_from} 起　{table.saved_by or '系统'} 设定",
        ),
        Text("适用", lambda table: table.subject.short_name if table.subject else "全区", name="subject"),
        *(ratio_of(each) for each in CLASSES),
        Day("自", "valid_from", where=FILE),
        Lamp("效力", "effect"),
    ),
    told=TOLD,
    buttons=(Button("设定新表", "class_table_new", roles=SAVERS),),
    empty=Empty(
        "还没有设定过",
        "公布分类抽查比例和频次后，",
        "class_table_new",
        "设定",
        roles=SAVERS,
        otherwise="全区的由区司法局设定，本部门的由负责人设定。",
    ),
    besides=show_current,
    template="planning/class_tables.html",
)


def form_needs(request: ActorRequest, row: None) -> dict[str, Any]:
    """Return what the form starts from: the table that holds today for the viewer's department or the district."""
    viewer = Viewer(request.actor, request.now)
    subject = subject_of(request.actor)
    stands = table_in_force(subject, on=viewer.today, numbers=viewer.numbers)
    return {"subject": subject, "stands": stands.rows, "today": viewer.today}


NEW = FormPage(
    "class_table_new",
    operations.save_class_table,
    SAVERS,
    TableForm,
    title="设定抽查比例和频次",
    verb="设定",
    ask="设定抽查比例和频次？",
    warn="自施行日期起适用；施行后这份表不再修改。",
    done="已保存，自施行日期起适用。",
    to=lambda table: reverse("class_tables"),
    back=lambda: reverse("class_tables"),
    crumbs=lambda: [
        ("计划与检查", ""),
        ("分级分类", reverse("class_overview")),
        ("抽查比例和频次", reverse("class_tables")),
        ("设定", ""),
    ],
    given=form_needs,
    body=ClassTableIn,
    answer=(ClassTableOut, table_out),
    template="planning/class_table_new.html",
)
