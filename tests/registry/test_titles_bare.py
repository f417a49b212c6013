"""A stored title is a title alone, whichever door it came through, and what was stored before is split."""

import importlib

import pytest
from django.apps import apps
from django.db import IntegrityError, connections
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from django.test import Client
from django.urls import reverse

from jingwei import registry
from jingwei.platform.errors import Mistake
from jingwei.registry import operations
from jingwei.registry.models import Basis, Item, ItemVersion, Region, Subject
from jingwei.registry.operations import BasisEntry
from jingwei.registry.terms import BasisLevel, ItemStatus
from tests.people import NOW, TODAY, District, district

pytestmark = pytest.mark.django_db
split_citations = importlib.import_module(f"{registry.__name__}.migrations.0007_split_citations")


@pytest.fixture
def cast() -> District:
    return district()


def filled(cast: District, **changes: str) -> dict[str, str]:
    return {
        "code": "TS-YJ-777",
        "name": "对粉尘涉爆企业的检查",
        "field": "emergency",
        "object_scope": "工贸企业",
        "level": "district",
        "basis_level": "law",
        "title": "《中华人民共和国消防法》第五十三条",
        "article": "",
    } | changes


def test_the_form_splits_what_was_pasted_into_the_title(cast: District, client: Client) -> None:
    cast.clerk.sign_in(client)
    answer = client.post(reverse("item_new"), filled(cast))
    assert answer.status_code == 302, answer.content.decode()
    (basis,) = Item.objects.get(code="TS-YJ-777").bases.all()
    assert (basis.title, basis.article) == ("中华人民共和国消防法", "第五十三条")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": "《消防法》第五条；《安全生产法》第六条"}, "写了 2 个文件"),
        ({"title": "《消防法》等法律"}, "看不出是哪一条"),
        ({"title": "《消防法》第五条", "article": "第六条"}, "文件名称中写的是“第五条”"),
    ],
)
def test_the_form_says_what_it_cannot_split(
    cast: District, client: Client, changes: dict[str, str], said: str
) -> None:
    cast.clerk.sign_in(client)
    answer = client.post(reverse("item_new"), filled(cast, **changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_the_form_for_another_basis_takes_the_article_behind_the_title(
    cast: District, client: Client
) -> None:
    Item.objects.filter(pk=cast.item.pk).update(status=ItemStatus.UNPUBLISHED)
    cast.clerk.sign_in(client)
    address = reverse("item_amend_basis", args=[cast.item.pk])
    given = {"amend-basis_level": "law", "amend-title": "《中华人民共和国消防法》第五十三条"}
    assert client.post(address, given).status_code == 302
    assert cast.item.bases.filter(title="中华人民共和国消防法", article="第五十三条").exists()
    answer = client.post(address, given | {"amend-title": "《中华人民共和国消防法》"})
    assert answer.status_code == 422
    assert "没有填写条款" in answer.content.decode()


def test_no_operation_stores_title_marks(cast: District) -> None:
    Item.objects.filter(pk=cast.item.pk).update(status=ItemStatus.UNPUBLISHED)
    with pytest.raises(Mistake, match="里有书名号"):
        operations.amend_basis(
            item_id=cast.item.pk,
            basis=BasisEntry(BasisLevel.LAW, "中华人民共和国消防法》第五十三条", "第五十三条"),
            actor=cast.clerk.member,
            now=NOW,
        )


@pytest.mark.parametrize("title", ["《中华人民共和国消防法", "中华人民共和国消防法》第五十三条"])
def test_the_database_refuses_title_marks(cast: District, title: str) -> None:
    with pytest.raises(IntegrityError, match="basis_title_bare"):
        Basis.objects.create(item=cast.item, level="law", title=title, article="")


STORED = [
    ("中华人民共和国消防法》第五十三条", "", [("中华人民共和国消防法", "第五十三条")]),
    ("中华人民共和国消防法》第五十三条", "第五十三条", [("中华人民共和国消防法", "第五十三条")]),
    ("消防法》（2021年4月29日施行）第五十三条", "", [("消防法", "第五十三条")]),
    ("1.《消防法》2.《消防监督检查规定", "", [("消防法", ""), ("消防监督检查规定", "")]),
    ("消防法》、《行政处罚法", "第五十三条、第五条", [("消防法", "第五十三条"), ("行政处罚法", "第五条")]),
    ("消防法》、《行政处罚法", "第五十三条", [("消防法〉、〈行政处罚法", "第五十三条")]),
    ("消防法》第五十三条：应当检查", "", [("消防法〉第五十三条：应当检查", "")]),
]


@pytest.mark.django_db(databases=["owner"])
@pytest.mark.parametrize(("title", "article", "left"), STORED)
def test_what_was_stored_before_is_split(title: str, article: str, left: list[tuple[str, str]]) -> None:
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute("ALTER TABLE registry_basis DROP CONSTRAINT basis_title_bare")
    region = Region.objects.using("owner").create(code="320312", name="铜山区")
    subject = Subject.objects.using("owner").create(
        code="TS-ZT-9999", name="某局", short_name="某局", region=region, jurisdiction=[], kind="organ"
    )
    item = Item.objects.using("owner").create(code="X", name="甲", subject=subject, field="fire")
    bases = Basis.objects.using("owner")
    bases.create(item=item, level="law", title=title, article=article)
    bases.create(item=item, level="law", title="行政强制法", article="第一条")
    content = {"name": "甲", "bases": [{"level": "law", "title": title, "article": article}]}
    version = ItemVersion.objects.using("owner").create(
        item=item, number=1, valid_from=TODAY, content=content
    )

    editor = DatabaseSchemaEditor(owner)
    split_citations.split_bases(apps, editor)
    split_citations.split_versions(apps, editor)
    first, last = bases.order_by("id").values_list("title", "article")[:2]
    assert [first, *bases.order_by("id").values_list("title", "article")[2:]] == left
    assert last == ("行政强制法", "第一条")
    version.refresh_from_db()
    assert [(each["title"], each["article"]) for each in version.content["bases"]] == left
