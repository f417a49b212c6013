"""Lists of published caps on visits."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from jingwei.planning.facts.classes import combined_facts
from jingwei.planning.models import Cap
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.models import ImportRun
from jingwei.platform.spreadsheets import cells
from jingwei.platform.spreadsheets.layout import Cell, Column, Layout, Problem, Row
from jingwei.registry.imports.lookups import Subjects, may_import_for
from jingwei.registry.imports.saying import problem
from jingwei.registry.models import Item, Subject
from jingwei.registry.operations.access import BUREAU, access_registry
from jingwei.registry.terms import CreditClass, Role
from jingwei.rulebook import Moment, ask

EARLIEST = date(2015, 1, 1)
_ALL_ITEMS = {"全部事项", "全部", "所有事项"}  # as the list leaves


def _item_text(cell: Cell, today: date, /) -> str | None:
    """Read the code or the name of an item; 全部事项 as the list has it is none."""
    text: str = cells.text(longest=160)(cell, today)
    return None if text in _ALL_ITEMS else text


LAYOUT = Layout(
    kind="caps",
    title="频次上限",
    remarks=(
        "每行一个上限：一个主体或一个条线，对一家企业每年最多检查几次。",
        "事项编码不填的管全部事项，分类不填的管各类企业；同一主体、事项、分类的上限日期不得重叠。",
    ),
    columns=(
        Column(
            "主体或条线",
            "holder",
            cells.text(longest=80),
            is_required=True,
            aliases=("主体", "检查主体", "条线", "单位"),
            note="主体的全称、简称或编号；条线合用的写条线，如“应急管理条线”",
            example="徐州市铜山区应急管理局",
        ),
        Column(
            "事项编码",
            "item",
            _item_text,
            aliases=("检查事项编码", "事项", "检查事项", "检查事项名称", "行政检查事项", "事项名称"),
            note="只管一个事项的才填，填编码或名称；不填的管全部事项",
            widens="上限管该主体的全部事项，并代替原有的上限",
        ),
        Column(
            "分类",
            "credit_class",
            cells.choice(
                CreditClass,
                {each.value: each for each in CreditClass}
                | {f"{each.value}类": each for each in CreditClass}
                | {each.label.replace(" ", ""): each for each in CreditClass},
            ),
            aliases=(
                "企业信用等级",
                "信用等级",
                "企业信用风险分类",
                "企业类别",
                "信用风险分类",
                "企业分类",
                "信用分类",
            ),
            choices=cells.labels(CreditClass),
            example=CreditClass.B.label,
            widens="上限管各类企业",
        ),
        Column(
            "每年次数",
            "visits",
            cells.whole_number(least=0, most=366),
            is_required=True,
            aliases=("次数", "年度频次上限", "频次上限", "上限"),
            example="2",
        ),
        Column(
            "自",
            "valid_from",
            cells.day(earliest=EARLIEST, years_ahead=2),
            is_required=True,
            aliases=("施行日期", "起始日期", "开始日期"),
            example="2026-01-01",
        ),
        Column(
            "至",
            "valid_to",
            cells.day(earliest=EARLIEST, years_ahead=20),
            aliases=("截止日期", "终止日期", "结束日期"),
            note="最后一天，当天仍适用；长期有效的不填",
            example="2026-12-31",
            widens="上限长期有效",
        ),
        Column(
            "公布文件",
            "source",
            cells.text(longest=160),
            is_required=True,
            aliases=("文件", "公布文号", "依据文件"),
            example="2026 年度涉企行政检查频次上限公告",
        ),
    ),
)


class CapImporter:
    """Imports caps for the bureau, the command, and a subject's own clerk or head; those of a line for the bureau."""

    layout = LAYOUT
    judges_incomplete = False

    def __init__(self) -> None:
        self._subjects = Subjects()
        self._lines = set(Subject.objects.exclude(line="").values_list("line", flat=True))
        self._items = dict(Item.objects.values_list("code", "pk"))
        self._named: dict[str, list[Item]] = defaultdict(list)
        for item in Item.objects.select_related("subject").order_by("code"):
            self._named[item.name].append(item)
        # Those that stand, and beside them those of rows that pass, by what may not hold twice on a day.
        self._caps: dict[object, list[Cap]] = defaultdict(list)
        for cap in Cap.objects.select_related("subject"):
            self._caps[cap.holder, cap.credit_class].append(cap)
        self._made: dict[int, Cap] = {}  # by line of the sheet, from check to write
        self._ended: dict[int, list[Cap]] = {}  # what the cap of the line takes the place of
        self._on = EARLIEST

    def access(self, actor: Actor) -> None:
        """Raise NotAllowed for an actor who may import no caps."""
        access_registry(actor, Role.CLERK, Role.HEAD, *BUREAU)

    def check(self, rows: Sequence[Row], *, actor: Actor, now: datetime) -> list[list[Problem]]:
        """Judge whose cap it is, its item and its days, and whether one of the same kind holds on some of them."""
        self._on = local_date(now)
        return [self._judge(row, actor) for row in rows]

    def write(self, rows: Sequence[Row], *, actor: Actor, now: datetime, run: ImportRun | None) -> None:
        """Write the caps, and end those that had no end. Ledgers open with the first visit that goes against them."""
        Cap.objects.bulk_update(
            [cap for row in rows for cap in self._ended[row.line]], ["valid_until"], batch_size=1000
        )
        Cap.objects.bulk_create(self._made[row.line] for row in rows)

    def summary(self) -> list[str]:
        """Return how many caps end, and what R-FRQ-04 says of those of lines that the sheet touches; it only warns."""
        standing = [cap for caps in self._caps.values() for cap in caps]
        made = {id(cap) for cap in self._made.values()}
        facts = []
        for combined in [cap for cap in standing if cap.line]:
            own = [each for each in standing if _limits_alike(each, combined)]
            if made & {id(each) for each in (combined, *own)}:
                facts.append(combined_facts(combined.line, combined, own))
        found = ask(Moment.REGISTER, facts, on=self._on).warnings
        ended = sum(map(len, self._ended.values()))
        return [
            *([f"{ended} 项没有截止日期的原上限，到新上限施行的前一天为止"] if ended else []),
            *(f"{each.verdict.fact}（{each.rule.code}）" for each in found),
        ]

    def _judge(self, row: Row, actor: Actor) -> list[Problem]:
        values = row.values
        subject, line, wrong = self._holder(row, actor)
        problems = [wrong] if wrong else []
        item_id, wrong = self._item(row, subject, line)
        problems += [wrong] if wrong else []
        if values["valid_to"] and values["valid_to"] < values["valid_from"]:
            problems.append(
                problem(LAYOUT, row, "valid_to", f"早于起始日期 {values['valid_from']}", "核对日期")
            )
        if problems:
            return problems
        cap = Cap(
            subject=subject,
            line=line,
            item_id=item_id,
            credit_class=values["credit_class"] or "",
            visits=values["visits"],
            valid_from=values["valid_from"],
            valid_until=values["valid_to"] and values["valid_to"] + timedelta(days=1),
            source=values["source"],
        )
        meeting = list(self._overlapping(cap))
        ended = [each for each in meeting if self._is_replaced(each, cap)]
        problems += [
            problem(
                LAYOUT,
                row,
                "valid_from",
                f"起的上限与自 {each.valid_from} 起的每年 {each.visits} 次重叠",
                f"改为自今天（{self._on}）或以后起，原上限没有截止日期的到前一天为止；重复的行删除",
            )
            for each in meeting
            if each not in ended
        ]
        if not problems:
            for each in ended:
                each.valid_until = cap.valid_from
            self._caps[cap.holder, cap.credit_class].append(cap)
            self._made[row.line], self._ended[row.line] = cap, ended
        return problems

    def _holder(self, row: Row, actor: Actor) -> tuple[Subject | None, str, Problem | None]:
        """Return the subject or the line whose cap it is, or what is wrong."""
        text = row.values["holder"]
        line = text.removesuffix("条线")
        if self._subjects.find(text) is None and line in self._lines:
            if not may_import_for(actor, None):
                remedy = "条线合用的上限由区司法局导入"
                return None, "", problem(LAYOUT, row, "holder", "是条线，不是本单位", remedy)
            return None, line, None
        subject, wrong = self._subjects.judge(text, column="主体或条线", actor=actor)
        return subject, "", wrong

    def _item(self, row: Row, subject: Subject | None, line: str) -> tuple[int | None, Problem | None]:
        """Return the item of the code, or of the name among those of the subject or the line; or what is wrong."""
        text = row.values["item"]
        if not text:
            return None, None
        if found := self._items.get(text.replace(" ", "").upper()):
            return found, None
        own = [each for each in self._named[text] if _is_of(each, subject, line)]
        if len(own) == 1:
            return own[0].pk, None
        if own:
            wrong = problem(LAYOUT, row, "item", f"有 {len(own)} 个同名事项", "改填事项编码")
        elif self._named[text]:
            wrong = problem(LAYOUT, row, "item", "不是这个主体或条线的事项", "核对主体，或改填事项编码")
        else:
            wrong = problem(LAYOUT, row, "item", "不在事项库", "核对编码或名称，或先登记检查事项")
        return None, wrong

    def _overlapping(self, cap: Cap) -> Iterator[Cap]:
        """Return the caps of the same holder, item and class that hold on some day of this one's."""
        for each in self._caps[cap.holder, cap.credit_class]:
            if _overlap(each, cap):
                yield each

    def _is_replaced(self, standing: Cap, cap: Cap) -> bool:
        """Whether the cap takes the place of one that stands without an end; what has passed stays as it was."""
        is_open = standing.pk is not None and standing.valid_until is None
        return is_open and standing.valid_from < cap.valid_from and cap.valid_from >= self._on


def _is_of(item: Item, subject: Subject | None, line: str) -> bool:
    """Whether the item is one that the subject, or subjects of the line, carry out; an agent does its principal's."""
    if subject is None:
        return item.subject.line == line
    return item.subject_id in {subject.pk, subject.principal_id}


def _overlap(one: Cap, other: Cap) -> bool:
    """Whether two caps hold on some of the same days."""
    is_before = one.valid_until is not None and one.valid_until <= other.valid_from
    is_after = other.valid_until is not None and other.valid_until <= one.valid_from
    return not (is_before or is_after)


def _limits_alike(own: Cap, combined: Cap) -> bool:
    """Whether a subject's cap and the cap of its line are on the same matter and class at the same time."""
    return (
        own.subject is not None
        and own.subject.line == combined.line
        and (own.item_id, own.credit_class) == (combined.item_id, combined.credit_class)
        and _overlap(own, combined)
    )
