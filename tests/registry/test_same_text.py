"""A name is the same name by whichever door it comes: stored, matched and searched alike, and only once."""

from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connections
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from django.test import Client
from django.urls import reverse

from jingwei import registry as area
from jingwei.platform.actors import SYSTEM
from jingwei.platform.errors import Rejected
from jingwei.platform.models import ImportRun
from jingwei.platform.operations import import_file
from jingwei.registry import operations as registry
from jingwei.registry.models import Certificate, Enterprise, Officer, Region, Subject
from jingwei.registry.sort_keys import sort_key
from jingwei.registry.terms import PartyKind
from tests.people import NOW, District, district, make_subject

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[1] / "data"
CENTRE = "徐州市铜山区疾病预防控制中心（区卫生监督所）"


@pytest.fixture
def cast() -> District:
    people = district()
    make_subject(people.region, "徐州市铜山区水务局", "铜山区水务局", "铜水", "水务")
    Region.objects.create(code="320312101", name="汉王镇", parent=people.region)
    make_subject(people.region, CENTRE, "区疾控中心", "铜疾控", "卫健")
    return people


def sent(name: str, kind: str) -> ImportRun:
    run = import_file(kind=kind, name=name, content=(DATA / name).read_bytes(), actor=SYSTEM, now=NOW)
    assert run.rejected == 0, run.preview
    return run


def test_names_with_blanks_dots_and_signs_of_old_systems_are_stored_as_one(cast: District) -> None:
    assert sent("o05_names_blanks_dots_rare.xlsx", "officers").imported == 9
    named = Officer.objects.filter(subject__name="徐州市铜山区水务局").order_by("pk")
    assert list(named.values_list("name", flat=True)) == [
        *["测庚"] * 3,
        *["买买提·测试"] * 3,
        "测䶮",
        "测𬭎",
        "测䶮",
    ]
    for typed in ("测 庚", "测\u3000庚", "测\u200b庚"):
        assert named.filter(name=typed).count() == 3
    for dot in "·•．.・":
        assert named.filter(name__contains=f"提{dot}测").count() == (3 if dot not in ".．" else 0)
        assert named.filter(name=f"买买提{dot}测试").count() == 3


def test_units_and_numbers_that_look_alike_are_found(cast: District) -> None:
    sent("o05b_lookalikes_in_unit_and_numbers.xlsx", "officers")
    made = Officer.objects.filter(name__startswith="测辛")
    assert made.count() == 9
    assert made.get(name="测辛四").subject.name == CENTRE
    assert made.exclude(name="测辛四").filter(subject__name="徐州市铜山区水务局").count() == 8
    assert Certificate.objects.get(officer__name="测辛九").number == "10999000171"


def test_a_line_break_within_a_cell_is_none_in_a_name(cast: District) -> None:
    sent("o20_alt_enter.xlsx", "officers")
    assert set(Officer.objects.filter(name__startswith="测换").values_list("name", "subject__name")) == {
        ("测换行", "徐州市铜山区水务局"),
        ("测换", "徐州市铜山区水务局"),
    }


def test_names_of_enterprises_have_the_brackets_of_official_names(cast: District) -> None:
    sent("e03_names.xlsx", "enterprises")
    names = Enterprise.objects.filter(credit_code__contains="DEM9032").values_list("name", flat=True)
    assert list(names.order_by("credit_code"))[:2] == ["徐州示例（铜山）机械有限公司"] * 2
    for typed in ("徐州示例化工", "徐州金水示例", "徐州⾦⽔示例", "徐州示例建材", "徐州 示例建材"):
        assert Enterprise.objects.filter(name__contains=typed).count() == 1, typed


@pytest.mark.parametrize(
    "typed",
    [
        CENTRE,
        "徐州市铜山区疾病预防控制中心(区卫生监督所)",
        "疾病预防控制中心(区卫生监督所",
        "(区卫生监督所)",
        "疾病预防控制中⼼",
        "徐州市 铜山区\u200b疾病预防控制中心",
    ],
)
def test_the_public_finds_an_announced_body_by_either_brackets_before_it_is_told_to_let_nobody_in(
    cast: District, client: Client, typed: str
) -> None:
    for page in ("public_search", "public_subjects"):
        shown = client.get(reverse(page), {"q": typed}).content.decode()
        assert CENTRE in shown, page
    cast.supervisor.sign_in(client)
    assert CENTRE in client.get(reverse("search"), {"q": typed}).content.decode()


def test_a_second_subject_in_other_brackets_has_the_same_name(cast: District) -> None:
    given = registry.Declaration(
        name="徐州市 铜山区疾病预防控制中心(区卫生监督所)",
        short_name="疾控",
        document_series="铜疾",
        kind=PartyKind.AUTHORISED,
        line="卫健",
        region="320312",
        jurisdiction=["320312"],
        credit_code="11320312DEM000030R",
        legal_basis="《中华人民共和国传染病防治法》第七条",
    )
    with pytest.raises(Rejected):
        registry.declare_subject(
            declaration=given, document="铜〔2026〕3号", actor=cast.supervisor.member, now=NOW
        )
    assert Subject.objects.filter(name=CENTRE).count() == 1


def test_rows_of_before_get_their_form_and_one_that_would_be_there_twice_stays(cast: District) -> None:
    kept = Subject.objects.get(name="徐州市铜山区水务局")
    twin = make_subject(cast.region, "水务", "水务二", "铜水二", "水务")
    table = Subject._meta.db_table
    enterprise = Enterprise.objects.earliest("pk")
    with connections["default"].cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET name = '徐州市 铜山区水务局' WHERE id = %s", [twin.pk])
        cursor.execute(
            f"UPDATE {Enterprise._meta.db_table} SET name = '徐州⽔(铜山)厂' WHERE id = %s", [enterprise.pk]
        )
    migration = import_module(f"{area.__name__}.migrations.0009_names_in_normal_form").Migration
    migration.operations[0].code(apps, DatabaseSchemaEditor(connections["default"]))
    enterprise.refresh_from_db()
    assert (enterprise.name, enterprise.sort_key) == ("徐州水（铜山）厂", sort_key("徐州水（铜山）厂"))
    twin.refresh_from_db()
    assert twin.name == "徐州市 铜山区水务局"
    assert Subject.objects.get(name="徐州市铜山区水务局") == kept
