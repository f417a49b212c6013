"""The columns of an annual plan on a sheet (R-FORM-03), and how their cells are read."""

import re
from datetime import date

from jingwei.planning.terms import PlanActivity
from jingwei.platform.spreadsheets import cells
from jingwei.platform.spreadsheets.layout import Cell, CellError, Column, Layout, Reader
from jingwei.registry.terms import CreditClass, InspectionMethod

EARLIEST = date(2024, 1, 1)
RATIOS = {
    CreditClass.A: "ratio_a",
    CreditClass.B: "ratio_b",
    CreditClass.C: "ratio_c",
    CreditClass.D: "ratio_d",
}
# What departments write around a number: 50户, 每年不超过1次, 1次/年.
_AROUND = re.compile(r"^(?:每年|一年)?(?:不超过|最多|≤)?\s*|(?<!\s)\s*(?:户|户次|家次|次/年|次/户)$")


def _number(*, least: int, most: int) -> Reader:
    """Read a whole number as ``cells.whole_number`` does; 50户 reads as 50, 每年不超过1次 as 1."""
    read = cells.whole_number(least=least, most=most)

    def read_number(cell: Cell, today: date, /) -> int:
        number: int = read(_AROUND.sub("", cells.clean(cell)) if isinstance(cell, str) else cell, today)
        return number

    return read_number


def _percent(cell: Cell, today: date, /) -> int:
    """Read a share in percent: 20, 20%, or 0.2 as Excel keeps a cell shown as 20%."""
    written = cells.clean(cells.shown(cell)).replace("％", "%")
    value = cells.decimal_of(written, units="%")
    if value is None:
        raise CellError("不是百分比", "填写 0 至 100 的数，如 20 或 20%")
    if not written.endswith("%"):
        if value == 1:
            raise CellError("看不出是 1% 还是 100%", "写成 1% 或 100%，并把单元格设为文本")
        if 0 < value < 1:
            value *= 100
    if not 0 <= value <= 100:
        raise CellError("不在 0 至 100 之间", "填写百分数，如 20")
    if abs(value - round(value)) > 1e-6:
        raise CellError("不是整数百分比", "四舍五入到整数")
    return round(value)


LAYOUT = Layout(
    kind="plans",
    title="年度计划事项",
    unneeded=(
        "制定任务依据",
        "检查地域",
        "实施层级",
        "是否涉企",
        "是否联合检查",
        "事项库编码",
        "年度",
        "版本",
        "公告日期",
        "公告网址",
    ),
    remarks=(
        "每行一项，导入到本单位正在拟订的年度计划；没有拟订中的计划的，先在“年度计划”拟订或调整。",
        "制定任务依据、检查地域、实施层级以检查事项库为准，表中有这些列也不读取。",
        "抽查比例按 A、B、C、D 类递增；四类都不填的，不分类别。专项检查另行报批，不列入本表。",
    ),
    columns=(
        Column(
            "任务名称",
            "name",
            cells.text(longest=160),
            is_required=True,
            aliases=("检查任务名称", "任务", "检查任务", "计划名称"),
            example="工贸企业安全生产检查",
        ),
        Column(
            "实施主体",
            "subject",
            cells.text(longest=80),
            aliases=("检查主体", "主体", "单位", "实施单位"),
            note="不填为本单位",
            widens="各行都算作本单位的计划",
        ),
        Column(
            "检查类型",
            "activity",
            cells.text(longest=20),
            aliases=("任务类型", "工作类型", "类型"),
            choices=("日常检查", PlanActivity.OTHER.label),
            note="不填为日常检查",
            example="日常检查",
            widens="各行都算作日常检查",
        ),
        Column(
            "检查事项",
            "item",
            cells.text(longest=160),
            aliases=("事项", "检查事项名称", "检查事项编码", "事项编码"),
            note="检查事项库中的编码或名称；其他执法工作不填",
            example="TS-YJ-001",
        ),
        Column(
            "检查方式",
            "method",
            cells.choice(
                InspectionMethod,
                {
                    "现场": InspectionMethod.ON_SITE,
                    "非现场": InspectionMethod.OFF_SITE,
                    "书面": InspectionMethod.WRITTEN,
                    "双随机": InspectionMethod.RANDOM,
                    "双随机、一公开": InspectionMethod.RANDOM,
                },
            ),
            is_required=True,
            aliases=("方式",),
            choices=cells.labels(InspectionMethod),
            example=InspectionMethod.ON_SITE.label,
        ),
        Column(
            "任务日期自",
            "first_on",
            cells.day(earliest=EARLIEST, years_ahead=1),
            is_required=True,
            aliases=("自", "开始日期", "起始日期", "任务开始日期", "开始时间", "任务开始时间"),
            example="2026-03-01",
        ),
        Column(
            "任务日期至",
            "last_on",
            cells.day(earliest=EARLIEST, years_ahead=1),
            is_required=True,
            aliases=("至", "结束日期", "截止日期", "任务结束日期", "结束时间", "任务结束时间"),
            note="最后一天",
            example="2026-06-30",
        ),
        Column(
            "检查对象",
            "object_scope",
            cells.text(longest=160),
            is_required=True,
            aliases=("对象", "检查对象范围", "对象范围"),
            example="规模以上工贸企业",
        ),
        Column(
            "检查对象基数",
            "base",
            _number(least=0, most=10_000_000),
            aliases=("对象基数", "基数"),
            note="这一类企业共有多少户",
            example="240",
        ),
        Column(
            "检查户数",
            "quantity",
            _number(least=1, most=10_000_000),
            aliases=("计划检查户数", "户数", "检查数量"),
            example="60",
        ),
        *(
            Column(
                f"{each.value}类抽查比例",
                name,
                _percent,
                aliases=(
                    f"{each.value}类比例",
                    f"{each.value}类",
                    f"抽查比例{each.value}",
                    f"检查比例{each.value}",
                ),
                note="百分数",
                widens=f"计划没有{each.value}类的抽查比例",
                example=example,
            )
            for (each, name), example in zip(RATIOS.items(), ("5", "20", "50", "100"), strict=True)
        ),
        Column(
            "每户频次上限",
            "visits",
            _number(least=1, most=366),
            aliases=("检查频次上限", "频次上限", "检查频次", "每户次数", "每户每年次数"),
            note="一年内对同一企业最多几次，不填为 1",
            example="1",
        ),
        Column(
            "联合部门",
            "partners",
            cells.text(longest=400),
            aliases=("联合单位", "联合检查部门", "配合部门"),
            note="名录中的全称或简称，几个用顿号隔开",
            widens="各行都不是联合检查",
        ),
        Column("备注", "remark", cells.text(longest=200), aliases=("说明",)),
    ),
)
