"""The cast of the tests: one small district, made by plain rows so that it is there in a moment.

袁知 (alice) the clerk, 韩牧 (bob) the head, 陆远 (carol) and 沈青 (dave) the officers, 秦越 whose certificate ended
yesterday, 于谨 the auxiliary, 白露 at the enterprise, 何正 the supervisor, 夏朗 the outsider.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.test import Client

from jingwei.disclosure.models import Announcement, Filing
from jingwei.disclosure.terms import Addressee, AnnouncementKind, FilingKind, FilingState
from jingwei.planning.models import AnnualPlan, PlanLine
from jingwei.planning.terms import PlanStage
from jingwei.platform.models import Account, CalendarYear
from jingwei.registry import codes
from jingwei.registry.members import Member
from jingwei.registry.middleware import SESSION_KEY
from jingwei.registry.models import (
    Basis,
    Certificate,
    Enterprise,
    Item,
    Membership,
    Officer,
    Region,
    Site,
    SiteCode,
    Standard,
    StandardPoint,
    Subject,
)
from jingwei.registry.queries import member_of
from jingwei.registry.sort_keys import sort_key
from jingwei.registry.terms import (
    BasisLevel,
    CertificateStatus,
    CreditClass,
    EnterpriseKind,
    Field,
    InspectionMethod,
    ItemStatus,
    PartyKind,
    Role,
    StaffKind,
    SubjectStatus,
)
from tests.harness.rows import made_once

TODAY = date(2026, 3, 10)  # a Tuesday and a working day
NOW = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)  # 09:30 in Shanghai
BEGAN = date(2025, 1, 1)
POINTS = ("配备专职安全生产管理人员", "建立隐患排查治理台账", "危险作业经过审批", "安全出口保持畅通")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account and one membership; officers have their row on the roster and perhaps a card."""

    account: Account
    member: Member
    officer: Officer | None = None
    certificate: Certificate | None = None

    @property
    def roster(self) -> Officer:
        """The row on the roster, of somebody known to have one."""
        assert self.officer is not None
        return self.officer

    @property
    def card(self) -> Certificate:
        """The certificate, of somebody known to hold one."""
        assert self.certificate is not None
        return self.certificate

    def sign_in(self, client: Client) -> Client:
        """Sign the person in at a test client, without a password."""
        client.force_login(self.account, backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        session[SESSION_KEY] = self.member.membership_id
        session.save()
        return client


@dataclass(frozen=True, slots=True)
class District:
    """Everything a test of one inspection needs, valid on ``TODAY``."""

    region: Region
    other_region: Region
    subject: Subject
    other_subject: Subject
    item: Item
    second_item: Item
    unpublished_item: Item
    other_item: Item
    standard: Standard
    enterprise: Enterprise
    other_enterprise: Enterprise
    site: Site
    other_site: Site
    code: str
    clerk: Person
    head: Person
    deputy: Person
    officer: Person
    second: Person
    third: Person
    expired: Person
    auxiliary: Person
    other_clerk: Person
    other_head: Person
    other_officer: Person
    supervisor: Person
    lead: Person
    contact: Person
    other_contact: Person
    system: Person
    security: Person
    audit: Person

    @property
    def items(self) -> list[Item]:
        """The subject's two published items."""
        return [self.item, self.second_item]


@made_once
def district(on: date = TODAY) -> District:
    """Make the district; certificates, subjects and items are in force on the day."""
    _know_working_days(on)
    city = Region.objects.create(code="320300", name="徐州市")
    region = Region.objects.create(code="320312", name="铜山区", parent=city)
    other_region = Region.objects.create(code="320311", name="泉山区", parent=city)
    subject = make_subject(region, "铜山区应急管理局", "应急管理局", "铜应急", "应急")
    other = make_subject(region, "铜山区市场监督管理局", "市场监管局", "铜市监", "市场监管")
    item = make_item(subject, "对生产经营单位安全生产情况的监督检查", Field.EMERGENCY)
    month = on.replace(day=1)
    enterprise, site = make_enterprise(
        region, "91320312DEM000014U", "徐州星禾示例机械有限公司", class_month=month
    )
    other_enterprise, other_site = make_enterprise(
        region, "91320312DEM000022N", "徐州云汀示例食品有限公司", class_month=month
    )
    contact = make_person("alba", "白露", Role.ENTERPRISE_CONTACT, enterprise=enterprise)
    second_item = make_item(subject, "对危险作业安全管理情况的检查", Field.EMERGENCY)
    other_item = make_item(other, "对营业执照使用情况的检查", Field.MARKET)
    for year in {BEGAN.year, on.year, (on + timedelta(days=40)).year}:
        make_plan(subject, [item, second_item], year=year)
        make_plan(other, [other_item], year=year)
    return District(
        region=region,
        other_region=other_region,
        subject=subject,
        other_subject=other,
        item=item,
        second_item=second_item,
        unpublished_item=make_item(
            subject, "对安全培训机构的检查", Field.EMERGENCY, status=ItemStatus.UNPUBLISHED
        ),
        other_item=other_item,
        standard=item.standards.get(),
        enterprise=enterprise,
        other_enterprise=other_enterprise,
        site=site,
        other_site=other_site,
        code=make_code(site),
        clerk=make_person("alice", "袁知", Role.CLERK, subject=subject),
        head=make_person("bob", "韩牧", Role.HEAD, subject=subject),
        deputy=make_person("bella", "谢舟", Role.HEAD, subject=subject, authorisation="铜应急授〔2026〕1号"),
        officer=make_officer("carol", "陆远", subject, "10320312001", on=on),
        second=make_officer("dave", "沈青", subject, "10320312002", on=on),
        third=make_officer("dora", "龚䶮", subject, "10320312003", on=on),
        expired=make_officer("erin", "秦越", subject, "10320312004", on=on, lasts=-1),
        auxiliary=make_officer("fred", "于谨", subject, None, on=on, staff=StaffKind.AUXILIARY),
        other_clerk=make_person("gina", "唐棠", Role.CLERK, subject=other),
        other_head=make_person("hugo", "夏朗", Role.HEAD, subject=other),
        other_officer=make_officer("ivan", "江澄", other, "10320312005", on=on, field=Field.MARKET),
        supervisor=make_person("judy", "何正", Role.SUPERVISOR),
        lead=make_person("kate", "方岩", Role.SUPERVISION_LEAD),
        contact=contact,
        other_contact=make_person("lena", "苗禾", Role.ENTERPRISE_CONTACT, enterprise=other_enterprise),
        system=make_person("mike", "邱原", Role.SYSTEM_ADMINISTRATOR),
        security=make_person("nina", "尹川", Role.SECURITY_ADMINISTRATOR),
        audit=make_person("olga", "柯镜", Role.AUDIT_ADMINISTRATOR),
    )


def _know_working_days(on: date) -> None:
    """Let tests that live in the present go on when the seeded calendars end."""
    for year in {on.year, (on + timedelta(days=40)).year}:
        CalendarYear.objects.get_or_create(year=year, defaults={"document": "测试日历", "is_official": True})


def make_subject(region: Region, name: str, short_name: str, series: str, line: str) -> Subject:
    """Make an announced subject."""
    return Subject.objects.create(
        code=f"T{Subject.objects.count() + 1:03}",
        name=name,
        short_name=short_name,
        document_series=series,
        kind=PartyKind.ORGAN,
        line=line,
        region=region,
        jurisdiction=[region.code],
        status=SubjectStatus.ANNOUNCED,
        announced_on=BEGAN,
        sort_key=sort_key(name),
    )


def make_item(
    subject: Subject, name: str, field: Field, *, status: ItemStatus = ItemStatus.PUBLISHED
) -> Item:
    """Make an item with a sound basis and a standard of four points."""
    item = Item.objects.create(
        code=f"T{Item.objects.count() + 1:03}",
        name=name,
        subject=subject,
        field=field,
        object_scope="生产经营单位",
        status=status,
        published_on=BEGAN if status is ItemStatus.PUBLISHED else None,
    )
    Basis.objects.create(
        item=item, level=BasisLevel.LAW, title="中华人民共和国安全生产法", article="第六十五条"
    )
    standard = Standard.objects.create(item=item, version="2025", valid_from=BEGAN)
    StandardPoint.objects.bulk_create(
        StandardPoint(standard=standard, position=position, text=text)
        for position, text in enumerate(POINTS, 1)
    )
    return item


def make_plan(subject: Subject, items: Sequence[Item], *, year: int) -> AnnualPlan:
    """Make an approved plan of the whole year for the items, announced and filed on its second day."""
    made_at, on = datetime(year, 1, 1, 20, tzinfo=UTC), date(year, 1, 2)
    plan = AnnualPlan.objects.create(
        subject=subject, year=year, stage=PlanStage.APPROVED, drafted_at=made_at, decided_at=made_at
    )
    PlanLine.objects.bulk_create(
        PlanLine(
            plan=plan,
            position=position,
            name=item.name,
            item=item,
            object_scope=item.object_scope,
            visits=2,
            first_on=date(year, 1, 1),
            last_on=date(year, 12, 31),
            method=InspectionMethod.ON_SITE,
        )
        for position, item in enumerate(items, 1)
    )
    announcement = Announcement.objects.create(
        subject=subject,
        kind=AnnouncementKind.PLAN,
        plan=plan,
        version=1,
        title=str(plan),
        digest="0" * 64,
        announced_on=on,
        issuer=subject.name,
        url=f"https://www.example.gov.cn/plans/{plan.pk}.html",
        made_at=made_at,
    )
    Filing.objects.bulk_create(
        Filing(
            subject=subject,
            kind=FilingKind.PLAN,
            addressee=addressee,
            announcement=announcement,
            plan=plan,
            version=1,
            digest=announcement.digest,
            filed_on=on,
            state=FilingState.RECEIVED,
            receipt=f"{addressee.label}备〔{year}〕{plan.pk}号",
            received_on=on,
            filed_at=made_at,
        )
        for addressee in Addressee
    )
    return plan


def make_enterprise(
    region: Region,
    credit_code: str,
    name: str,
    *,
    credit_class: CreditClass = CreditClass.B,
    class_month: date | None = None,
) -> tuple[Enterprise, Site]:
    """Make an enterprise with one site; ``class_month``: the first day of the month its class is of."""
    enterprise = Enterprise.objects.create(
        credit_code=credit_code,
        name=name,
        kind=EnterpriseKind.COMPANY,
        credit_class=credit_class,
        class_month=class_month,
        region=region,
        sort_key=sort_key(name),
    )
    site = Site.objects.create(
        enterprise=enterprise,
        name="厂区",
        address="徐州市铜山区示例路1号",
        region=region,
        latitude=34.18,
        longitude=117.17,
    )
    return enterprise, site


def make_code(site: Site, *, ended_at: datetime | None = None) -> str:
    """Make a code for a site and return its text."""
    issued_at = datetime(2025, 7, 1, tzinfo=UTC)
    token = codes.new_token()
    SiteCode.objects.create(site=site, token=token, issued_at=issued_at, ended_at=ended_at)
    return codes.write(token)


def make_person(
    username: str,
    name: str,
    role: Role,
    *,
    subject: Subject | None = None,
    enterprise: Enterprise | None = None,
    authorisation: str = "",
) -> Person:
    """Make somebody with an account, without a password, and one membership."""
    account = Account.objects.create_account(username, name)
    return Person(account, _member(account, role, subject, enterprise, authorisation))


def make_officer(
    username: str,
    name: str,
    subject: Subject,
    number: str | None,
    *,
    on: date = TODAY,
    lasts: int = 1000,
    staff: StaffKind = StaffKind.CIVIL_SERVANT,
    field: Field = Field.EMERGENCY,
) -> Person:
    """Make an officer with an account; the certificate's last day is ``lasts`` days after the day."""
    account = Account.objects.create_account(username, name)
    officer = Officer.objects.create(
        subject=subject, name=name, staff=staff, account=account, sort_key=sort_key(name)
    )
    card = number and Certificate.objects.create(
        officer=officer,
        number=number,
        fields=[field.value],
        status=CertificateStatus.VALID,
        valid_from=BEGAN,
        valid_to=on + timedelta(days=lasts),
    )
    return Person(account, _member(account, Role.OFFICER, subject, None, ""), officer, card or None)


def _member(
    account: Account, role: Role, subject: Subject | None, enterprise: Enterprise | None, authorisation: str
) -> Member:
    membership = Membership.objects.create(
        account=account,
        role=role,
        subject=subject,
        enterprise=enterprise,
        is_deputy=bool(authorisation),
        authorisation=authorisation,
        valid_from=BEGAN,
    )
    return member_of(membership)
