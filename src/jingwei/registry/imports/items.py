"""Lists of items that departments want to inspect, each with what it rests on."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.models import ImportRun
from jingwei.platform.spreadsheets import cells
from jingwei.platform.spreadsheets.layout import Column, Layout, Problem, Row
from jingwei.registry.imports.bases import BASIS_COLUMNS, bases_of
from jingwei.registry.imports.lookups import Subjects
from jingwei.registry.imports.saying import problem
from jingwei.registry.models import Basis, Item
from jingwei.registry.operations.access import BUREAU, access_registry
from jingwei.registry.terms import (
    Field,
    ImplementationLevel,
    InspectionMethod,
    ItemStatus,
    Role,
)

LAYOUT = Layout(
    kind="items",
    title="检查事项",
    unneeded=(
        "可非现场",
        "状态",
        "公布日期",
    ),
    remarks=(
        "每行一个事项。一个事项有几个依据的，依据层级、依据名称、条款各用分号隔开，一一对应。",
        "例如依据名称“中华人民共和国安全生产法；江苏省安全生产条例”，条款“第六十五条；第四十条”。",
        "名称和条款写在一起的，如“《中华人民共和国安全生产法》第六十五条”，自动拆开；拆不开的退回。",
        "没有写明条款的，导入后为待补依据，补齐并公布以前不得使用。",
    ),
    columns=(
        Column(
            "编码",
            "code",
            cells.code(longest=30),
            is_required=True,
            is_unique=True,
            aliases=("事项编码", "检查事项编码", "事项代码"),
            example="TS-YJ-001",
        ),
        Column(
            "名称",
            "name",
            cells.text(longest=160),
            is_required=True,
            aliases=("事项名称", "检查事项", "检查事项名称", "行政检查事项", "行政检查事项名称"),
            example="对生产经营单位安全生产情况的监督检查",
        ),
        Column(
            "主体",
            "subject",
            cells.text(longest=80),
            is_required=True,
            aliases=("检查主体", "单位", "实施主体", "实施单位"),
            note="全称、简称或主体编号",
            example="徐州市铜山区应急管理局",
        ),
        Column(
            "领域",
            "field",
            cells.choice(Field, {"应急": Field.EMERGENCY, "消防": Field.FIRE, "综合": Field.GENERAL}),
            is_required=True,
            aliases=("执法领域", "行政执法领域"),
            choices=cells.labels(Field),
            example=Field.EMERGENCY.label,
        ),
        Column(
            "检查对象",
            "object_scope",
            cells.text(longest=160),
            is_required=True,
            aliases=("对象", "适用对象"),
            example="生产经营单位",
        ),
        Column(
            "实施层级",
            "level",
            cells.choice(
                ImplementationLevel,
                {
                    "省": ImplementationLevel.PROVINCE,
                    "市": ImplementationLevel.CITY,
                    "设区市": ImplementationLevel.CITY,
                    "县级": ImplementationLevel.DISTRICT,
                    "区级": ImplementationLevel.DISTRICT,
                    "县": ImplementationLevel.DISTRICT,
                    "区": ImplementationLevel.DISTRICT,
                    "镇": ImplementationLevel.TOWN,
                    "镇级": ImplementationLevel.TOWN,
                    "乡镇": ImplementationLevel.TOWN,
                },
            ),
            aliases=("层级",),
            note="不填为县（区）级",
            choices=cells.labels(ImplementationLevel),
            example=ImplementationLevel.DISTRICT.label,
            widens="各事项都为县（区）级",
        ),
        Column(
            "检查方式",
            "methods",
            cells.several(
                InspectionMethod,
                {
                    "现场": InspectionMethod.ON_SITE,
                    "非现场": InspectionMethod.OFF_SITE,
                    "书面": InspectionMethod.WRITTEN,
                    "双随机": InspectionMethod.RANDOM,
                },
            ),
            aliases=("方式",),
            note="几种的用顿号隔开",
            choices=cells.labels(InspectionMethod),
            example="现场检查、双随机抽查",
        ),
        Column(
            "频次",
            "frequency",
            cells.text(longest=120),
            aliases=("检查频次", "频次上限"),
            note="按公布的文字填写",
            example="每年不超过 1 次",
            widens="事项没有频次的限制",
        ),
        *BASIS_COLUMNS,
    ),
)


class ItemImporter:
    """Imports items for a subject's clerk or head, the bureau, and the command."""

    layout = LAYOUT
    judges_incomplete = False

    def __init__(self) -> None:
        self._subjects = Subjects()

    def access(self, actor: Actor) -> None:
        """Raise NotAllowed for an actor who may import no items."""
        access_registry(actor, Role.CLERK, Role.HEAD, *BUREAU)

    def check(self, rows: Sequence[Row], *, actor: Actor, now: datetime) -> list[list[Problem]]:
        """Judge the subject, whether the bases fit together, and which codes are taken."""
        codes = [row.values["code"] for row in rows]
        taken = dict(Item.objects.filter(code__in=codes).values_list("code", "name"))
        today = local_date(now)
        return [list(self._judge(row, taken, actor, today)) for row in rows]

    def write(self, rows: Sequence[Row], *, actor: Actor, now: datetime, run: ImportRun | None) -> None:
        """Write the items, unpublished, then what they rest on."""
        items = Item.objects.bulk_create(self._item(row) for row in rows)
        Basis.objects.bulk_create(
            Basis(item=item, level=basis.level, title=basis.title, article=basis.article)
            for item, row in zip(items, rows, strict=True)
            for basis in bases_of(row)[0]
        )

    def _judge(self, row: Row, taken: dict[str, str], actor: Actor, today: date) -> Iterator[Problem]:
        values = row.values
        if name := taken.get(values["code"]):
            yield problem(LAYOUT, row, "code", f"已经登记为“{name}”", "删除本行，或换一个编码")
        _, wrong = self._subjects.judge(values["subject"], column="主体", actor=actor, on=today)
        yield from [wrong] if wrong else []
        _, wrong_bases = bases_of(row)
        yield from wrong_bases

    def _item(self, row: Row) -> Item:
        values = row.values
        bases, _ = bases_of(row)
        is_based = bool(bases) and all(basis.article for basis in bases)
        return Item(
            code=values["code"],
            name=values["name"],
            subject=self._subjects.find(values["subject"]),
            field=values["field"],
            object_scope=values["object_scope"],
            level=values["level"] or ImplementationLevel.DISTRICT,
            methods=[method.value for method in values["methods"] or ()],
            frequency=values["frequency"] or "",
            status=ItemStatus.UNPUBLISHED if is_based else ItemStatus.PENDING_BASIS,
        )
