"""The lists that leave come in again under their own headings, where an importer reads such rows."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from jingwei.planning.imports import CapImporter, GradeImporter, PlanImporter
from jingwei.planning.models import Cap, DepartmentGrade, PlanLine
from jingwei.platform.actors import SYSTEM
from jingwei.platform.errors import Mistake
from jingwei.platform.spreadsheets.importers import importer_of
from jingwei.platform.spreadsheets.importing import Importer
from jingwei.platform.spreadsheets.running import Outcome, run_table
from jingwei.platform.spreadsheets.tables import Table, open_table
from jingwei.registry.imports.items import ItemImporter
from jingwei.registry.models import Basis, Item
from tests.people import NOW, TODAY, District, district
from tests.planning.planned import add, draft
from tests.sheets import reasons

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> District:
    """The cast of the tests."""
    return district()


def left(client: Client, people: District, address: str) -> bytes:
    """Return a list as the supervisor has it made."""
    people.supervisor.sign_in(client)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content


def opened(content: bytes, importer: Importer, name: str = "导出.xlsx") -> Table:
    table = open_table(content, name=name, layout=importer.layout)
    assert [column.title for column in table.unread if column.is_asked] == []
    return table


def came(content: bytes, importer: Importer, name: str = "导出.xlsx") -> Outcome:
    outcome = run_table(opened(content, importer, name), importer, actor=SYSTEM, now=NOW)
    assert (outcome.rejected, bool(outcome.imported)) == (0, True), reasons(outcome)
    return outcome


def caps(people: District) -> list[tuple[object, ...]]:
    made = {"valid_from": date(2026, 1, 1), "source": "公告"}
    Cap.objects.create(subject=people.subject, item=people.item, credit_class="B", visits=2, **made)
    Cap.objects.create(subject=people.subject, visits=4, **made)
    Cap.objects.create(line=people.subject.line, visits=6, **made, valid_until=date(2027, 1, 1))
    return standing_caps()


def standing_caps() -> list[tuple[object, ...]]:
    columns = ("subject", "line", "item", "credit_class", "visits", "valid_from", "valid_until", "source")
    return sorted(Cap.objects.values_list(*columns), key=str)


def test_caps_come_back_as_they_left(people: District, client: Client) -> None:
    before = caps(people)
    content = left(client, people, reverse("cap_list_export"))
    Cap.objects.all().delete()
    came(content, CapImporter())
    assert standing_caps() == before


def test_published_caps_come_back_as_they_left(people: District, client: Client) -> None:
    before = caps(people)
    content = left(client, people, reverse("open_data", args=["caps", "csv"]))
    Cap.objects.all().delete()
    came(content, CapImporter(), "频次上限.csv")
    assert standing_caps() == before


def test_items_come_back_with_their_bases(people: District, client: Client) -> None:
    item = people.unpublished_item
    Basis.objects.filter(item=item).delete()
    Basis.objects.create(
        item=item, level="law", title="中华人民共和国消防法", article="第五十三条、第五十四条"
    )
    Basis.objects.create(item=item, level="department_rule", title="消防监督检查规定", article="第十八条")
    content = left(client, people, f"{reverse('item_export')}?q={item.code}")
    facts = ("code", "name", "subject", "field", "object_scope", "level", "methods", "frequency")
    before = Item.objects.filter(pk=item.pk).values_list(*facts).get()
    bases = list(item.bases.order_by("id").values_list("level", "title", "article"))
    # Rows of the library are kept for good; under another code it makes room for the one that comes.
    Item.objects.filter(pk=item.pk).update(code="OLD")
    came(content, ItemImporter())
    back = Item.objects.get(code=item.code)
    assert Item.objects.filter(pk=back.pk).values_list(*facts).get() == before
    assert list(back.bases.order_by("id").values_list("level", "title", "article")) == bases


def test_lines_of_a_plan_come_back_as_they_left(people: District, client: Client) -> None:
    plan = draft(people)
    line = add(people, plan)
    content = left(client, people, reverse("plan_export", args=[plan.pk]))
    facts = ("name", "item", "object_scope", "base", "quantity", "ratios", "visits", "first_on", "last_on")
    before = PlanLine.objects.filter(pk=line.pk).values(*facts).get()
    PlanLine.objects.all().delete()
    came(content, PlanImporter())
    assert PlanLine.objects.values(*facts).get() == before


def test_grades_come_back_as_they_left(people: District, client: Client) -> None:
    DepartmentGrade.objects.create(
        subject=people.subject,
        enterprise=people.enterprise,
        credit_class="C",
        criteria="标准",
        score=61,
        reason="涉爆粉尘",
        valid_from=TODAY,
        entered_at=NOW,
    )
    content = left(client, people, reverse("grade_list_export"))
    DepartmentGrade.objects.all().delete()
    came(content, GradeImporter())
    assert DepartmentGrade.objects.values_list("credit_class", "score").get() == ("C", Decimal(61))


@pytest.mark.parametrize(
    ("kind", "address"), [("subjects", "subject_export"), ("enterprises", "dossier_export")]
)
def test_other_lists_are_read_to_the_last_cell(
    people: District, client: Client, kind: str, address: str
) -> None:
    """Their rows are registered already; each is read, and only that is said against it."""
    importer = importer_of(kind)
    rows = list(opened(left(client, people, reverse(address)), importer).rows(TODAY))
    assert rows
    assert [str(problem) for row in rows for problem in row.problems] == []
    outcome = run_table(
        opened(left(client, people, reverse(address)), importer),
        importer,
        actor=SYSTEM,
        now=NOW,
        is_dry_run=True,
    )
    assert all("已经登记" in reason for reason in reasons(outcome))


@pytest.mark.parametrize(
    ("kind", "address", "lacking"),
    [
        ("officers", "officer_export", "“身份证号”"),  # it never leaves
        ("inspections", "inspection_export", "“事项编码”"),
        ("scans", "external_scan_export", "“执法证号”"),
    ],
)
def test_a_list_without_what_a_row_must_have_says_what_it_lacks(
    people: District, client: Client, kind: str, address: str, lacking: str
) -> None:
    with pytest.raises(Mistake, match=lacking):
        opened(left(client, people, reverse(address)), importer_of(kind))
