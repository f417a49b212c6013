"""Rosters of officers: people, and the certificates that they hold."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from jingwei.platform.actors import Actor
from jingwei.platform.bulk import among, copy_rows, keys_for
from jingwei.platform.calendar import local_date
from jingwei.platform.models import ImportRun
from jingwei.platform.spreadsheets.cells import choice, code, day, labels, several, text, yes_no
from jingwei.platform.spreadsheets.layout import Column, Layout, Problem, Row
from jingwei.registry import resident_ids
from jingwei.registry.imports.lookups import Subjects
from jingwei.registry.members import Member
from jingwei.registry.models import Certificate, Officer, Subject
from jingwei.registry.operations.access import BUREAU, access_registry
from jingwei.registry.rules import number_unique, resident_id
from jingwei.registry.sort_keys import sort_key
from jingwei.registry.terms import CertificateStatus, Field, Role, StaffKind
from jingwei.rulebook import Finding, Moment, ask

LAYOUT = Layout(
    kind="officers",
    title="执法人员",
    unneeded=(
        "性别",
        "民族",
        "年龄",
        "出生日期",
        "出生年月",
        "学历",
        "政治面貌",
        "联系电话",
        "手机号",
        "手机号码",
        "证件状态",
        "离岗日期",
    ),
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
            aliases=(
                "所在单位",
                "所属执法单位",
                "所属单位",
                "单位名称",
                "工作单位",
                "执法单位",
                "所属主体",
                "检查主体",
            ),
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
            code(longest=20, digits=11),
            aliases=(
                "执法证件号码",
                "行政执法证件号码",
                "行政执法证件号",
                "执法证号码",
                "执法证件号",
                "执法证号",
                "行政执法证号",
                "执法证件编号",
                "证件编号",
                "执法证编号",
            ),
            note="省行政执法证一般为 11 位",
            example="10031200001",
            is_unique=True,
            widens="人员登记为没有执法证",
        ),
        Column(
            "执法领域",
            "fields",
            several(Field),
            aliases=("执法门类", "领域", "执法类别"),
            note="有证号的必填",
            choices=labels(Field),
            example="应急管理",
        ),
        Column(
            "有效期起",
            "valid_from",
            day(earliest=date(2000, 1, 1), years_ahead=1),
            aliases=("发证时间", "有效期起始日期", "有效期自", "发证日期", "有效期开始", "有效期始"),
            note="有证号的必填",
            example="2023-01-01",
        ),
        Column(
            "有效期止",
            "valid_to",
            day(earliest=date(2000, 1, 1), years_ahead=20),
            aliases=("有效期限", "有效期截止日期", "有效期至", "有效期截止", "有效期满", "到期日期"),
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

_OFFICER = (
    "id", "subject_id", "name", "staff", "sort_key", "id_digest", "id_sealed", "unit", "post", "has_legal_qualification",
)  # fmt: skip
_CERTIFICATE = ("officer_id", "number", "fields", "status", "valid_from", "valid_to")


class OfficerImporter:
    """Imports rosters: each good row becomes an officer, and a certificate where the row has a number."""

    layout = LAYOUT
    judges_incomplete = True

    def __init__(self) -> None:
        self._subjects = Subjects()
        self._digests: dict[str, str] = {}  # resident id → digest, from check to write of one chunk
        # Many people share a name, and most hold cards for the same fields.
        self._sort_keys: dict[str, str] = {}
        self._fields: dict[tuple[Field, ...], str] = {}

    def access(self, actor: Actor) -> None:
        """Let the clerk and the head of a subject in, the bureau, and the command."""
        access_registry(actor, Role.CLERK, Role.HEAD, *BUREAU)

    def check(self, rows: Sequence[Row], *, actor: Actor, now: datetime) -> list[list[Problem]]:
        """Judge resident ids (R-FMT-02), units, certificates (R-OFF-10b), and who stands in the registry already."""
        today = local_date(now)
        numbers = [number for row in rows if (number := row.values["resident_id"])]
        self._digests = {number: resident_ids.digest_of(number) for number in numbers}
        wrong = _wrong_ids(numbers, today)
        registered = self._where_registered()
        taken = _taken_numbers([number for row in rows if (number := row.values["number"])], today)
        return [
            [
                *self._judge_person(row, wrong, registered, actor, today),
                *_judge_certificate(row, taken, actor),
            ]
            for row in rows
        ]

    def write(self, rows: Sequence[Row], *, actor: Actor, now: datetime, run: ImportRun | None) -> None:
        """Write the officers, then their certificates."""
        keys = keys_for(Officer, len(rows))
        copy_rows(
            Officer, _OFFICER, (self._officer(key, row.values) for key, row in zip(keys, rows, strict=True))
        )
        copy_rows(
            Certificate,
            _CERTIFICATE,
            (
                self._certificate(key, row.values)
                for key, row in zip(keys, rows, strict=True)
                if row.values["number"]
            ),
        )

    def _officer(self, key: int, values: dict[str, Any]) -> tuple[Any, ...]:
        name, number = values["name"], values["resident_id"]
        subject = self._subjects.find(values["subject"])
        assert subject is not None
        if name not in self._sort_keys:
            self._sort_keys[name] = sort_key(name)
        return (
            key,
            subject.pk,
            name,
            values["staff"].value,
            self._sort_keys[name],
            self._digests[number],
            resident_ids.seal_of(number),
            values["unit"] or "",
            values["post"] or "",
            bool(values["has_legal_qualification"]),
        )

    def _certificate(self, officer: int, values: dict[str, Any]) -> tuple[Any, ...]:
        fields = tuple(values["fields"])
        if fields not in self._fields:
            self._fields[fields] = json.dumps([field.value for field in fields])
        status = CertificateStatus.VALID.value
        return (
            officer,
            values["number"],
            self._fields[fields],
            status,
            values["valid_from"],
            values["valid_to"],
        )

    def _where_registered(self) -> dict[str, str]:
        """Return of these people the digests of those on a roster, each with its subject."""
        standing = Officer.objects.filter(among("id_digest", self._digests.values()), left_on=None)
        # No joins while thousands of rows are new: the database plans by what it knew of the tables before.
        found = dict(standing.values_list("id_digest", "subject_id"))
        names = dict(Subject.objects.filter(pk__in=set(found.values())).values_list("pk", "name"))
        return {each: names[subject_id] for each, subject_id in found.items()}

    def _judge_person(
        self, row: Row, wrong: dict[str, Finding], registered: dict[str, str], actor: Actor, today: date
    ) -> list[Problem]:
        problems = []
        if number := row.values["resident_id"]:
            if finding := wrong.get(number):
                remedy = getattr(finding.verdict, "remedy", "")
                problems.append(_of_person(number, f"不对：{finding.verdict.fact}", remedy))
            if subject := registered.get(self._digests[number]):
                problems.append(
                    _of_person(number, f"已在{subject}的名册", "删除本行；调动的先在原单位办理离岗")
                )
        if unit := row.values["subject"]:
            _, problem = self._subjects.judge(unit, column="单位", actor=actor, on=today)
            if problem:
                problems.append(problem)
        return problems


def _of_person(number: str, message: str, remedy: str) -> Problem:
    return Problem("身份证号", resident_ids.masked(number), message, remedy)


def _wrong_ids(numbers: Sequence[str], today: date) -> dict[str, Finding]:
    """Ask R-FMT-02 of all of them at once; return what it refuses."""
    facts = [resident_id.Facts(number, today) for number in numbers]
    return {finding.facts.number: finding for finding in ask(Moment.REGISTER, facts, on=today).refusals}


def _taken_numbers(numbers: Sequence[str], today: date) -> dict[str, Finding]:
    """Ask R-OFF-10b of the numbers that stand on a certificate already; return what it refuses."""
    held = Certificate.objects.filter(among("number", numbers))
    standing = held.exclude(status=CertificateStatus.CANCELLED)
    found = dict(standing.values_list("number", "officer_id"))
    holders = Officer.objects.filter(pk__in=set(found.values())).select_related("subject").in_bulk()
    facts = [
        number_unique.Facts(number, (f"{holders[key].subject}{holders[key]}",))
        for number, key in found.items()
    ]
    return {finding.facts.number: finding for finding in ask(Moment.REGISTER, facts, on=today).refusals}


def _judge_certificate(row: Row, taken: dict[str, Finding], actor: Actor) -> list[Problem]:
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
    if finding := taken.get(number):
        remedy = getattr(finding.verdict, "remedy", "")
        problems.append(Problem("证号", number, f"重复：{finding.verdict.fact}", remedy))
    if staff and not staff.may_enforce:
        problems.append(
            Problem("人员性质", staff.label, "的人员不得领取行政执法证", "核对编制；确无编制的删去证号")
        )
    for column in ("fields", "valid_from", "valid_to"):
        if not values[column] and column not in row.unread:
            problems.append(Problem(LAYOUT.column(column).title, "", "没有填写", "有证号的须补填"))
    return problems
