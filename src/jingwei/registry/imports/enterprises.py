"""Lists of enterprises, each with its first site where the sheet has an address."""

from collections.abc import Sequence
from datetime import date, datetime

from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.models import ImportRun
from jingwei.platform.spreadsheets import cells
from jingwei.platform.spreadsheets.layout import Cell, CellError, Column, Layout, Problem, Row
from jingwei.registry.imports.lookups import Regions
from jingwei.registry.imports.saying import problem, refusals
from jingwei.registry.imports.sites import LATITUDE, LONGITUDE, judge_position, write_sites
from jingwei.registry.industries import industry_facts, with_letter
from jingwei.registry.models import Enterprise, Site
from jingwei.registry.operations.access import BUREAU, access_registry
from jingwei.registry.rules import credit_code
from jingwei.registry.sort_keys import sort_key
from jingwei.registry.terms import CreditClass, EnterpriseKind

FIRST_SITE = "经营场所"


def _industry(cell: Cell, today: date, /) -> str:
    """Read a code of an industry; where the letter of the section was left out it is put in front.

    Of one or three bare digits nobody can tell whether a spreadsheet has taken a zero away: 111 may be a group of
    mining, or the growing of rice, 0111. Two digits are a division, four a class.
    """
    code: str = cells.code(longest=5)(cell, today)
    if code.isdecimal() and len(code) in {1, 3}:
        raise CellError(
            f"只有 {len(code)} 位数字，可能丢了开头的 0",
            f"补上 0 写成 0{code}，或在前面写明门类字母，如 A0{code}",
        )
    return with_letter(code)


LAYOUT = Layout(
    kind="enterprises",
    title="企业",
    unneeded=(
        "登记机关",
        "成立日期",
        "行业门类",
        "经营状态",
        "登记状态",
        "法定代表人",
        "注册资本",
        "经营范围",
        "联系电话",
        "核准日期",
        "分类月份",
        "本年入企",
    ),
    remarks=(
        "每行一家企业。填了地址的同时登记第一个经营场所并发放企业码；其余场所用“经营场所”模板导入。",
        "已经登记的企业不再导入，退回时注明。",
    ),
    columns=(
        Column(
            "统一社会信用代码",
            "credit_code",
            cells.code(longest=30),
            is_required=True,
            is_unique=True,
            aliases=("信用代码", "社会信用代码", "统一代码"),
            note="18 位，按文本填写，逐位核验校验码",
            example="91320312DEM000014U",
        ),
        Column(
            "名称",
            "name",
            cells.text(longest=120),
            is_required=True,
            aliases=("企业名称", "单位名称", "市场主体名称"),
            example="徐州星禾示例机械有限公司",
        ),
        Column(
            "类型",
            "kind",
            cells.choice(
                EnterpriseKind,
                {
                    "有限责任公司": EnterpriseKind.COMPANY,
                    "股份有限公司": EnterpriseKind.COMPANY,
                    "有限公司": EnterpriseKind.COMPANY,
                    "企业": EnterpriseKind.COMPANY,
                    "独资企业": EnterpriseKind.SOLE_PROPRIETORSHIP,
                    "合伙": EnterpriseKind.PARTNERSHIP,
                    "个体户": EnterpriseKind.INDIVIDUAL_BUSINESS,
                    "个体": EnterpriseKind.INDIVIDUAL_BUSINESS,
                    "合作社": EnterpriseKind.COOPERATIVE,
                },
            ),
            is_required=True,
            aliases=("企业类型", "主体类型", "市场主体类型"),
            choices=cells.labels(EnterpriseKind),
            example=EnterpriseKind.COMPANY.label,
        ),
        Column(
            "行业代码",
            "industry",
            _industry,
            aliases=("行业", "行业类别代码", "国民经济行业代码"),
            note="GB/T 4754 的门类字母加大类、中类或小类数字，如 C14、C1411",
            example="C34",
        ),
        Column(
            "区划",
            "region",
            cells.text(longest=40),
            is_required=True,
            aliases=("所属区划", "行政区划", "所在区划", "所属镇街", "镇街", "属地"),
            note="区划代码，或本区镇、街道的全称",
            example="320312",
        ),
        Column(
            "信用风险分类",
            "credit_class",
            cells.choice(
                CreditClass,
                {letter.value: letter for letter in CreditClass}
                | {f"{letter.value}类": letter for letter in CreditClass}
                | {letter.label.replace(" ", ""): letter for letter in CreditClass},
            ),
            aliases=("企业信用等级", "企业信用风险分类", "分类", "信用分类", "风险分类", "信用等级"),
            note="不填为未分类；未分类不等于低风险",
            choices=cells.labels(CreditClass),
            example=CreditClass.B.label,
            widens="企业登记为未分类",
        ),
        Column("场所名称", "site", cells.text(longest=80), aliases=("场所",), example="厂区"),
        Column(
            "地址",
            "address",
            cells.text(longest=160),
            aliases=("经营地址", "住所", "生产经营地址", "注册地址"),
            note="填了地址即登记第一个场所",
            example="徐州市铜山区示例路1号",
            widens="不登记经营场所，也不发放企业码",
        ),
        LONGITUDE,
        LATITUDE,
    ),
)


class EnterpriseImporter:
    """Imports enterprises for the bureau and the command."""

    layout = LAYOUT
    judges_incomplete = False

    def __init__(self) -> None:
        self._regions = Regions()

    def access(self, actor: Actor) -> None:
        """Raise NotAllowed for anybody but the bureau and the system."""
        access_registry(actor, *BUREAU)

    def check(self, rows: Sequence[Row], *, actor: Actor, now: datetime) -> list[list[Problem]]:
        """Judge code (R-FMT-01), industry (R-FMT-04), region and position, and who is registered already."""
        on = local_date(now)
        codes = [row.values["credit_code"] for row in rows]
        registered = dict(Enterprise.objects.filter(credit_code__in=codes).values_list("credit_code", "name"))
        return [self._judge(row, registered, on) for row in rows]

    def write(self, rows: Sequence[Row], *, actor: Actor, now: datetime, run: ImportRun | None) -> None:
        """Write the enterprises, then the sites of those with an address, each with its code."""
        enterprises = Enterprise.objects.bulk_create(self._enterprise(row) for row in rows)
        write_sites(
            [
                Site(
                    enterprise=enterprise,
                    name=row.values["site"] or FIRST_SITE,
                    address=row.values["address"],
                    region=enterprise.region,
                    latitude=row.values["latitude"],
                    longitude=row.values["longitude"],
                )
                for enterprise, row in zip(enterprises, rows, strict=True)
                if row.values["address"]
            ],
            now=now,
        )

    def _judge(self, row: Row, registered: dict[str, str], on: date) -> list[Problem]:
        values = row.values
        code, industry = values["credit_code"], values["industry"]
        facts: dict[str, object] = {
            "credit_code": credit_code.Facts(code, self._regions.find(code[2:8]) is not None)
        }
        if industry:
            facts["industry"] = industry_facts(industry)
        problems = [*refusals(LAYOUT, row, facts, on=on), *judge_position(LAYOUT, row)]
        if name := registered.get(code):
            problems.append(
                problem(LAYOUT, row, "credit_code", f"已经登记为“{name}”", "删除本行，或核对代码")
            )
        _, unknown = self._regions.judge(values["region"], column="区划")
        problems += [unknown] if unknown else []
        if not values["address"] and (values["site"] or values["latitude"] is not None):
            problems.append(problem(LAYOUT, row, "address", "没有填写，场所无从登记", "补填地址"))
        return problems

    def _enterprise(self, row: Row) -> Enterprise:
        values = row.values
        return Enterprise(
            credit_code=values["credit_code"],
            name=values["name"],
            kind=values["kind"],
            credit_class=values["credit_class"] or CreditClass.UNKNOWN,
            industry=values["industry"] or "",
            region=self._regions.find(values["region"]),
            sort_key=sort_key(values["name"]),
        )
