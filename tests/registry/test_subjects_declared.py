"""From the declaration to the announcement: four steps in order, by whom, and what the public may know."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.models import AuditEvent
from jingwei.platform.terms import AuditOutcome
from jingwei.registry import operations as registry
from jingwei.registry.models import Subject
from jingwei.registry.terms import PartyKind, Role, SubjectStatus, SubjectStepKind
from jingwei.rulebook import Refused
from tests.people import NOW, TODAY, District, Person, district, make_person

pytestmark = pytest.mark.django_db
CODE = "11320312DEM000030R"  # Fictional: passes the check digits, issued to nobody.
URL = "https://www.example.gov.cn/gg/1.html"


@pytest.fixture
def cast() -> District:
    return district()


@pytest.fixture
def confirmer() -> Person:
    return make_person("cleo", "闻人正", Role.GOVERNMENT_CONFIRMER)


def form(**changed: Any) -> registry.Declaration:
    given: dict[str, Any] = {
        "name": "铜山区消防救援大队",
        "short_name": "消防救援大队",
        "document_series": "铜消",
        "kind": PartyKind.AUTHORISED,
        "line": "消防",
        "region": "320312",
        "jurisdiction": ["320312"],
        "credit_code": CODE,
        "legal_basis": "《中华人民共和国消防法》第四条",
    }
    return registry.Declaration(**given | changed)


def declare(person: Person, **changed: Any) -> Subject:
    return registry.declare_subject(
        declaration=form(**changed), document="铜消〔2026〕3号", actor=person.member, now=NOW
    )


def review(subject: Subject, person: Person, **changed: Any) -> Subject:
    given: dict[str, Any] = {"opinion": "符合条件", "document": "铜司审〔2026〕8号"}
    return registry.review_subject(subject_id=subject.pk, **given | changed, actor=person.member, now=NOW)


def confirm(subject: Subject, person: Person, **changed: Any) -> Subject:
    given: dict[str, Any] = {"opinion": "同意确认", "document": "铜政复〔2026〕12号"}
    return registry.confirm_subject(subject_id=subject.pk, **given | changed, actor=person.member, now=NOW)


def announce(subject: Subject, person: Person, **changed: Any) -> Subject:
    given: dict[str, Any] = {"announced_on": TODAY, "url": URL}
    return registry.announce_subject(subject_id=subject.pk, **given | changed, actor=person.member, now=NOW)


def test_four_steps_lead_to_the_announcement_and_each_is_kept(cast: District, confirmer: Person) -> None:
    subject = declare(cast.supervisor)
    assert (subject.status, subject.code) == (SubjectStatus.DECLARED, "TS-ZT-0001")
    review(subject, cast.supervisor)
    confirm(subject, confirmer)
    assert announce(subject, cast.supervisor).announced_on == TODAY
    kept = list(subject.steps.order_by("id").values_list("kind", "on", "document", "office", "url"))
    assert kept == [
        ("declared", TODAY, "铜消〔2026〕3号", "区司法局监督人员", ""),
        ("reviewed", TODAY, "铜司审〔2026〕8号", "区司法局监督人员", ""),
        ("confirmed", TODAY, "铜政复〔2026〕12号", "区人民政府区政府确认人", ""),
        ("announced", TODAY, "", "区司法局监督人员", URL),
    ]
    assert AuditEvent.objects.filter(outcome=AuditOutcome.DONE, target_kind="subject").count() == 4


def test_whoever_is_next_finds_it_on_the_workbench(cast: District, confirmer: Person) -> None:
    def waiting(person: Person) -> str:
        return person.sign_in(Client()).get("/workbench/").content.decode()

    subject = declare(cast.supervisor)
    assert "司法局审核" in waiting(cast.lead)
    assert subject.name not in waiting(confirmer)
    review(subject, cast.supervisor)
    assert "区政府确认" in waiting(confirmer)
    confirm(subject, confirmer)
    assert "网站公告" in waiting(cast.supervisor)


def test_no_step_is_skipped(cast: District, confirmer: Person) -> None:
    subject = declare(cast.supervisor)
    with pytest.raises(Refused, match="还没有司法局审核"):
        confirm(subject, confirmer)
    with pytest.raises(Refused, match="还没有司法局审核、区政府确认"):
        announce(subject, cast.supervisor)
    subject.refresh_from_db()
    assert subject.status == SubjectStatus.DECLARED


def test_a_step_is_taken_once(cast: District, confirmer: Person) -> None:
    subject = review(declare(cast.supervisor), cast.supervisor)
    with pytest.raises(Conflict, match="目前已审核"):
        review(subject, cast.supervisor)


def test_dates_do_not_run_backwards_or_ahead(cast: District, confirmer: Person) -> None:
    subject = review(declare(cast.supervisor), cast.supervisor)
    with pytest.raises(Refused, match="早于部门申报"):
        confirm(subject, confirmer, on=TODAY - timedelta(days=1))
    with pytest.raises(Mistake, match="还没有到"):
        confirm(subject, confirmer, on=TODAY + timedelta(days=1))


def test_an_announcement_needs_its_address(cast: District, confirmer: Person) -> None:
    subject = confirm(review(declare(cast.supervisor), cast.supervisor), confirmer)
    with pytest.raises(Refused, match="没有填写公告网址"):
        announce(subject, cast.lead, url=" ")


@pytest.mark.parametrize("who", ["clerk", "head", "lead", "security"])
def test_only_the_government_confirms(cast: District, who: str) -> None:
    subject = review(declare(cast.supervisor), cast.supervisor)
    with pytest.raises(NotAllowed):
        confirm(subject, getattr(cast, who))


def test_a_returned_declaration_begins_anew(cast: District, confirmer: Person) -> None:
    subject = review(declare(cast.supervisor), cast.supervisor)
    with pytest.raises(NotAllowed):
        registry.return_subject(subject_id=subject.pk, reason="依据", actor=cast.lead.member, now=NOW)
    registry.return_subject(subject_id=subject.pk, reason="职权依据不全", actor=confirmer.member, now=NOW)
    subject.refresh_from_db()
    assert subject.status == SubjectStatus.DRAFT
    with pytest.raises(Refused, match="还没有部门申报、司法局审核"):
        confirm(subject, confirmer)
    again = registry.declare_subject(
        subject_id=subject.pk,
        declaration=form(legal_basis="《消防法》第五十三条"),
        document="铜消〔2026〕4号",
        actor=cast.lead.member,
        now=NOW,
    )
    assert (again.pk, again.status, again.code) == (subject.pk, SubjectStatus.DECLARED, subject.code)
    assert subject.steps.filter(kind=SubjectStepKind.RETURNED).get().opinion == "职权依据不全"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"credit_code": CODE[:17] + "X"}, "第 18 位校验码应为 R"),
        ({"credit_code": "1132"}, "应为 18 位"),
        ({"credit_code": CODE + "99"}, "应为 18 位"),
        ({"kind": PartyKind.THIRD_PARTY}, "不得作为检查主体"),
        ({"kind": PartyKind.ENTRUSTED}, "须写明委托机关"),
        ({"jurisdiction": []}, "没有填写管辖区划"),
        ({"jurisdiction": ["320312", "999999"]}, "999999 不在区划表中"),
        ({"region": "999999"}, "不在区划表中"),
        ({"name": "铜山区应急管理局"}, "已经登记"),
        ({"legal_basis": " "}, "没有填写职权依据"),
    ],
)
def test_a_declaration_that_cannot_stand_leaves_nothing(
    cast: District, changed: dict[str, Any], message: str
) -> None:
    before = Subject.objects.count()
    with pytest.raises((Refused, Mistake), match=message):
        declare(cast.supervisor, **changed)
    assert Subject.objects.count() == before


def test_a_clerk_declares_the_own_body_and_what_the_own_organ_entrusts(cast: District) -> None:
    with pytest.raises(NotAllowed):
        declare(cast.clerk)
    entrusted = declare(cast.clerk, kind=PartyKind.ENTRUSTED, principal_id=cast.subject.pk)
    assert entrusted.principal == cast.subject
    with pytest.raises(NotAllowed):
        declare(cast.clerk, name="另一大队", kind=PartyKind.ENTRUSTED, principal_id=cast.other_subject.pk)


def test_a_revoked_organ_entrusts_nobody(cast: District) -> None:
    registry.revoke_subject(
        subject_id=cast.subject.pk, reason="机构改革", on=TODAY, actor=cast.supervisor.member, now=NOW
    )
    with pytest.raises(Mistake, match="已撤销"):
        declare(cast.supervisor, kind=PartyKind.ENTRUSTED, principal_id=cast.subject.pk)


def test_an_announced_subject_is_not_declared_again(cast: District) -> None:
    with pytest.raises(Conflict):
        registry.declare_subject(
            subject_id=cast.subject.pk,
            declaration=form(name=cast.subject.name),
            document="一",
            actor=cast.supervisor.member,
            now=NOW,
        )


def test_the_public_interface_lists_who_may_inspect_today(cast: District, client: Client) -> None:
    body = client.get("/api/v1/subjects").json()
    assert body["count"] == 2
    assert body["items"][0] == {
        "code": "T001",
        "name": "铜山区应急管理局",
        "kind": "organ",
        "jurisdiction": ["320312"],
        "status": "announced",
        "announced_on": "2025-01-01",
    }


def test_neither_drafts_nor_announcements_to_come_nor_revoked_ones_are_public(
    cast: District, client: Client
) -> None:
    declare(cast.supervisor)
    Subject.objects.filter(pk=cast.subject.pk).update(announced_on=date(2999, 1, 1))
    Subject.objects.filter(pk=cast.other_subject.pk).update(status=SubjectStatus.REVOKED, revoked_on=TODAY)
    assert client.get("/api/v1/subjects").json()["items"] == []


def test_drafts_are_seen_by_the_bureau_and_by_their_own(cast: District, client: Client) -> None:
    draft = declare(cast.supervisor)
    own = make_person("dina", "洪知", Role.CLERK, subject=draft)
    for person, status in ((own, 200), (cast.supervisor, 200), (cast.clerk, 403), (cast.contact, 403)):
        assert person.sign_in(Client()).get(f"/subjects/{draft.pk}/").status_code == status


def test_the_register_is_filtered_and_exported(cast: District) -> None:
    desk = cast.supervisor.sign_in(Client())
    assert "铜山区市场监督管理局" not in desk.get("/subjects/?q=yjglj").content.decode()
    assert "铜山区应急管理局" in desk.get("/subjects/?q=yjglj&kind=organ&line=应急").content.decode()
    answer = desk.get("/subjects/export/?status=announced")
    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"


def test_the_form_shows_what_is_wrong_beside_its_field(cast: District) -> None:
    desk = cast.supervisor.sign_in(Client())
    typed = {
        "name": "铜山区消防救援大队",
        "short_name": "消防",
        "kind": "entrusted",
        "credit_code": CODE,
        "legal_basis": "一",
        "region": "320312",
        "jurisdiction": "320312、320311",
        "line": "消防",
        "document_series": "铜消",
        "document": "铜消〔2026〕3号",
    }
    answer = desk.post("/subjects/new/", typed)
    assert answer.status_code == 422
    assert "受委托组织须写明委托机关" in answer.content.decode()
    assert desk.post("/subjects/new/", {**typed, "kind": "authorised"}).status_code == 302
    assert Subject.objects.get(name=typed["name"]).jurisdiction == ["320312", "320311"]


def test_the_declaration_form_is_printed(cast: District) -> None:
    desk = cast.clerk.sign_in(Client())
    answer = desk.get(f"/subjects/{cast.subject.pk}/form/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")


def test_programs_declare_and_review_a_subject_as_pages_do(cast: District) -> None:
    desk = cast.supervisor.sign_in(Client())
    draft = declare(cast.supervisor)
    listed = desk.get(f"/api/v1/subject-register?q={draft.code}").json()
    assert [each["name"] for each in listed["subjects"]] == [draft.name]
    address = f"/api/v1/subjects/{draft.pk}/review"
    said = {"opinion": "符合行政检查主体资格", "document": "铜司审〔2026〕8号"}
    answer = desk.post(address, {"opinion": "符合"}, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["kind"]) == (422, "mistake")
    answer = desk.post(address, said, content_type="application/json")
    assert (answer.status_code, answer.json()["status"]["code"]) == (200, "reviewed")
    again = desk.post(address, said, content_type="application/json")
    assert (again.status_code, again.json()["error"]["kind"]) == (409, "conflict")
