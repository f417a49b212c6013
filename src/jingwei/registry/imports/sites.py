"""Lists of places of business; each gets a code for its gate."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from jingwei.platform.actors import Actor
from jingwei.platform.models import ImportRun
from jingwei.platform.spreadsheets import cells
from jingwei.platform.spreadsheets.layout import Column, Layout, Problem, Row
from jingwei.registry import codes
from jingwei.registry.imports.lookups import Regions
from jingwei.registry.imports.saying import problem
from jingwei.registry.models import Enterprise, Site, SiteCode
from jingwei.registry.operations.access import BUREAU, access_registry

# The country's extent in degrees: latitude and longitude in each other's column do not pass.
LONGITUDE = Column(
    "经度",
    "longitude",
    cells.decimal(least=73, most=136),
    aliases=("东经", "坐标经度", "lng"),
    note="WGS-84，单位为度，小数",
    example="117.17",
)
LATITUDE = Column(
    "纬度",
    "latitude",
    cells.decimal(least=3, most=54),
    aliases=("北纬", "坐标纬度", "lat"),
    note="WGS-84，单位为度，小数；与经度同时填写",
    example="34.18",
)
LAYOUT = Layout(
    kind="sites",
    title="经营场所",
    remarks=("每行一个场所。企业须先登记；每个场所发放一个企业码。",),
    columns=(
        Column(
            "统一社会信用代码",
            "credit_code",
            cells.code(longest=18),
            is_required=True,
            aliases=("信用代码", "社会信用代码", "统一代码"),
            note="所属企业的代码",
            example="91320312DEM000014U",
        ),
        Column(
            "场所",
            "site",
            cells.text(longest=80),
            is_required=True,
            aliases=("场所名称", "经营场所", "名称"),
            note="同一企业的场所不得重名",
            example="二厂区",
        ),
        Column(
            "地址",
            "address",
            cells.text(longest=160),
            is_required=True,
            aliases=("场所地址", "经营地址", "详细地址"),
            example="徐州市铜山区示例路2号",
        ),
        Column(
            "区划",
            "region",
            cells.text(longest=40),
            aliases=("所属区划", "行政区划", "所在区划", "所属镇街", "镇街", "属地"),
            note="不填的，同企业的区划",
            example="320312",
            widens="场所的区划同企业",
        ),
        LONGITUDE,
        LATITUDE,
    ),
)


class SiteImporter:
    """Imports places of business for the bureau and the command."""

    layout = LAYOUT
    judges_incomplete = False

    def __init__(self) -> None:
        self._regions = Regions()
        self._seen: dict[tuple[str, str], int] = {}  # enterprise and site → line, across chunks
        self._enterprises: dict[str, Enterprise] = {}  # of the chunk, from check to write

    def access(self, actor: Actor) -> None:
        """Raise NotAllowed for anybody but the bureau and the system."""
        access_registry(actor, *BUREAU)

    def check(self, rows: Sequence[Row], *, actor: Actor, now: datetime) -> list[list[Problem]]:
        """Judge enterprise, region and position, and whether the enterprise has a site of that name."""
        wanted = {row.values["credit_code"] for row in rows}
        found = Enterprise.objects.select_related("region").filter(credit_code__in=wanted)
        self._enterprises = {each.credit_code: each for each in found}
        standing = set(
            Site.objects.filter(enterprise__credit_code__in=wanted).values_list(
                "enterprise__credit_code", "name"
            )
        )
        return [list(self._judge(row, standing)) for row in rows]

    def write(self, rows: Sequence[Row], *, actor: Actor, now: datetime, run: ImportRun | None) -> None:
        """Write the sites, each with its code."""
        write_sites([self._site(row) for row in rows], now=now)

    def _judge(self, row: Row, standing: set[tuple[str, str]]) -> Iterator[Problem]:
        values = row.values
        key = (values["credit_code"], values["site"])
        if values["credit_code"] not in self._enterprises:
            yield problem(LAYOUT, row, "credit_code", "没有登记的企业", "先导入企业")
        if key in standing:
            yield problem(LAYOUT, row, "site", "已是该企业登记的场所", "删除本行，或换一个场所名称")
        elif self._seen.setdefault(key, row.line) != row.line:
            yield problem(LAYOUT, row, "site", f"与第 {self._seen[key]} 行重复", "只保留一行")
        if values["region"]:
            _, unknown = self._regions.judge(values["region"], column="区划")
            yield from [unknown] if unknown else []
        yield from judge_position(LAYOUT, row)

    def _site(self, row: Row) -> Site:
        values = row.values
        enterprise = self._enterprises[values["credit_code"]]
        return Site(
            enterprise=enterprise,
            name=values["site"],
            address=values["address"],
            region=(values["region"] and self._regions.find(values["region"])) or enterprise.region,
            latitude=values["latitude"],
            longitude=values["longitude"],
        )


def judge_position(layout: Layout, row: Row) -> Iterator[Problem]:
    """Say so where half a position is given: it is both or neither."""
    given = [name for name in ("longitude", "latitude") if row.values[name] is not None]
    if len(given) == 1:
        yield problem(layout, row, given[0], "缺另一半坐标", "经度和纬度都填，或都不填")


def write_sites(sites: Sequence[Site], *, now: datetime) -> None:
    """Write sites in bulk and give each a code."""
    SiteCode.objects.bulk_create(
        SiteCode(site=site, token=codes.new_token(), issued_at=now)
        for site in Site.objects.bulk_create(sites)
    )
