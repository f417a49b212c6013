"""Lists of subjects: they come in as drafts, and the declaration goes on from there (R-SUB-05)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q

from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.models import ImportRun
from jingwei.platform.spreadsheets import cells
from jingwei.platform.spreadsheets.layout import Cell, Column, Layout, Problem, Row
from jingwei.registry.facts import is_in_town
from jingwei.registry.imports.lookups import Regions, Subjects
from jingwei.registry.imports.saying import problem, refusals
from jingwei.registry.models import Region, Subject
from jingwei.registry.operations.access import BUREAU, access_registry
from jingwei.registry.rules import credit_code, subject_number
from jingwei.registry.rules.announced_subject import LAWFUL
from jingwei.registry.sort_keys import sort_key
from jingwei.registry.terms import PartyKind, SubjectStatus


def _regions(cell: Cell, today: date, /) -> list[str]:
    """Read codes or names of regions set apart by 、 or another sign."""
    return list(dict.fromkeys(cells.split(cells.shown(cell))))


LAYOUT = Layout(
    kind="subjects",
    title="检查主体",
    unneeded=(
        "状态",
        "公告日期",
        "撤销日期",
    ),
    remarks=(
        "每行一个单位。导入后为草拟，须经申报、审核、确认、公告，公告之日起方可实施检查。",
        "受委托组织写明委托机关；委托机关也在本表的，写在受委托组织之前。",
    ),
    columns=(
        Column(
            "编号",
            "code",
            cells.code(longest=20),
            is_required=True,
            is_unique=True,
            aliases=("主体编号", "检查主体编号", "执法主体编号"),
            note="内部编号，TS-ZT- 加四位数字",
            example="TS-ZT-0001",
        ),
        Column(
            "名称",
            "name",
            cells.text(longest=80),
            is_required=True,
            is_unique=True,
            aliases=("主体名称", "单位名称", "单位全称", "单位"),
            example="徐州市铜山区应急管理局",
        ),
        Column(
            "简称",
            "short_name",
            cells.text(longest=20),
            aliases=("单位简称",),
            note="不超过 20 个字；不填的用名称，名称更长的须填",
            example="区应急局",
        ),
        Column(
            "机关代字",
            "document_series",
            cells.text(longest=20),
            is_required=True,
            aliases=("发文代字", "代字"),
            note="发文字号开头的字",
            example="铜应急",
        ),
        Column(
            "类别",
            "kind",
            cells.choice(
                PartyKind,
                {
                    "机关": PartyKind.ORGAN,
                    "授权组织": PartyKind.AUTHORISED,
                    "法定授权组织": PartyKind.AUTHORISED,
                    "委托组织": PartyKind.ENTRUSTED,
                },
            ),
            is_required=True,
            aliases=("主体类别", "主体性质", "主体类型"),
            choices=cells.labels(kind for kind in PartyKind if kind in LAWFUL),
            example=PartyKind.ORGAN.label,
        ),
        Column(
            "条线",
            "line",
            cells.text(longest=20),
            is_required=True,
            aliases=("系统", "所属条线"),
            note="同一条线的单位可合用频次上限",
            example="应急管理",
        ),
        Column(
            "统一社会信用代码",
            "credit_code",
            cells.code(longest=30),
            aliases=("信用代码", "社会信用代码"),
            note="镇、街道的机构没有自己代码的，填所在镇、街道的代码",
            example="11320312DEM00011XQ",
        ),
        Column(
            "所在区划",
            "region",
            cells.text(longest=40),
            aliases=("所属区划", "行政区划"),
            note="不填为本区；镇、街道填其区划代码或全称",
            example="320312",
            widens="单位都在本区",
        ),
        Column(
            "管辖区划",
            "jurisdiction",
            _regions,
            aliases=("管辖区域", "管辖范围", "执法区域"),
            note="区划代码或全称，几个的用顿号隔开；不填的，同所在区划",
            example="320312",
            widens="管辖区划同所在区划",
        ),
        Column(
            "委托机关",
            "principal",
            cells.text(longest=80),
            aliases=("委托单位",),
            note="受委托组织必填，其他的不填",
        ),
        Column(
            "职权依据",
            "legal_basis",
            cells.text(longest=300),
            aliases=("法定依据", "执法依据", "主体依据"),
            example="《中华人民共和国安全生产法》第十条",
            widens="没有职权依据",
        ),
        Column(
            "电话",
            "phone",
            cells.text(longest=30),
            aliases=("监督投诉电话", "监督电话", "投诉电话", "联系电话"),
            example="0516-12345678",
        ),
    ),
)


class SubjectImporter:
    """Imports subjects for the bureau and the command."""

    layout = LAYOUT
    judges_incomplete = False

    def __init__(self) -> None:
        self._regions = Regions()
        self._subjects = Subjects()
        self._passed: dict[str, PartyKind] = {}  # names of rows that go in, across chunks
        self._sharers: dict[str, list[str]] = defaultdict(list)  # credit code → names of rows that go in

    def access(self, actor: Actor) -> None:
        """Raise NotAllowed for anybody but the bureau and the system."""
        access_registry(actor, *BUREAU)

    def check(self, rows: Sequence[Row], *, actor: Actor, now: datetime) -> list[list[Problem]]:
        """Judge kind, code and number (R-FMT-01, -05), regions and principal, and who is registered already."""
        on = local_date(now)
        values = [row.values for row in rows]
        standing = Subject.objects.filter(
            Q(code__in=[each["code"] for each in values])
            | Q(name__in=[each["name"] for each in values])
            | Q(credit_code__in=[each["credit_code"] for each in values if each["credit_code"]])
        ).values_list("code", "name", "credit_code")
        taken = {text: name for code, name, _ in standing for text in (code, name)}
        sharers: dict[str, list[str]] = defaultdict(list)
        for _, name, credit in standing:
            sharers[credit].append(name)
        found = []
        for row in rows:
            problems = list(self._judge(row, taken, sharers, on))
            if not problems:
                self._passed[row.values["name"]] = row.values["kind"]
                self._sharers[row.values["credit_code"]].append(row.values["name"])
            found.append(problems)
        return found

    def write(self, rows: Sequence[Row], *, actor: Actor, now: datetime, run: ImportRun | None) -> None:
        """Write the subjects, those first to whom others are entrusted."""
        first = [row for row in rows if row.values["kind"] is not PartyKind.ENTRUSTED]
        Subject.objects.bulk_create(self._subject(row, None) for row in first)
        entrusted = [row for row in rows if row.values["kind"] is PartyKind.ENTRUSTED]
        if entrusted:
            principals = Subjects()
            Subject.objects.bulk_create(
                self._subject(row, principals.find(row.values["principal"])) for row in entrusted
            )

    def _judge(
        self, row: Row, taken: dict[str, str], sharers: dict[str, list[str]], on: date
    ) -> Iterator[Problem]:
        values = row.values
        kind, credit = values["kind"], values["credit_code"]
        for name in ("code", "name"):
            if holder := taken.get(values[name]):
                yield problem(LAYOUT, row, name, f"已经登记（{holder}）", "删除本行，或核对编号和名称")
        if kind not in LAWFUL:
            yield problem(LAYOUT, row, "kind", "不得作为检查主体", "由已公告的行政执法主体实施检查")
        if not values["short_name"] and len(values["name"]) > 20:
            yield problem(LAYOUT, row, "short_name", "没有填写，名称超过 20 个字", "补填不超过 20 个字的简称")
        home, unknown = self._home(row)
        yield from [unknown] if unknown else []
        for each in values["jurisdiction"] or ():
            _, unknown = self._regions.judge(each, column="管辖区划")
            yield from [unknown] if unknown else []
        yield from self._judge_principal(row)
        facts: dict[str, object] = {
            "code": subject_number.Facts(
                number=values["code"],
                credit_code=credit or "",
                sharers=tuple([*sharers[credit], *self._sharers[credit]]) if credit else (),
                is_in_town=home is not None and is_in_town(home),
            )
        }
        if credit:
            facts["credit_code"] = credit_code.Facts(credit, self._regions.find(credit[2:8]) is not None)
        yield from refusals(LAYOUT, row, facts, on=on)

    def _judge_principal(self, row: Row) -> Iterator[Problem]:
        kind, principal = row.values["kind"], row.values["principal"]
        if kind is not PartyKind.ENTRUSTED:
            if principal:
                yield problem(LAYOUT, row, "principal", "只有受委托组织才有委托机关", "删去，或核对类别")
            return
        if not principal:
            yield problem(LAYOUT, row, "principal", "没有填写", "受委托组织须写明委托机关")
            return
        standing = self._subjects.find(principal)
        found = PartyKind(standing.kind) if standing else self._passed.get(principal)
        if found is None:
            yield problem(
                LAYOUT, row, "principal", "没有登记，也不在本表前面的行中", "写委托机关的全称，并把它写在前面"
            )
        elif found is PartyKind.ENTRUSTED:
            yield problem(LAYOUT, row, "principal", "自身是受委托组织，不得再委托", "写明最初的委托机关")

    def _home(self, row: Row) -> tuple[Region | None, Problem | None]:
        return self._regions.judge(row.values["region"] or settings.DISTRICT, column="所在区划")

    def _subject(self, row: Row, principal: Subject | None) -> Subject:
        values = row.values
        home, _ = self._home(row)
        assert home is not None
        found = [self._regions.find(each) for each in values["jurisdiction"] or ()]
        return Subject(
            code=values["code"],
            name=values["name"],
            short_name=values["short_name"] or values["name"],
            document_series=values["document_series"],
            kind=values["kind"],
            line=values["line"],
            region=home,
            jurisdiction=[region.code for region in found if region] or [home.code],
            principal=principal,
            status=SubjectStatus.DRAFT,
            credit_code=values["credit_code"] or "",
            legal_basis=values["legal_basis"] or "",
            phone=values["phone"] or "",
            sort_key=sort_key(values["name"]),
        )
