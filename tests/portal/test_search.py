"""One search: what it finds by which words, how far each may see, and how long it takes."""

import pytest
from django.test import Client
from django.urls import reverse

from jingwei.portal.queries.search import GROUPS, normalised, search
from jingwei.registry.models import Enterprise
from jingwei.registry.sort_keys import sort_key
from jingwei.registry.terms import CreditClass, EnterpriseKind
from tests.inspections.walking import Walk
from tests.people import Person, district, make_enterprise

pytestmark = pytest.mark.django_db
SEARCH = reverse("search")
LIST = reverse("inspection_list")


@pytest.fixture
def walk() -> Walk:
    return Walk(district())


def found(person: Person, text: str) -> dict[str, list[str]]:
    return {each.group.key: [hit.title for hit in each.hits] for each in search(person.member, text)}


@pytest.mark.parametrize(
    "text",
    [
        "星禾",
        "xzxh",
        "XZXH",
        "xuzhouxinghe",
        "xinghe",
        "91320312DEM000014U",
        "dem000014",
        "星禾 机械",
        "xinghe jixie",
    ],
)
def test_an_enterprise_is_found_by_name_pinyin_initials_and_code(walk: Walk, text: str) -> None:
    assert found(walk.people.clerk, text)["enterprises"] == ["徐州星禾示例机械有限公司"]


@pytest.mark.parametrize("text", ["陆远", "luyuan", "ly", "10320312001"])
def test_an_officer_is_found_by_name_pinyin_and_certificate(walk: Walk, text: str) -> None:
    assert found(walk.people.clerk, text)["officers"][0] == "陆远"


def test_a_department_finds_its_own_officers_and_inspections_alone(walk: Walk) -> None:
    task = walk.request()
    for person, is_found in ((walk.people.clerk, True), (walk.people.other_clerk, False)):
        assert (task.number in found(person, task.number).get("inspections", [])) == is_found
        assert ("陆远" in found(person, "陆远").get("officers", [])) == is_found
    assert found(walk.people.supervisor, task.number)["inspections"] == [task.number]


@pytest.mark.parametrize("brackets", ["[]", "()", "（）", "【】", "［］", "〔〕"])
def test_a_number_is_found_whatever_brackets_were_typed(walk: Walk, brackets: str) -> None:
    task = walk.request()
    typed = normalised(task.number.translate(str.maketrans("〔〕", brackets)))
    assert found(walk.people.clerk, typed)["inspections"] == [task.number]
    assert task.number in walk.people.clerk.sign_in(Client()).get(LIST, {"q": typed}).content.decode()


def test_what_is_not_published_is_found_by_its_own_department_alone(walk: Walk) -> None:
    name = walk.people.unpublished_item.name
    assert found(walk.people.clerk, "安全培训")["items"] == [name]
    assert "items" not in found(walk.people.other_clerk, "安全培训")


def test_a_subject_is_found_by_name_short_name_and_initials(walk: Walk) -> None:
    for text in ("应急管理局", "tsqyjglj", "T001"):
        assert found(walk.people.other_clerk, text)["subjects"] == ["铜山区应急管理局"]


def test_names_that_begin_with_the_text_come_first(walk: Walk) -> None:
    make_enterprise(walk.people.region, "91320312DEM000049X", "安徽星禾分厂")
    make_enterprise(walk.people.region, "91320312DEM000057P", "星禾农场")
    assert found(walk.people.clerk, "星禾")["enterprises"][0] == "星禾农场"
    assert found(walk.people.clerk, "xh")["enterprises"][0] == "星禾农场"


def test_a_group_shows_ten_and_leads_to_all_of_it(walk: Walk, client: Client) -> None:
    make_many(walk, 30)
    text = walk.people.clerk.sign_in(client).get(SEARCH, {"q": "量测"}).content.decode()
    assert text.count("jw-title") == 10
    assert "全部企业" in text
    text = client.get(SEARCH, {"q": "量测", "group": "enterprises", "page": "2"}).content.decode()
    assert "共 30 条" in text
    assert text.count("jw-title") == 10


@pytest.mark.parametrize(
    "text", ["", "　", "星", "%%", "__", "\\\\", "'; drop", "〔2026〕９９９９号", "没有这样的"]
)
def test_what_finds_nothing_says_what_to_try(walk: Walk, client: Client, text: str) -> None:
    answer = walk.people.clerk.sign_in(client).get(SEARCH, {"q": text})
    assert answer.status_code == 200
    assert "jw-empty" in answer.content.decode()


def test_full_width_digits_and_blanks_are_read_as_they_are_meant(walk: Walk, client: Client) -> None:
    text = walk.people.clerk.sign_in(client).get(SEARCH, {"q": "　１０３２０３１２００１ "}).content.decode()
    assert "陆远" in text


@pytest.mark.parametrize("who", ["contact", "system", "security", "audit"])
def test_enterprises_and_administrators_have_no_search(walk: Walk, client: Client, who: str) -> None:
    getattr(walk.people, who).sign_in(client)
    assert client.get(SEARCH).status_code == 403
    assert 'class="jw-search"' not in client.get(reverse("rule_list")).content.decode()


def test_every_page_of_the_desk_has_the_box(walk: Walk, client: Client) -> None:
    text = walk.people.clerk.sign_in(client).get(reverse("workbench")).content.decode()
    assert f'action="{SEARCH}"' in text


def test_among_a_thousand_enterprises_the_one_is_found_by_any_of_its_names(walk: Walk) -> None:
    make_many(walk, 1_000)
    actor = walk.people.clerk.member
    for text, is_found in (("量测", True), ("xzlc", True), ("liangce", True), ("没有这家", False)):
        assert bool(list(GROUPS["enterprises"].find(actor, text)[:11])) is is_found, text


def make_many(walk: Walk, count: int) -> None:
    key = sort_key("徐州量测示例有限公司")
    Enterprise.objects.bulk_create(
        Enterprise(
            credit_code=f"91320312DEM{number:06}X",
            name=f"徐州量测示例{number}有限公司",
            kind=EnterpriseKind.COMPANY,
            credit_class=CreditClass.B,
            region=walk.people.region,
            sort_key=key.replace(" ", f"{number} ") + str(number),
        )
        for number in range(count)
    )
