"""Spreadsheets of inspections that departments did in systems of their own (B15)."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from jingwei.inspections.import_judgement import EARLIEST, ImportedInspection, judge_imports
from jingwei.inspections.operations import import_inspections
from jingwei.inspections.terms import Mode, Outcome
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.actors import Actor
from jingwei.platform.models import ImportRun
from jingwei.platform.spreadsheets import cells
from jingwei.platform.spreadsheets.layout import Cell, CellError, Column, Layout, Problem, Row
from jingwei.registry.imports.lookups import Subjects
from jingwei.registry.imports.saying import problem, refusal
from jingwei.registry.models import Certificate, Item, Site
from jingwei.registry.operations.access import BUREAU, access_registry
from jingwei.registry.terms import Role

_BRACKETS = str.maketrans("[【［(（]】］)）", "〔〔〔〔〔〕〕〕〕〕")


def _document_number(cell: Cell, today: date, /) -> str:
    """Read a document number: no blanks, six-corner brackets around the year, whatever was typed."""
    text = re.sub(r"\s+", "", cells.clean(cells.shown(cell)))
    text = re.sub(r"[\[【［(（〔](\d{4})[\]】］)）〕]", lambda found: found[0].translate(_BRACKETS), text)
    if len(text) > 40:
        raise CellError(f"有 {len(text)} 个字，最多 40 个", "核对文号")
    return text


def _codes(cell: Cell, today: date, /) -> list[str]:
    """Read codes set apart by 、 or another sign, each once."""
    read = cells.code(longest=30)
    return list(dict.fromkeys(read(part, today) for part in cells.split(cells.shown(cell))))


LAYOUT = Layout(
    kind="inspections",
    title="行政检查",
    columns=(
        Column(
            "文号",
            "number",
            _document_number,
            is_required=True,
            is_unique=True,
            aliases=("检查文号", "检查编号", "任务编号", "检查任务编号"),
            note="原系统的文号或编号，全区不得重复",
            example="铜应急检〔2025〕18号",
        ),
        Column(
            "检查主体",
            "subject",
            cells.text(longest=80),
            is_required=True,
            aliases=("主体", "单位", "检查单位", "实施单位", "执法主体"),
            note="全称、简称或主体编号",
            example="铜山区应急管理局",
        ),
        Column(
            "统一社会信用代码",
            "credit_code",
            cells.code(longest=18),
            is_required=True,
            aliases=("信用代码", "社会信用代码", "企业统一社会信用代码"),
            note="被检查企业的代码，企业须先登记",
            example="91320312DEM000014U",
        ),
        Column(
            "场所",
            "site",
            cells.text(longest=80),
            aliases=("经营场所", "场所名称", "检查场所"),
            note="企业只有一个场所的可不填",
            example="厂区",
        ),
        Column(
            "事项编码",
            "items",
            _codes,
            is_required=True,
            aliases=("检查事项编码", "检查事项", "事项代码"),
            note="几个事项用顿号隔开",
            example="TS-YJ-001、TS-YJ-002",
        ),
        Column(
            "检查类别",
            "kind",
            cells.choice(
                InspectionKind,
                {
                    "日常": InspectionKind.ROUTINE,
                    "个案": InspectionKind.CASE_BASED,
                    "专项": InspectionKind.SPECIAL,
                },
            ),
            is_required=True,
            aliases=("类别", "检查类型"),
            note="个案检查须填证据编号，专项检查须填计划或部署文号",
            example=InspectionKind.ROUTINE.label,
            choices=cells.labels(InspectionKind),
        ),
        Column(
            "检查方式",
            "mode",
            cells.choice(Mode, {"现场": Mode.ON_SITE, "非现场": Mode.OFF_SITE, "书面": Mode.WRITTEN}),
            aliases=(
                "检查形式",
                "方式",
            ),
            note="不填按现场检查",
            example=Mode.ON_SITE.label,
            choices=cells.labels(Mode),
            widens="各件都算作现场检查",
        ),
        Column(
            "实施日期",
            "performed_on",
            cells.day(earliest=EARLIEST),
            is_required=True,
            aliases=("检查日期", "检查时间", "实施时间"),
            note="进入企业检查的当天",
            example="2025-06-03",
        ),
        Column(
            "检查人员1证号",
            "certificate_1",
            cells.code(longest=20),
            is_required=True,
            aliases=("检查人员一证号", "执法人员1证号", "证号1"),
            note="检查当日有效的执法证号",
            example="10320312001",
        ),
        Column(
            "检查人员2证号",
            "certificate_2",
            cells.code(longest=20),
            aliases=("检查人员二证号", "执法人员2证号", "证号2"),
            note="检查人员不得少于两名",
            example="10320312002",
        ),
        Column(
            "检查结果",
            "outcome",
            cells.choice(
                Outcome,
                {
                    "合格": Outcome.NO_PROBLEM,
                    "无问题": Outcome.NO_PROBLEM,
                    "当场整改": Outcome.CORRECTED_ON_SPOT,
                    "限期整改": Outcome.CORRECTION_ORDERED,
                    "责令改正": Outcome.CORRECTION_ORDERED,
                },
            ),
            aliases=("结果",),
            example=Outcome.NO_PROBLEM.label,
            choices=cells.labels(Outcome),
            widens="没有检查结果",
        ),
        Column(
            "不计上限情形",
            "exempt",
            cells.choice(ExemptReason),
            aliases=("不计上限的情形", "豁免情形"),
            note="有法定情形、不计入频次上限的才填，并填证据编号",
            choices=cells.labels(ExemptReason),
            widens="各件都计入频次上限",
        ),
        Column(
            "证据编号",
            "evidence",
            cells.text(longest=80),
            aliases=("证据或线索编号", "线索编号"),
            note="投诉工单号、转办文号等",
        ),
        Column(
            "计划或部署文号",
            "plan",
            cells.text(longest=80),
            aliases=("计划文号", "部署文号"),
            note="专项检查必填",
        ),
        Column(
            "是否转立案",
            "ended_in_case",
            cells.yes_no,
            aliases=("转立案", "是否立案"),
            note="转立案的不计为行政检查次数，须填案号",
            example="否",
            choices=("是", "否"),
            widens="各件都不算转立案",
        ),
        Column("案号", "case_number", cells.text(longest=60), aliases=("立案号", "立案文号")),
        Column(
            "来源系统",
            "source_system",
            cells.text(longest=60),
            aliases=("来源",),
            note="原业务系统的名称",
            example="省安全生产执法系统",
        ),
    ),
    remarks=(
        "每行一件已经实施完毕的行政检查。导入的检查注明来源，计入可报统计，不算扫码入企，不占用频次上限。",
        "检查主体、企业、事项、执法证须先在平台登记，并按检查当日的规定核对。",
    ),
)

_CARDS = ("certificate_1", "certificate_2")
# Which column a rule speaks of; the rest speaks of the row as a whole.
_COLUMN_OF_RULE = {
    "R-SUB-01": "subject",
    "R-SUB-02a": "subject",
    "R-SUB-03": "subject",
    "R-SUB-07": "items",
    "R-PRO-09a": "credit_code",
    "R-PUB-02": "items",
    "R-PUB-03": "items",
    "R-PUB-05a": "items",
    "R-SUB-10": "kind",
    "R-FRQ-03": "evidence",
    "R-OFF-01": "certificate_2",
}


class InspectionImporter:
    """Imports inspections for the bureau, the command, or a subject's own clerk or head."""

    layout = LAYOUT
    judges_incomplete = False

    def __init__(self) -> None:
        self._subjects = Subjects()

    def access(self, actor: Actor) -> None:
        """Raise NotAllowed for an actor who may import no inspections."""
        access_registry(actor, Role.CLERK, Role.HEAD, *BUREAU)

    def check(self, rows: Sequence[Row], *, actor: Actor, now: datetime) -> list[list[Problem]]:
        """Return for each row what is wrong with it: names that nobody knows, then what the rules of its day say."""
        names = _Names(rows)
        told = [self._resolve(row, names, actor) for row in rows]
        sound = [row for row, problems in zip(rows, told, strict=True) if not problems]
        judged = judge_imports([row.values["given"] for row in sound], actor=actor, now=now)
        found = {
            row.line: [
                *(problem(LAYOUT, row, each.field, each.message, each.remedy) for each in result.mistakes),
                *(
                    refusal(LAYOUT, row, _COLUMN_OF_RULE.get(finding.rule.code, ""), finding)
                    for finding in (result.judgement.refusals if result.judgement else ())
                ),
            ]
            for row, result in zip(sound, judged, strict=True)
        }
        return [problems or found[row.line] for row, problems in zip(rows, told, strict=True)]

    def write(self, rows: Sequence[Row], *, actor: Actor, now: datetime, run: ImportRun | None) -> None:
        """Import rows that passed ``check``; the operation judges them again under its own locks."""
        import_inspections(inspections=[row.values["given"] for row in rows], actor=actor, now=now)

    def _resolve(self, row: Row, names: "_Names", actor: Actor) -> list[Problem]:
        """Put into the row what it names; return what it names and is not there."""
        given, problems = row.values, []
        subject, wrong = self._subjects.judge(given["subject"], column="检查主体", actor=actor)
        problems += [wrong] if wrong else []
        site_id, wrong = names.site(row)
        problems += [wrong] if wrong else []
        if unknown := [code for code in given["items"] if code not in names.items]:
            problems.append(
                problem(
                    LAYOUT, row, "items", f"中 {'、'.join(unknown)} 不在事项库", "核对编码，或先登记检查事项"
                )
            )
        cards = {name: names.card(given[name], given["performed_on"]) for name in _CARDS if given.get(name)}
        problems += [
            problem(LAYOUT, row, name, "没有这本执法证", "核对证号，或先导入执法人员")
            for name, card in cards.items()
            if card is None
        ]
        if not problems and subject is not None and site_id is not None:
            given["given"] = ImportedInspection(
                number=given["number"],
                subject_id=subject.pk,
                site_id=site_id,
                kind=given["kind"],
                performed_on=given["performed_on"],
                item_ids=[names.items[code] for code in given["items"]],
                certificate_ids=[card.pk for card in cards.values() if card is not None],
                mode=given.get("mode") or Mode.ON_SITE,
                outcome=given.get("outcome"),
                exempt=given.get("exempt"),
                evidence=given.get("evidence") or "",
                plan=given.get("plan") or "",
                ended_in_case=given.get("ended_in_case") or False,
                case_number=given.get("case_number") or "",
                source_system=given.get("source_system") or "",
            )
        return problems


class _Names:
    """What the rows of a chunk name: sites by enterprise, items by code, cards by number."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._sites: dict[str, dict[str, int]] = {}
        codes = _all(rows, "credit_code")
        for credit_code, name, pk in Site.objects.filter(enterprise__credit_code__in=codes).values_list(
            "enterprise__credit_code", "name", "pk"
        ):
            self._sites.setdefault(credit_code, {})[name] = pk
        wanted = {code for row in rows for code in row.values["items"]}
        self.items = dict(Item.objects.filter(code__in=wanted).values_list("code", "pk"))
        self._cards: dict[str, list[Certificate]] = {}
        numbers = {number for name in _CARDS for number in _all(rows, name)}
        for card in Certificate.objects.filter(number__in=numbers).order_by("valid_to", "id"):
            self._cards.setdefault(card.number, []).append(card)

    def site(self, row: Row) -> tuple[int | None, Problem | None]:
        """Return the site of a row, which need not be named where the enterprise has one, or what is wrong."""
        sites, name = self._sites.get(row.values["credit_code"], {}), row.values.get("site")
        if not sites:
            return None, problem(LAYOUT, row, "credit_code", "没有登记的企业或场所", "先导入企业和经营场所")
        if name in sites:
            return sites[name], None
        known = "、".join(sorted(sites))
        if name:
            return None, problem(
                LAYOUT, row, "site", f"不是该企业的场所（有：{known}）", "改为其中一个，或先导入场所"
            )
        if len(sites) > 1:
            return None, problem(
                LAYOUT, row, "site", f"没有填写，该企业有几个场所（{known}）", "写明是哪一个"
            )
        return next(iter(sites.values())), None

    def card(self, number: str, on: date) -> Certificate | None:
        """Return the card of a number: of several that bore it the one in force on the day, else the last."""
        cards = self._cards.get(number, [])
        return next((card for card in cards if card.is_in_force(on)), cards[-1] if cards else None)


def _all(rows: Iterable[Row], name: str) -> set[Any]:
    return {row.values[name] for row in rows if row.values.get(name)}
