"""Every write of the registry: by whom, what it refuses, and that the attempt is on the log."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from jingwei.platform.actors import NOBODY, SYSTEM, Actor
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.models import Account, AuditEvent
from jingwei.platform.terms import AuditOutcome
from jingwei.registry import codes
from jingwei.registry import operations as registry
from jingwei.registry.models import Enterprise, Item, Membership, SiteCode, Subject
from jingwei.registry.queries import get_site_by_code
from jingwei.registry.sort_keys import sort_key
from jingwei.registry.terms import (
    BasisLevel,
    CertificateStatus,
    EnterpriseKind,
    Field,
    ItemStatus,
    PartyKind,
    Role,
    StaffKind,
    SubjectStatus,
    SubjectStepKind,
)
from jingwei.rulebook import Refused
from tests.people import BEGAN, NOW, TODAY, District, district

pytestmark = pytest.mark.django_db
LAW = registry.BasisEntry(BasisLevel.LAW, "中华人民共和国安全生产法", "第六十五条")
EVERYBODY = (
    "clerk",
    "head",
    "officer",
    "other_clerk",
    "other_head",
    "supervisor",
    "lead",
    "contact",
    "system",
    "security",
    "audit",
)
Write = Callable[[District, Actor], Any]


@pytest.fixture
def cast() -> District:
    return district()


def register_subject(cast: District, actor: Actor, **changed: Any) -> Any:
    given = {
        "code": "T900",
        "name": "铜山区消防救援大队",
        "short_name": "消防救援大队",
        "document_series": "铜消",
        "kind": PartyKind.AUTHORISED,
        "line": "消防",
        "region": cast.region,
        "jurisdiction": ["320312"],
    }
    return registry.register_subject(**{**given, **changed}, actor=actor, now=NOW)


def register_enterprise(cast: District, actor: Actor, code: str = "91320312DEM000030H") -> Enterprise:
    return registry.register_enterprise(
        credit_code=code,
        name="徐州长风示例铸造有限公司",
        kind=EnterpriseKind.COMPANY,
        region=cast.region,
        actor=actor,
        now=NOW,
    )


def register_site(cast: District, actor: Actor, **changed: Any) -> Any:
    given = {
        "enterprise_id": cast.enterprise.pk,
        "name": "二厂",
        "address": "示例路2号",
        "region": cast.region,
    }
    return registry.register_site(**{**given, **changed}, actor=actor, now=NOW)


def register_item(cast: District, actor: Actor, **changed: Any) -> Any:
    given = {
        "code": "T900",
        "name": "对重大危险源的检查",
        "subject_id": cast.subject.pk,
        "field": Field.EMERGENCY,
        "object_scope": "生产经营单位",
        "bases": [LAW],
    }
    return registry.register_item(**{**given, **changed}, actor=actor, now=NOW)


def issue_certificate(cast: District, actor: Actor, **changed: Any) -> Any:
    given = {
        "officer_id": cast.officer.roster.pk,
        "number": "10320312099",
        "fields": [Field.EMERGENCY],
        "valid_from": BEGAN,
        "valid_to": TODAY,
    }
    return registry.issue_certificate(**{**given, **changed}, actor=actor, now=NOW)


def grant(cast: District, actor: Actor, **changed: Any) -> Membership:
    account = Account.objects.get_or_create(username="zoe", defaults={"name": "钟一"})[0]
    given = {"account_id": account.pk, "role": Role.CLERK, "subject": cast.subject, "valid_from": BEGAN}
    return registry.grant_membership(**{**given, **changed}, actor=actor, now=NOW)


def announce(cast: District, actor: Actor) -> Any:
    ways = (SubjectStepKind.DECLARED, SubjectStepKind.REVIEWED, SubjectStepKind.CONFIRMED)
    steps = [registry.StepTaken(kind, BEGAN, "铜政〔2025〕1号") for kind in ways]
    subject = Subject.objects.filter(code="T900").first() or register_subject(cast, SYSTEM, steps=steps)
    return registry.announce_subject(
        subject_id=subject.pk, announced_on=TODAY, url="https://example.cn/1", actor=actor, now=NOW
    )


def add_standard(cast: District, actor: Actor, **changed: Any) -> Any:
    given = {"item_id": cast.item.pk, "version": "2026", "points": ["第一点", "第二点"], "valid_from": TODAY}
    return registry.add_standard(**{**given, **changed}, actor=actor, now=NOW)


def suspend(cast: District, actor: Actor, reason: str = "年审未过") -> Any:
    return registry.suspend_certificate(
        certificate_id=cast.officer.card.pk, reason=reason, actor=actor, now=NOW
    )


def declare(cast: District, actor: Actor) -> Any:
    return registry.declare_relation(
        officer_id=cast.officer.roster.pk,
        enterprise_id=cast.enterprise.pk,
        what="配偶任职",
        actor=actor,
        now=NOW,
    )


def register_officer(cast: District, actor: Actor) -> Any:
    return registry.register_officer(
        subject_id=cast.subject.pk, name="钟一", staff=StaffKind.CIVIL_SERVANT, actor=actor, now=NOW
    )


def issue_code(cast: District, actor: Actor) -> SiteCode:
    return registry.issue_site_code(site_id=cast.site.pk, actor=actor, now=NOW)


def publish(cast: District, actor: Actor) -> Item:
    return registry.publish_item(item_id=cast.unpublished_item.pk, published_on=TODAY, actor=actor, now=NOW)


def withdraw(cast: District, actor: Actor, reason: str = "依据已废止") -> Item:
    return registry.withdraw_item(item_id=cast.item.pk, reason=reason, actor=actor, now=NOW)


MAY: list[tuple[Write, set[str]]] = [
    (register_subject, {"supervisor", "lead"}),
    (announce, {"supervisor", "lead"}),
    (register_officer, {"clerk", "head", "supervisor", "lead"}),
    (issue_certificate, {"supervisor", "lead"}),
    (suspend, {"supervisor", "lead"}),
    (declare, {"clerk", "head", "officer"}),
    (register_enterprise, {"supervisor", "lead"}),
    (register_site, {"supervisor", "lead"}),
    (issue_code, {"supervisor", "lead"}),
    (register_item, {"clerk", "head"}),
    (publish, {"lead"}),
    (withdraw, {"lead"}),
    (add_standard, {"clerk", "head"}),
    (grant, {"security"}),
]


@pytest.mark.parametrize(("write", "may"), MAY, ids=lambda each: getattr(each, "__name__", ""))
def test_a_write_is_open_to_some_roles_and_to_no_other(cast: District, write: Write, may: set[str]) -> None:
    for who in EVERYBODY:
        if who not in may:
            with pytest.raises(NotAllowed):
                write(cast, getattr(cast, who).member)
    with pytest.raises(NotAllowed):
        write(cast, NOBODY)
    refused = AuditEvent.objects.filter(outcome=AuditOutcome.REFUSED)
    assert refused.count() == len(EVERYBODY) - len(may) + 1
    assert write(cast, getattr(cast, min(may)).member)
    assert AuditEvent.objects.order_by("id").last().outcome == AuditOutcome.DONE  # type: ignore[union-attr]


@pytest.mark.parametrize(("write", "may"), MAY, ids=lambda each: getattr(each, "__name__", ""))
def test_the_log_tells_each_write_in_a_sentence(cast: District, write: Write, may: set[str]) -> None:
    who = getattr(cast, min(may)).member
    write(cast, who)
    event = AuditEvent.objects.order_by("id").last()
    assert event is not None
    assert event.sentence.startswith(str(who))
    assert "{" not in event.sentence


def test_a_subject_may_inspect_only_once_it_is_announced(cast: District) -> None:
    subject = register_subject(cast, SYSTEM)
    assert subject.status == SubjectStatus.CONFIRMED
    assert subject.announced_on is None
    announced = registry.announce_subject(subject_id=subject.pk, announced_on=TODAY, actor=SYSTEM, now=NOW)
    assert announced.status == SubjectStatus.ANNOUNCED
    with pytest.raises(Conflict):
        registry.announce_subject(subject_id=subject.pk, announced_on=TODAY, actor=SYSTEM, now=NOW)


@pytest.mark.parametrize(
    "changed",
    [{"kind": PartyKind.THIRD_PARTY}, {"kind": PartyKind.OUTSOURCED}, {"kind": PartyKind.ENTRUSTED}],
)
def test_a_body_that_may_not_inspect_is_no_subject(cast: District, changed: dict[str, Any]) -> None:
    with pytest.raises(Mistake):
        register_subject(cast, SYSTEM, **changed)


def test_a_subject_is_registered_once(cast: District) -> None:
    with pytest.raises(Mistake, match="已经登记"):
        register_subject(cast, SYSTEM, name=cast.subject.name)


def test_an_enterprise_with_a_wrong_code_is_refused_with_the_rule(cast: District) -> None:
    with pytest.raises(Refused) as caught:
        register_enterprise(cast, cast.lead.member, "91320312DEM0000301")
    assert "第 18 位校验码应为 H" in str(caught.value)
    event = AuditEvent.objects.get()
    assert event.data["findings"][0]["rule"] == "R-FMT-01"
    assert not Enterprise.objects.filter(name__contains="长风").exists()


def test_an_enterprise_is_registered_once(cast: District) -> None:
    with pytest.raises(Mistake, match="已经登记"):
        register_enterprise(cast, cast.lead.member, cast.enterprise.credit_code)


@pytest.mark.parametrize("position", [{"latitude": 34.1}, {"latitude": 117.2, "longitude": 34.1}])
def test_a_position_is_whole_and_on_earth(cast: District, position: dict[str, float]) -> None:
    with pytest.raises(Mistake):
        register_site(cast, cast.lead.member, **position)


def test_a_new_code_ends_the_old_one(cast: District) -> None:
    new = issue_code(cast, cast.supervisor.member)
    assert get_site_by_code(codes.write(new.token)) == cast.site
    with pytest.raises(Mistake, match="停用"):
        get_site_by_code(cast.code)


def test_an_item_without_an_article_waits_and_cannot_be_published(cast: District) -> None:
    item = register_item(
        cast, cast.clerk.member, bases=[registry.BasisEntry(BasisLevel.LAW, "中华人民共和国安全生产法", "")]
    )
    assert item.status == ItemStatus.PENDING_BASIS
    with pytest.raises(Refused, match="没有写明名称和条文"):
        registry.publish_item(item_id=item.pk, published_on=TODAY, actor=cast.lead.member, now=NOW)


def test_a_normative_document_carries_no_item(cast: District) -> None:
    basis = registry.BasisEntry(BasisLevel.NORMATIVE_DOCUMENT, "某某办法", "第一条")
    item = register_item(cast, cast.clerk.member, bases=[basis])
    with pytest.raises(Refused, match="规范性文件"):
        registry.publish_item(item_id=item.pk, published_on=TODAY, actor=cast.lead.member, now=NOW)


def test_an_item_is_withdrawn_once_and_with_a_reason(cast: District) -> None:
    with pytest.raises(Mistake):
        withdraw(cast, cast.lead.member, " ")
    assert withdraw(cast, cast.lead.member).status == ItemStatus.WITHDRAWN
    with pytest.raises(Conflict):
        withdraw(cast, cast.lead.member)
    with pytest.raises(Conflict):
        registry.publish_item(item_id=cast.item.pk, published_on=TODAY, actor=cast.lead.member, now=NOW)


def test_a_new_standard_binds_from_its_day_and_the_old_one_until_then(cast: District) -> None:
    new = add_standard(cast, cast.clerk.member)
    in_force = cast.item.standards.in_force
    assert in_force(TODAY - timedelta(days=1)).get() == cast.standard
    assert in_force(TODAY).get() == new


@pytest.mark.parametrize(
    "changed",
    [{"points": []}, {"points": ["一", " "]}, {"version": "2025"}, {"valid_from": date(2024, 1, 1)}],
)
def test_a_standard_is_whole_and_later_than_the_last(cast: District, changed: dict[str, Any]) -> None:
    with pytest.raises(Mistake):
        add_standard(cast, cast.clerk.member, **changed)


def test_an_auxiliary_gets_no_certificate(cast: District) -> None:
    with pytest.raises(Refused, match="执法辅助人员"):
        issue_certificate(cast, cast.lead.member, officer_id=cast.auxiliary.roster.pk)


@pytest.mark.parametrize(
    "changed",
    [
        {"number": " "},
        {"number": "1" * 21},
        {"valid_to": BEGAN - timedelta(days=1)},
        {"officer_id": 10**9},
    ],
)
def test_a_certificate_that_cannot_be_is_not_issued(cast: District, changed: dict[str, Any]) -> None:
    with pytest.raises(Mistake):
        issue_certificate(cast, cast.lead.member, **changed)


def test_a_certificate_is_suspended_once_and_with_a_reason(cast: District) -> None:
    with pytest.raises(Mistake):
        suspend(cast, cast.supervisor.member, "")
    assert suspend(cast, cast.supervisor.member).status == CertificateStatus.SUSPENDED
    with pytest.raises(Conflict):
        suspend(cast, cast.supervisor.member)


@pytest.mark.parametrize(
    "changed",
    [
        {"subject": None},
        {"role": Role.ENTERPRISE_CONTACT},
        {"role": Role.SUPERVISOR},
        {"role": Role.CLERK, "authorisation": "铜应急授〔2026〕9号"},
        {"account_id": 10**9},
    ],
)
def test_role_and_organisation_must_fit(cast: District, changed: dict[str, Any]) -> None:
    with pytest.raises(Mistake):
        grant(cast, cast.security.member, **changed)


def test_a_deputy_is_one_by_writ(cast: District) -> None:
    deputy = grant(cast, cast.security.member, role=Role.HEAD, authorisation="铜应急授〔2026〕9号")
    assert deputy.is_deputy


def test_nobody_is_granted_the_same_twice(cast: District) -> None:
    grant(cast, cast.security.member)
    with pytest.raises(Mistake, match="已经是经办人"):
        grant(cast, cast.security.member)


@pytest.mark.parametrize("held_by", ["system", "audit"])
def test_an_administrator_holds_nothing_else(cast: District, held_by: str) -> None:
    account = getattr(cast, held_by).account
    with pytest.raises(Mistake, match="不得兼任"):
        grant(cast, cast.security.member, account_id=account.pk)
    with pytest.raises(Mistake, match="不得兼任"):
        grant(
            cast,
            cast.security.member,
            account_id=cast.clerk.account.pk,
            role=Role.SYSTEM_ADMINISTRATOR,
            subject=None,
        )


def test_nobody_grants_to_themselves(cast: District) -> None:
    with pytest.raises(Mistake, match="不能给自己授权"):
        grant(cast, cast.security.member, account_id=cast.security.account.pk)


@pytest.mark.parametrize(
    ("name", "key"),
    [("铜山", "tongshan ts"), ("徐州ABC", "xuzhouabc xza"), ("", " "), ("龚䶮", "gongyan gy")],
)
def test_names_sort_and_search_by_pinyin_and_initials(name: str, key: str) -> None:
    assert sort_key(name) == key
