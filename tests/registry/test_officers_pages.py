"""The pages of 执法人员与证件: roster, person, clean-up, applications and the establishment check, by hand."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from jingwei.platform.calendar import local_date
from jingwei.platform.models import ImportRun
from jingwei.platform.spreadsheets.lists import write_list
from jingwei.registry import operations as registry
from jingwei.registry.jobs import take_uploaded_return
from jingwei.registry.models import Certificate, EstablishmentCheck, Officer
from jingwei.registry.terms import (
    ApplicationStage,
    CancelReason,
    CertificateStatus,
    CheckDecision,
    CheckResult,
    StaffKind,
)
from tests.people import District, Person, district

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> District:
    return district(on=local_date(timezone.now()))


def page(client: Client, who: Person, name: str, *args: object, **query: str) -> str:
    answer = who.sign_in(client).get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def send(client: Client, who: Person, address: str, /, *args: object, **data: object) -> int:
    answer = who.sign_in(client).post(reverse(address, args=args), data, follow=True)
    return int(answer.redirect_chain[-1][1]) if answer.redirect_chain else answer.status_code


def cells(content: bytes) -> list[list[object]]:
    return [
        list(row)
        for row in CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    ]


def test_the_bureau_sees_every_roster_and_a_department_its_own(client: Client, cast: District) -> None:
    assert all(name in page(client, cast.supervisor, "officer_list") for name in ("陆远", "江澄"))
    own = page(client, cast.clerk, "officer_list")
    assert "陆远" in own
    assert "江澄" not in own


@pytest.mark.parametrize(
    ("query", "found", "left_out"),
    [
        ({"q": "ly"}, "陆远", "沈青"),
        ({"q": "10320312002"}, "沈青", "陆远"),
        ({"staff": "auxiliary"}, "于谨", "陆远"),
        ({"card": "expired"}, "秦越", "陆远"),
        ({"card": "none"}, "于谨", "陆远"),
        ({"card": "valid"}, "陆远", "秦越"),
        ({"field": "market"}, "江澄", "陆远"),
        ({"card": "suspended"}, "没有符合条件", "陆远"),
    ],
)
def test_the_roster_is_filtered(
    client: Client, cast: District, query: dict[str, str], found: str, left_out: str
) -> None:
    shown = page(client, cast.supervisor, "officer_list", **query)
    assert found in shown
    assert left_out not in shown


def test_the_roster_is_exported_as_filtered_and_without_resident_ids(client: Client, cast: District) -> None:
    answer = cast.supervisor.sign_in(client).get(reverse("officer_export"), {"q": "江澄"})
    rows = cells(answer.content)
    assert rows[0][:3] == ["姓名", "单位", "人员性质"]
    assert [row[0] for row in rows[1:]] == ["江澄"]
    assert "身份证号" not in rows[0]


def test_a_person_is_registered_put_right_and_leaves(client: Client, cast: District) -> None:
    given: dict[str, object] = {
        "subject_id": cast.subject.pk,
        "name": "钟一",
        "staff": "public_institution",
    }
    assert send(client, cast.clerk, "officer_new", **given) == 302
    officer = Officer.objects.get(name="钟一")
    changed = {"change-name": "钟一", "change-staff": "public_institution", "change-post": "科员"}
    assert send(client, cast.clerk, "officer_change", officer.pk, **changed) == 302
    left = {"left-reason": "retired", "left-left_on": "2024-01-31"}
    assert send(client, cast.clerk, "officer_left", officer.pk, **left) == 302
    shown = page(client, cast.clerk, "officer_detail", officer.pk)
    assert "2024-01-31　退休" in shown
    assert "职务由“”改为“科员”" in shown


def test_a_department_cannot_open_or_change_anothers_person(client: Client, cast: District) -> None:
    stranger = cast.other_officer.roster
    assert cast.clerk.sign_in(client).get(reverse("officer_detail", args=[stranger.pk])).status_code == 403
    left = {"left-reason": "retired", "left-left_on": "2024-01-31"}
    assert send(client, cast.clerk, "officer_left", stranger.pk, **left) == 403
    given = {"subject_id": str(cast.other_subject.pk), "name": "钟一", "staff": "contract"}
    assert send(client, cast.clerk, "officer_new", **given) == 422
    assert not Officer.objects.filter(name="钟一").exists()


def test_a_first_certificate_is_applied_for_approved_and_issued(client: Client, cast: District) -> None:
    officer = registry.register_officer(
        subject_id=cast.subject.pk,
        name="钟一",
        staff=StaffKind.CIVIL_SERVANT,
        actor=cast.clerk.member,
        now=timezone.now(),
    )
    applied = {"apply-fields_wanted": ["emergency"], "apply-score": "78"}
    assert send(client, cast.clerk, "officer_apply", officer.pk, **applied) == 302
    application = officer.applications.get()
    assert "钟一" in page(client, cast.supervisor, "application_list")
    assert "审核申领" in page(client, cast.supervisor, "officer_detail", officer.pk)
    assert send(client, cast.clerk, "application_decide", application.pk, is_approved="1") == 403
    assert send(client, cast.supervisor, "application_decide", application.pk, is_approved="1") == 302
    issued = {
        "issue-number": "10320312077",
        "issue-kind": "provincial",
        "issue-fields_held": ["emergency"],
        "issue-valid_from": "2026-01-01",
        "issue-issued_on": "2026-01-01",
        "issue-issuer": "江苏省人民政府",
    }
    assert send(client, cast.supervisor, "officer_issue", officer.pk, **issued) == 302
    card = Certificate.objects.get(number="10320312077")
    assert (card.is_first, str(card.valid_to)) == (True, "2030-12-31")
    application.refresh_from_db()
    assert application.stage == ApplicationStage.ISSUED


def test_a_refusal_shows_every_reason_and_keeps_what_was_typed(client: Client, cast: District) -> None:
    given = {
        "issue-number": "10320312002",
        "issue-kind": "provincial",
        "issue-fields_held": ["emergency"],
        "issue-valid_from": "2026-01-01",
    }
    cast.supervisor.sign_in(client)
    answer = client.post(reverse("officer_issue", args=[cast.auxiliary.roster.pk]), given)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "/rules/R-OFF-04a/" in shown
    assert "/rules/R-OFF-10b/" in shown


def test_a_card_is_suspended_given_back_cancelled_and_returned(client: Client, cast: District) -> None:
    card = cast.officer.card
    key = card.pk
    assert (
        send(client, cast.supervisor, "certificate_suspend", key, **{f"suspend-{key}-reason": "核查"}) == 302
    )
    assert send(client, cast.supervisor, "certificate_resume", key, **{f"resume-{key}-reason": "查清"}) == 302
    assert send(client, cast.supervisor, "certificate_cancel", key, **{f"cancel-{key}-reason": "left"}) == 302
    today = local_date(timezone.now()).isoformat()
    given = {f"return-{key}-returned_on": today}
    assert send(client, cast.supervisor, "certificate_returned", key, **given) == 302
    card.refresh_from_db()
    assert (card.status, card.cancel_reason, str(card.returned_on)) == ("cancelled", "left", today)
    assert send(client, cast.supervisor, "certificate_suspend", key, **{f"suspend-{key}-reason": "再"}) == 409


def test_certificates_to_clean_up_are_cancelled_together_after_asking_once_more(
    client: Client, cast: District
) -> None:
    registry.note_officer_left(
        officer_id=cast.third.roster.pk,
        reason=CancelReason.RETIRED,
        left_on=local_date(timezone.now()),
        actor=cast.clerk.member,
        now=timezone.now(),
    )
    shown = page(client, cast.supervisor, "clean_up_list")
    assert "龚䶮" in shown
    assert "秦越" in shown
    assert "陆远" not in shown
    picked = [cast.third.card.pk, cast.expired.card.pk, cast.officer.card.pk]
    asked = client.post(reverse("clean_up_cancel"), {"pick": picked}).content.decode()
    assert "注销 2 本证件？" in asked
    assert "另有 1 本" in asked
    client.post(reverse("clean_up_cancel"), {"pick": picked, "is_confirmed": "1"})
    assert dict(Certificate.objects.filter(pk__in=picked).values_list("number", "cancel_reason")) == {
        "10320312001": "",
        "10320312003": "retired",
        "10320312004": "expired",
    }
    assert "没有应注销的证件" in page(client, cast.supervisor, "clean_up_list")


def test_cards_that_end_within_ninety_days_are_listed(client: Client, cast: District) -> None:
    today = local_date(timezone.now())
    Certificate.objects.filter(pk=cast.second.card.pk).update(valid_to=today + timedelta(days=90))
    Certificate.objects.filter(pk=cast.third.card.pk).update(valid_to=today + timedelta(days=91))
    shown = page(client, cast.supervisor, "expiring_list")
    assert "沈青" in shown
    assert "90 日后到期" in shown
    assert "龚䶮" not in shown


def test_a_round_of_the_check_from_the_upload_to_its_end(client: Client, cast: District) -> None:
    now = local_date(timezone.now()).isoformat()
    assert send(client, cast.supervisor, "check_new", title="上半年编制核对", as_of=now) == 302
    check = EstablishmentCheck.objects.get()
    sheet = write_list(
        "人员",
        ("姓名", "人员性质", "职务", "证号"),
        [
            ("陆远", "行政编制", "科长", "10320312001"),
            ("沈青", "合同制", "", "10320312002"),
            ("龚䶮", "行政编制", "", "10320312003"),
            ("秦越", "行政编制", "", "10320312004"),
            ("于谨", "执法辅助人员", "", ""),
        ],
    )
    upload = {"subject_id": cast.subject.pk, "file": SimpleUploadedFile("报表.xlsx", sheet)}
    assert send(client, cast.clerk, "check_return", check.pk, **upload) == 302
    run = ImportRun.objects.get()
    assert "正在读取报表" in page(client, cast.clerk, "check_sheet", check.pk, run.pk)
    assert not check.rows.exists()
    take_uploaded_return(importrun_id=run.pk)
    assert "已收取 5 人，待核对 5 人，其中不符 3 人" in page(
        client, cast.clerk, "check_sheet", check.pk, run.pk
    )
    take_uploaded_return(importrun_id=run.pk)  # taken up again after its worker was killed: it finds it done
    assert check.rows.count() == 5
    assert send(client, cast.other_clerk, "check_sheet", check.pk, run.pk) in {404, 405}
    assert "沈青" in page(client, cast.clerk, "check_detail", check.pk)
    assert "沈青" not in page(client, cast.other_clerk, "check_detail", check.pk)
    row = check.rows.get(name="沈青")
    panel = page(client, cast.supervisor, "check_detail", check.pk, row=str(row.pk), result="not_established")
    assert "合同制" in panel
    assert "/rules/R-OFF-04b/" in panel
    assert send(client, cast.supervisor, "row_decide", row.pk, decision="keep_roster") == 422
    assert send(client, cast.supervisor, "row_decide", row.pk, decision="clean_up") == 302
    assert send(client, cast.supervisor, "check_confirm", check.pk) == 302
    still_open = [each.pk for each in check.rows.filter(decided_at=None)]
    assert {each.name for each in check.rows.filter(decided_at=None)} == {"陆远", "于谨"}
    batch = {"pick": still_open, "decision": "take_return", "note": ""}
    asked = client.post(reverse("rows_decide", args=[check.pk]), batch).content.decode()
    assert "以报表为准：2 人？" in asked
    ended = client.post(reverse("rows_decide", args=[check.pk]), {**batch, "is_confirmed": "1"})
    assert "未办成 1 人" in ended.content.decode()
    assert Officer.objects.get(name="陆远").post == "科长"
    assert send(client, cast.supervisor, "check_close", check.pk) == 409
    left = check.rows.get(name="于谨")
    given = {"decision": "keep_roster", "note": "核实是同一人"}
    assert send(client, cast.supervisor, "row_decide", left.pk, **given) == 302
    assert send(client, cast.supervisor, "check_close", check.pk) == 302
    assert "已办结" in page(client, cast.supervisor, "check_list")
    exported = client.get(reverse("check_export", args=[check.pk]))
    rows = cells(exported.content)
    assert len(rows) == 6
    assert CheckResult.NOT_ESTABLISHED.label in {row[4] for row in rows}
    assert CheckDecision.CLEAN_UP.label in {row[6] for row in rows}
    assert Certificate.objects.get(number="10320312002").status == CertificateStatus.VALID
    assert "沈青" in page(client, cast.supervisor, "clean_up_list")


def test_a_sheet_that_cannot_be_read_is_answered_with_the_reason(client: Client, cast: District) -> None:
    check = registry.open_establishment_check(
        title="核对", as_of=local_date(timezone.now()), actor=cast.lead.member, now=timezone.now()
    )
    upload = {"subject_id": cast.subject.pk, "file": SimpleUploadedFile("报表.xlsx", b"none")}
    assert send(client, cast.clerk, "check_return", check.pk, **upload) == 302
    run = ImportRun.objects.get()
    take_uploaded_return(importrun_id=run.pk)
    shown = page(client, cast.clerk, "check_sheet", check.pk, run.pk)
    assert "没有收取" in shown
    assert "没有找到编制报表的表头" in shown
    assert page(client, cast.clerk, "check_return", check.pk)
    template = client.get(reverse("check_template"))
    assert cells(template.content)[0][0] == "姓名"
