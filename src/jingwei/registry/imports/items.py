"""Lists of items that departments want to inspect, each with what it rests on."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.models import ImportRun
from jingwei.platform.spreadsheets import cells
from jingwei.platform.spreadsheets.layout import Cell, CellError, Column, Layout, Problem, Row
from jingwei.registry.imports.lookups import Subjects
from jingwei.registry.imports.saying import problem
from jingwei.registry.models import Basis, Item
from jingwei.registry.operations.access import BUREAU, access_registry
from jingwei.registry.terms import (
    BasisLevel,
    Field,
    ImplementationLevel,
    InspectionMethod,
    ItemStatus,
    Role,
)

_LEVEL = cells.choice(
    BasisLevel,
    {
        "国务院决定": BasisLevel.STATE_COUNCIL_DECISION,
        "国务院命令": BasisLevel.STATE_COUNCIL_DECISION,
        "部委规章": BasisLevel.DEPARTMENT_RULE,
        "规章": BasisLevel.DEPARTMENT_RULE,
        "政府规章": BasisLevel.LOCAL_GOVERNMENT_RULE,
        "规范性文件": BasisLevel.NORMATIVE_DOCUMENT,
    },
)


def _parts(cell: Cell) -> list[str]:
    """Return what stands between semicolons or line breaks, empty parts kept: the second may have no article yet."""
    return [part.strip() for part in re.split(r"[；;\n]", cells.clean(cells.shown(cell)))]


def _levels(cell: Cell, today: date, /) -> list[BasisLevel]:
    """Read the rank of each basis."""
    return [_LEVEL(part, today) for part in _parts(cell) if part]


def _titles(cell: Cell, today: date, /) -> list[str]:
    """Read the title of each basis, without the marks around it."""
    titles = [part.removeprefix("《").removesuffix("》") for part in _parts(cell) if part]
    if long := next((title for title in titles if len(title) > 120), None):
        raise CellError(f"中有一个名称 {len(long)} 个字，最多 120 个", "几个依据用分号隔开")
    return titles


def _articles(cell: Cell, today: date, /) -> list[str]:
    """Read the article of each basis."""
    articles = _parts(cell)
    if any(len(article) > 60 for article in articles):
        raise CellError("中有一处条款超过 60 个字", "只写条款号；几个依据的条款用分号隔开")
    return articles


LAYOUT = Layout(
    kind="items",
    title="检查事项",
    remarks=(
        "每行一个事项。一个事项有几个依据的，依据层级、依据名称、条款各用分号隔开，一一对应。",
        "例如依据名称“中华人民共和国安全生产法；江苏省安全生产条例”，条款“第六十五条；第四十条”。",
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
            aliases=("事项名称", "检查事项", "检查事项名称"),
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
        ),
        Column(
            "依据层级",
            "basis_levels",
            _levels,
            aliases=("层级（依据）", "法律效力级别", "效力级别"),
            note="与依据名称一一对应，用分号隔开；都相同的写一个",
            choices=cells.labels(BasisLevel),
            example=BasisLevel.LAW.label,
        ),
        Column(
            "依据名称",
            "basis_titles",
            _titles,
            aliases=("检查依据", "依据", "法律依据", "设定依据"),
            note="全称，几个的用分号隔开",
            example="中华人民共和国安全生产法",
        ),
        Column(
            "条款",
            "basis_articles",
            _articles,
            aliases=("依据条款", "条文", "具体条款"),
            note="与依据名称一一对应，用分号隔开",
            example="第六十五条",
        ),
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
            Basis(item=item, level=level, title=title, article=article)
            for item, row in zip(items, rows, strict=True)
            for level, title, article in _bases(row)
        )

    def _judge(self, row: Row, taken: dict[str, str], actor: Actor, today: date) -> Iterator[Problem]:
        values = row.values
        if name := taken.get(values["code"]):
            yield problem(LAYOUT, row, "code", f"已经登记为“{name}”", "删除本行，或换一个编码")
        _, wrong = self._subjects.judge(values["subject"], column="主体", actor=actor, on=today)
        yield from [wrong] if wrong else []
        levels, titles = values["basis_levels"] or [], values["basis_titles"] or []
        articles = [each for each in values["basis_articles"] or [] if each]
        if not titles and (levels or articles):
            yield problem(LAYOUT, row, "basis_titles", "没有填写", "写明依据的全称，或删去层级和条款")
        if titles and len(levels) not in {1, len(titles)}:
            yield problem(
                LAYOUT,
                row,
                "basis_levels",
                f"有 {len(levels)} 个层级，依据有 {len(titles)} 个",
                "一一对应，用分号隔开",
            )
        if len(values["basis_articles"] or []) > max(len(titles), 1):
            yield problem(
                LAYOUT,
                row,
                "basis_articles",
                f"有 {len(values['basis_articles'])} 处条款，依据有 {len(titles)} 个",
                "与依据名称一一对应，用分号隔开",
            )

    def _item(self, row: Row) -> Item:
        values = row.values
        bases = list(_bases(row))
        is_based = bool(bases) and all(title and article for _, title, article in bases)
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


def _bases(row: Row) -> Iterator[tuple[BasisLevel, str, str]]:
    """Return rank, title and article of each basis; an article that is not known yet is empty."""
    levels, titles = row.values["basis_levels"] or [], row.values["basis_titles"] or []
    articles = row.values["basis_articles"] or []
    for place, title in enumerate(titles):
        level = levels[place] if len(levels) == len(titles) else levels[0]
        yield level, title, articles[place] if place < len(articles) else ""
