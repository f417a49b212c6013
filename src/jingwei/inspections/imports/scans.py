"""Spreadsheets of scans that the province's or the nation's platform recorded (R-SCAN-13)."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from jingwei.inspections.operations import ScanRecord, import_scans
from jingwei.inspections.operations.scans_elsewhere import known_numbers
from jingwei.inspections.terms import ScanSystem
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import SHANGHAI
from jingwei.platform.models import ImportRun
from jingwei.platform.spreadsheets import cells
from jingwei.platform.spreadsheets.layout import Cell, CellError, Column, Layout, Problem, Row
from jingwei.registry.imports.lookups import Subjects
from jingwei.registry.imports.saying import problem
from jingwei.registry.models import Certificate, Enterprise
from jingwei.registry.operations.access import BUREAU, access_registry
from jingwei.registry.terms import Role

_MOMENT = re.compile(
    r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?[ T]*(\d{1,2})[:：时](\d{1,2})(?:[:：分](\d{1,2}))?[分秒]?"
)
_ELSEWHERE = {"省平台": ScanSystem.PROVINCE, "国家平台": ScanSystem.NATION}


@cells.of_days
def _moment(cell: Cell, today: date, /) -> datetime:
    """Read a local time to the minute or second, however it is written: a real one, 2026-3-10 9:12, 2026年3月10日9时12分."""
    found: datetime | None = None
    if isinstance(cell, datetime):
        found = cell.replace(tzinfo=SHANGHAI)
    elif isinstance(cell, int | float) and not isinstance(cell, bool) and 20000 < cell < 73050:
        # As a spreadsheet counts days, the time of day behind the point.
        found = datetime(1899, 12, 30, tzinfo=SHANGHAI) + timedelta(seconds=round(cell * 86400))
    elif written := _MOMENT.fullmatch(cells.clean(cells.shown(cell))):
        year, month, day, hour, minute, second = (int(part or 0) for part in written.groups())
        try:
            found = datetime(year, month, day, hour, minute, second, tzinfo=SHANGHAI)
        except ValueError:
            found = None
    if found is None:
        raise CellError("不是时间", "写成 2026-03-10 09:12")
    if found.date() > today:
        raise CellError(f"晚于今天（{today}）", "核对年份")
    return found


def _system(cell: Cell, today: date, /) -> ScanSystem:
    word = cells.clean(cells.shown(cell))
    if word not in _ELSEWHERE:
        raise CellError("不在可选项中", f"从{'、'.join(_ELSEWHERE)}中选填；本平台的扫码不用导入")
    return _ELSEWHERE[word]


LAYOUT = Layout(
    kind="scans",
    title="外部扫码记录",
    columns=(
        Column(
            "平台",
            "system",
            _system,
            aliases=("扫码平台", "来源平台"),
            note="不填按省平台",
            example="省平台",
            choices=tuple(_ELSEWHERE),
            widens="各次都算作省平台的扫码",
        ),
        Column(
            "记录号",
            "number",
            cells.code(longest=60),
            is_required=True,
            aliases=("扫码记录号", "流水号", "行为码", "行政行为码"),
            note="该平台的记录号，同一平台不得重复",
            example="SJ20260310000123",
        ),
        Column(
            "统一社会信用代码",
            "credit_code",
            cells.code(longest=18),
            is_required=True,
            aliases=("信用代码", "社会信用代码"),
            note="企业须先登记",
            example="91320312DEM000014U",
        ),
        Column(
            "检查主体",
            "subject",
            cells.text(longest=80),
            is_required=True,
            aliases=("主体", "单位", "执法主体"),
            note="全称、简称或主体编号",
            example="铜山区应急管理局",
        ),
        Column(
            "执法证号",
            "certificate",
            cells.code(longest=20),
            is_required=True,
            aliases=("执法证件号码", "执法人员证号", "证号", "证件号", "执法证件号"),
            note="扫码人的执法证号",
            example="10320312001",
        ),
        Column(
            "扫码时间",
            "scanned_at",
            _moment,
            is_required=True,
            aliases=("入企时间", "到达时间"),
            example="2026-03-10 09:12",
        ),
        Column(
            "离开时间",
            "left_at",
            _moment,
            aliases=("离企时间",),
            example="2026-03-10 10:40",
            widens="没有离开时间",
        ),
    ),
    remarks=(
        "每行一次扫码。按企业、人员和时间与本平台的入企登记自动对上；对不上的留存，可据以登记入企，不再扫码。",
        "企业、检查主体、执法证须先在平台登记。",
    ),
)


class ScanImporter:
    """Imports scans for the bureau, the command, or a subject's own clerk or head."""

    layout = LAYOUT
    judges_incomplete = False

    def __init__(self) -> None:
        self._subjects = Subjects()
        self._seen: set[tuple[ScanSystem, str]] = set()

    def access(self, actor: Actor) -> None:
        """Raise NotAllowed for an actor who may import no scans."""
        access_registry(actor, Role.CLERK, Role.HEAD, *BUREAU)

    def check(self, rows: Sequence[Row], *, actor: Actor, now: datetime) -> list[list[Problem]]:
        """Return for each row what is wrong with it: names that nobody knows, times that do not fit, numbers taken."""
        enterprises = dict(
            Enterprise.objects.filter(
                credit_code__in={row.values["credit_code"] for row in rows}
            ).values_list("credit_code", "pk")
        )
        cards: dict[str, list[Certificate]] = {}
        numbers = {row.values["certificate"] for row in rows}
        for card in Certificate.objects.filter(number__in=numbers).order_by("valid_to", "id"):
            cards.setdefault(card.number, []).append(card)
        told = [self._resolve(row, enterprises, cards, actor, now) for row in rows]
        taken = known_numbers(
            [row.values["given"] for row, wrong in zip(rows, told, strict=True) if not wrong]
        )
        return [wrong or self._repeated(row, taken) for row, wrong in zip(rows, told, strict=True)]

    def write(self, rows: Sequence[Row], *, actor: Actor, now: datetime, run: ImportRun | None) -> None:
        """Import rows that passed ``check``."""
        import_scans(scans=[row.values["given"] for row in rows], actor=actor, now=now)

    def _resolve(
        self,
        row: Row,
        enterprises: dict[str, int],
        cards: dict[str, list[Certificate]],
        actor: Actor,
        now: datetime,
    ) -> list[Problem]:
        """Put into the row what it names; return what it names and is not there."""
        given, problems = row.values, []
        subject, wrong = self._subjects.judge(given["subject"], column="检查主体", actor=actor)
        problems += [wrong] if wrong else []
        if given["credit_code"] not in enterprises:
            problems.append(problem(LAYOUT, row, "credit_code", "没有登记的企业", "先导入企业和经营场所"))
        held = cards.get(given["certificate"], [])
        on = given["scanned_at"].date()
        card = next((each for each in held if each.is_in_force(on)), held[-1] if held else None)
        if card is None:
            problems.append(
                problem(LAYOUT, row, "certificate", "没有这本执法证", "核对证号，或先导入执法人员")
            )
        if given["scanned_at"] > now:
            problems.append(problem(LAYOUT, row, "scanned_at", "晚于现在", "核对时间"))
        if given.get("left_at") and given["left_at"] < given["scanned_at"]:
            problems.append(problem(LAYOUT, row, "left_at", "早于扫码时间", "核对时间"))
        if not problems and subject is not None and card is not None:
            given["given"] = ScanRecord(
                system=given.get("system") or ScanSystem.PROVINCE,
                number=given["number"],
                enterprise_id=enterprises[given["credit_code"]],
                subject_id=subject.pk,
                officer_id=card.officer_id,
                scanned_at=given["scanned_at"],
                left_at=given.get("left_at"),
            )
        return problems

    def _repeated(self, row: Row, taken: set[tuple[ScanSystem, str]]) -> list[Problem]:
        """Return that the record is there already or stood on an earlier row; of one platform a number comes once."""
        record: ScanRecord = row.values["given"]
        key = (record.system, record.number)
        if key in taken:
            return [problem(LAYOUT, row, "number", "已经导入", "删除本行")]
        if key in self._seen:
            return [problem(LAYOUT, row, "number", "在表中重复", "删除重复的行")]
        self._seen.add(key)
        return []
