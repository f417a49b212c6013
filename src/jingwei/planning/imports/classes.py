"""The month's file of credit and risk classes, as the market regulator sends it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from jingwei.planning.models import ClassFile, EnterpriseClass, Relief
from jingwei.planning.queries import latest_month
from jingwei.planning.terms import ClassAction, ReliefExit
from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import add_months, local_date
from jingwei.platform.models import ImportRun
from jingwei.platform.spreadsheets import cells
from jingwei.platform.spreadsheets.layout import Cell, CellError, Column, Layout, Problem, Row
from jingwei.registry.imports.saying import problem
from jingwei.registry.models import Enterprise
from jingwei.registry.operations import set_credit_classes
from jingwei.registry.operations.access import BUREAU, access_registry
from jingwei.registry.terms import CreditClass

CLASSES = (CreditClass.A, CreditClass.B, CreditClass.C, CreditClass.D)
CLASS_WORDS = (
    {each.value: each for each in CLASSES}
    | {f"{each.value}{word}": each for each in CLASSES for word in "类级"}
    | {each.label.replace(" ", ""): each for each in CLASSES}
    | {each.label.replace(" ", "").replace("（", "（信用风险"): each for each in CLASSES}
)
_MONTH = re.compile(r"(\d{4})\s*[-./年．／－]?\s*(\d{1,2})\s*(?:月份?)?")


def credit_class(cell: Cell, today: date, /) -> CreditClass:
    """Read one of the four classes. Raises CellError for another word, 未分类 among them."""
    word = cells.clean(cells.shown(cell)).upper().replace(" ", "")
    read = CLASS_WORDS.get(word.replace("(", "（").replace(")", "）"))
    if read is None:
        raise CellError("不是 A、B、C、D 中的一类", "从 A、B、C、D 中选填；没有分类的企业不列入，删除本行")
    return read


def _month(cell: Cell, today: date, /) -> date:
    """Read a month: 2026-11, 2026年11月, 202611, or any of its days. Returns its first day."""
    try:
        if found := _MONTH.fullmatch(cells.clean(cells.shown(cell))):
            return date(int(found[1]), int(found[2]), 1)
        read: date = cells.day(years_ahead=2)(cell, today)
    except (ValueError, CellError):
        raise CellError("不是月份", "写成 2026-11 或 2026年11月") from None
    return read.replace(day=1)


LAYOUT = Layout(
    kind="classes",
    title="信用风险分类",
    remarks=(
        "市场监管部门每月下发的企业信用风险分类，每行一家企业；一份文件只导入一个月。",
        "只导入本月或上月的；已经导入更新月份的，不再改动旧月份。",
        "分类由全国系统计算，本平台不另行计算。没有分类的企业不当作低风险。",
    ),
    columns=(
        Column(
            "统一社会信用代码",
            "credit_code",
            cells.code(longest=18),
            is_required=True,
            is_unique=True,
            aliases=("信用代码", "社会信用代码", "统一代码"),
            note="须已登记",
            example="91320312DEM000014U",
        ),
        Column(
            "企业名称",
            "name",
            cells.text(longest=120),
            aliases=("名称", "单位名称", "市场主体名称"),
            note="只供核对，不改登记的名称",
            example="徐州星禾示例机械有限公司",
        ),
        Column(
            "分类",
            "credit_class",
            credit_class,
            is_required=True,
            aliases=("信用风险分类", "风险分类", "信用分类", "信用风险等级", "分类结果"),
            choices=cells.labels(CLASSES),
            example=CreditClass.B.label,
        ),
        Column(
            "月份",
            "month",
            _month,
            is_required=True,
            aliases=("分类月份", "所属月份", "年月", "数据月份"),
            note="全表同一个月",
            example="2026-11",
        ),
    ),
)


class ClassImporter:
    """Imports a month's classes for the bureau and the command, and ends reliefs of those whose class rises."""

    layout = LAYOUT
    judges_incomplete = False

    def __init__(self) -> None:
        self._latest = latest_month()
        self._relieved = set(Relief.objects.filter(left_on=None).values_list("enterprise_id", flat=True))
        self._is_known_month: bool | None = None
        self._first: tuple[int, date] | None = None  # line and month of the sheet's first row
        self._known: dict[str, Enterprise] = {}  # by credit code, as they stood before the file
        self._moves: Counter[str] = Counter()  # of the rows that passed
        self._losing = 0  # reliefs that the rows that passed would end
        self._rows = self._changed = 0  # of the rows written

    def access(self, actor: Actor) -> None:
        """Raise NotAllowed for anybody but the bureau and the system."""
        access_registry(actor, *BUREAU)

    def check(self, rows: Sequence[Row], *, actor: Actor, now: datetime) -> list[list[Problem]]:
        """Judge the month, and whether the enterprise is registered."""
        on = local_date(now)
        found = Enterprise.objects.filter(credit_code__in=[row.values["credit_code"] for row in rows])
        self._known |= {each.credit_code: each for each in found.only("credit_code", "credit_class")}
        judged = []
        for row in rows:
            problems = list(self._judge(row, on))
            if not problems:
                self._moves[self._move(row)] += 1
                self._losing += self._loses_relief(row)
            judged.append(problems)
        return judged

    def write(self, rows: Sequence[Row], *, actor: Actor, now: datetime, run: ImportRun | None) -> None:
        """Write the month's history, set the class of those without a newer one, and end reliefs that it ends."""
        month = rows[0].values["month"]
        by_class: dict[CreditClass, list[int]] = defaultdict(list)
        for row in rows:
            by_class[row.values["credit_class"]].append(self._known[row.values["credit_code"]].pk)
        EnterpriseClass.objects.bulk_create(
            (
                EnterpriseClass(enterprise_id=pk, month=month, credit_class=each)
                for each, ids in by_class.items()
                for pk in ids
            ),
            update_conflicts=True,
            unique_fields=["enterprise", "month"],
            update_fields=["credit_class"],
        )
        self._rows += len(rows)
        if not self._is_past(month):
            self._changed += sum(self._move(row) in {"up", "down"} for row in rows)
            set_credit_classes(by_class, month=month)
            self._end_reliefs([row for row in rows if self._loses_relief(row)], month, actor=actor, now=now)

    def summary(self) -> list[str]:
        """Return how many rise and fall, and what else comes of it."""
        if self._first is None or not self._moves:
            return []
        moves = self._moves
        return [
            f"{self._first[1]:%Y-%m} 分类 {moves.total()} 家：风险上调 {moves['up']} 家，下调 {moves['down']} 家，"
            f"首次分类 {moves['new']} 家，不变 {moves['same']} 家",
            *(["已有更新月份的分类，本次只补历史，不改变现行分类"] if self._is_past(self._first[1]) else []),
            *([f"{self._losing} 家因分类上调移出低风险减免"] if self._losing else []),
        ]

    def finish(self, *, actor: Actor, now: datetime, run: ImportRun | None) -> None:
        """Keep which file the month's classes came from."""
        assert self._first is not None
        month = self._first[1]
        kept = ClassFile.objects.create(
            month=month,
            source=run.file.name[:160] if run else "命令导入",
            file=run.file if run else None,
            rows=self._rows,
            changed=self._changed,
            imported_by_id=actor.account_id,
            imported_at=now,
        )
        audit.record(
            ClassAction.IMPORTED,
            actor=actor,
            now=now,
            target=kept,
            month=f"{month:%Y-%m}",
            rows=self._rows,
            changed=self._changed,
        )

    def _judge(self, row: Row, on: date) -> Iterator[Problem]:
        month: date = row.values["month"]
        this_month = on.replace(day=1)
        if self._first is None:
            self._first = row.line, month
        line, first = self._first
        if month != first:
            yield problem(
                LAYOUT, row, "month", f"与第 {line} 行的 {first:%Y-%m} 不是同一个月", "按月拆成两份文件导入"
            )
        elif month > this_month:
            yield problem(LAYOUT, row, "month", f"晚于本月（{this_month:%Y-%m}）", "核对月份，到该月再导入")
        elif month < add_months(this_month, -1):
            yield problem(
                LAYOUT,
                row,
                "month",
                f"早于上月（{add_months(this_month, -1):%Y-%m}）",
                "向市场监管部门取本月的文件；旧月份不再导入",
            )
        elif self._is_past(month) and self._is_imported(month):
            yield problem(
                LAYOUT,
                row,
                "month",
                f"已经导入过，而且已有 {self._latest:%Y-%m} 的分类",
                f"核对月份；要更正的，导入更正后的 {self._latest:%Y-%m} 文件",
            )
        if row.values["credit_code"] not in self._known:
            yield problem(LAYOUT, row, "credit_code", "没有登记的企业", "先导入企业，或删除本行")

    def _is_past(self, month: date) -> bool:
        return self._latest is not None and month < self._latest

    def _is_imported(self, month: date) -> bool:
        """Whether the month was imported; asked once for the sheet, which has one month."""
        if self._is_known_month is None:
            self._is_known_month = ClassFile.objects.filter(month=month).exists()
        return self._is_known_month

    def _move(self, row: Row) -> str:
        old, new = (
            CreditClass(self._known[row.values["credit_code"]].credit_class),
            row.values["credit_class"],
        )
        if old is CreditClass.UNKNOWN:
            return "new"
        if new is old:
            return "same"
        return "up" if new.rank > old.rank else "down"

    def _loses_relief(self, row: Row) -> bool:
        """Whether the row ends a relief: its enterprise has one and is A no longer."""
        return (
            row.values["credit_class"] is not CreditClass.A
            and self._known[row.values["credit_code"]].pk in self._relieved
            and not self._is_past(row.values["month"])
        )

    def _end_reliefs(self, rows: Sequence[Row], month: date, *, actor: Actor, now: datetime) -> None:
        """End the standing reliefs of enterprises that are A no longer, each with its row on the log."""
        classes = {self._known[row.values["credit_code"]].pk: row.values["credit_class"] for row in rows}
        ended = list(
            Relief.objects.filter(enterprise__in=classes, left_on=None)
            .select_related("enterprise")
            .order_by("id")
        )
        for relief in ended:
            relief.left_on = max(local_date(now), relief.entered_on)
            relief.exit = ReliefExit.CLASS_CHANGED
            relief.exit_note = f"{month:%Y-%m} 分类为 {classes[relief.enterprise_id].label}"
        if not ended:
            return
        Relief.objects.bulk_update(ended, ["left_on", "exit", "exit_note"], batch_size=1000)
        audit.record_many(
            audit.entry(
                ClassAction.RELIEF_LEFT,
                actor=actor,
                now=now,
                target=relief.enterprise,
                enterprise=relief.enterprise.name,
                reason=f"{ReliefExit.CLASS_CHANGED.label}，{relief.exit_note}",
            )
            for relief in ended
        )
