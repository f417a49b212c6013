"""Rosters of officers: people, and the certificates that they hold."""

from collections.abc import Sequence
from datetime import date, datetime

from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.models import ImportRun
from jingwei.platform.sealing import digest, masked, seal
from jingwei.platform.spreadsheets.cells import choice, code, day, labels, several, text, yes_no
from jingwei.platform.spreadsheets.layout import Column, Layout, Problem, Row
from jingwei.registry.imports.lookups import Subjects
from jingwei.registry.members import Member
from jingwei.registry.models import Certificate, Officer
from jingwei.registry.operations.access import BUREAU, access_registry
from jingwei.registry.rules import resident_id
from jingwei.registry.sort_keys import sort_key
from jingwei.registry.terms import CertificateStatus, Field, Role, StaffKind
from jingwei.rulebook import Moment, ask

ID = "registry.officer.id"  # the place for which resident ids are sealed
LAYOUT = Layout(
    kind="officers",
    title="执法人员",
    remarks=(
        "每人一行。没有执法证的人员，证号、执法领域和有效期留空。",
        "证号、身份证号按文本填写；执法领域有几个的用顿号隔开。",
        "已在名册的人员、已有效的证号不再导入，退回时注明在哪个单位。",
    ),
    columns=(
        Column("姓名", "name", text(longest=40), is_required=True, aliases=("人员姓名",), example="张三"),
        Column(
            "身份证号",
            "resident_id",
            code(longest=30),
            is_required=True,
            aliases=("身份证号码", "公民身份号码", "身份证", "居民身份证号码"),
            note="18 位，按文本填写；入库后加密，页面只显示前后四位",
            example="11010519491231002X",
            is_unique=True,
            is_personal=True,
        ),
        Column(
            "单位",
            "subject",
            text(longest=80),
            is_required=True,
            aliases=("所属单位", "单位名称", "工作单位", "执法单位", "所属主体", "检查主体"),
            note="检查主体的全称、简称或主体编号",
            example="徐州市铜山区应急管理局",
        ),
        Column(
            "人员性质",
            "staff",
            choice(
                StaffKind,
                {"公务员": StaffKind.CIVIL_SERVANT, "参公": StaffKind.TREATED_AS_CIVIL_SERVANT}
                | {"事业": StaffKind.PUBLIC_INSTITUTION, "行政": StaffKind.CIVIL_SERVANT},
            ),
            is_required=True,
            aliases=("编制性质", "人员类别", "编制"),
            choices=labels(StaffKind),
            example="行政编制",
        ),
        Column("内设机构", "unit", text(longest=60), aliases=("科室", "部门", "所在科室")),
        Column("职务", "post", text(longest=60), aliases=("职务职级", "职级")),
        Column(
            "证号",
            "number",
            code(longest=20),
            aliases=("执法证号", "行政执法证号", "执法证件编号", "证件编号", "执法证编号"),
            note="省行政执法证一般为 11 位",
            example="10031200001",
            is_unique=True,
        ),
        Column(
            "执法领域",
            "fields",
            several(Field),
            aliases=("领域", "执法类别"),
            note="有证号的必填",
            choices=labels(Field),
            example="应急管理",
        ),
        Column(
            "有效期起",
            "valid_from",
            day(earliest=date(2000, 1, 1), years_ahead=1),
            aliases=("有效期自", "发证日期", "有效期开始", "有效期始"),
            note="有证号的必填",
            example="2023-01-01",
        ),
        Column(
            "有效期止",
            "valid_to",
            day(earliest=date(2000, 1, 1), years_ahead=20),
            aliases=("有效期至", "有效期截止", "有效期满", "到期日期"),
            note="有证号的必填；证件上写的最后一天",
            example="2027-12-31",
        ),
        Column(
            "法律职业资格",
            "has_legal_qualification",
            yes_no,
            aliases=("是否取得法律职业资格", "法律职业资格证"),
            choices=("是", "否"),
        ),
    ),
)


class OfficerImporter:
    """Imports rosters: each good row becomes an officer, and a certificate where the row has a number."""

    layout = LAYOUT
    judges_incomplete = True

    def __init__(self) -> None:
        self._subjects = Subjects()
        self._digests: dict[str, str] = {}  # resident id → digest, from check to write of one chunk

    def access(self, actor: Actor) -> None:
        """Let the clerk and the head of a subject in, the bureau, and the command."""
        access_registry(actor, Role.CLERK, Role.HEAD, *BUREAU)

    def check(self, rows: Sequence[Row], *, actor: Actor, now: datetime) -> list[list[Problem]]:
        """Judge resident ids (R-FMT-02), units, certificates, and who stands in the registry already."""
        today = local_date(now)
        self._digests = {
            number: digest(number, place=ID) for row in rows if (number := row.values["resident_id"])
        }
        registered = self._where_registered()
        held = _where_held([row.values["number"] for row in rows if row.values["number"]])
        return [
            [
                *self._judge_person(row, registered, actor, today),
                *_judge_certificate(row, held, actor),
            ]
            for row in rows
        ]

    def write(self, rows: Sequence[Row], *, actor: Actor, now: datetime, run: ImportRun | None) -> None:
        """Write the officers, then their certificates."""
        officers = Officer.objects.bulk_create(self._officer(row) for row in rows)
        Certificate.objects.bulk_create(
            Certificate(
                officer=officer,
                number=row.values["number"],
                fields=[field.value for field in row.values["fields"]],
                status=CertificateStatus.VALID,
                valid_from=row.values["valid_from"],
                valid_to=row.values["valid_to"],
            )
            for officer, row in zip(officers, rows, strict=True)
            if row.values["number"]
        )

    def _officer(self, row: Row) -> Officer:
        values = row.values
        subject = self._subjects.find(values["subject"])
        return Officer(
            subject=subject,
            name=values["name"],
            staff=values["staff"],
            sort_key=sort_key(values["name"]),
            id_digest=self._digests[values["resident_id"]],
            id_sealed=seal(values["resident_id"], place=ID),
            unit=values["unit"] or "",
            post=values["post"] or "",
            has_legal_qualification=bool(values["has_legal_qualification"]),
        )

    def _where_registered(self) -> dict[str, str]:
        """Return of these people the digests of those on a roster, each with its subject."""
        standing = Officer.objects.filter(id_digest__in=self._digests.values(), left_on=None)
        return dict(standing.values_list("id_digest", "subject__name"))

    def _judge_person(self, row: Row, registered: dict[str, str], actor: Actor, today: date) -> list[Problem]:
        problems = []
        if number := row.values["resident_id"]:
            said = masked(number)
            for finding in ask(Moment.REGISTER, [resident_id.Facts(number, today)], on=today).refusals:
                remedy = getattr(finding.verdict, "remedy", "")
                problems.append(Problem("身份证号", said, f"不对：{finding.verdict.fact}", remedy))
            if subject := registered.get(self._digests[number]):
                problems.append(
                    Problem("身份证号", said, f"已在{subject}的名册", "删除本行；调动的先在原单位办理离岗")
                )
        if unit := row.values["subject"]:
            _, problem = self._subjects.judge(unit, column="单位", actor=actor)
            if problem:
                problems.append(problem)
        return problems


def _where_held(numbers: Sequence[str]) -> dict[str, str]:
    """Return of these numbers those on a valid certificate, each with its holder and subject."""
    held = Certificate.objects.filter(number__in=numbers, status=CertificateStatus.VALID)
    rows = held.values_list("number", "officer__name", "officer__subject__name")
    return {number: f"{subject}{name}" for number, name, subject in rows}


def _judge_certificate(row: Row, held: dict[str, str], actor: Actor) -> list[Problem]:
    values = row.values
    number, staff = values["number"], values["staff"]
    first, last = values["valid_from"], values["valid_to"]
    problems = []
    if first and last and last < first:
        problems.append(Problem("有效期止", str(last), f"早于有效期起 {first}", "对照证件核对有效期"))
    if not number:
        return problems
    if isinstance(actor, Member) and not actor.is_bureau:
        problems.append(Problem("证号", number, "应由区司法局登记", "删去证号和有效期后先导入人员"))
    if holder := held.get(number):
        problems.append(Problem("证号", number, f"已是{holder}的有效证件", "核对证号；换证的先注销旧证"))
    if staff and not staff.may_enforce:
        problems.append(
            Problem("人员性质", staff.label, "的人员不得领取行政执法证", "核对编制；确无编制的删去证号")
        )
    for column in ("fields", "valid_from", "valid_to"):
        if not values[column] and column not in row.unread:
            problems.append(Problem(LAYOUT.column(column).title, "", "没有填写", "有证号的须补填"))
    return problems
