"""The object that ``docs/tutorials/new-object.md`` builds works as written there, on pages, in the file and by program."""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client, override_settings
from django.urls import include, path, reverse
from ninja import NinjaAPI
from ninja.security import SessionAuth
from python_calamine import CalamineWorkbook

from jingwei.config import urls as real
from jingwei.platform.models import AuditEvent
from jingwei.web.api import api
from tests.people import District, Person, district

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorials" / "new-object.md"
MOST_DOORS = 120  # lines
PART = re.compile(r"^## \d\. [^\n]*`(\w+)\.py`\n.*?^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
HINT = {"title": "检查前先看计划", "body": "没有列入计划的，先报调整。"}
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built() -> Iterator[SimpleNamespace]:
    """The modules of the tutorial, made of its text and nothing else; no other test meets its table."""
    package = ModuleType("tutorial")
    package.__path__ = []
    sys.modules["tutorial"] = package
    for name, code in PART.findall(TUTORIAL.read_text(encoding="utf-8")):
        module = ModuleType(f"tutorial.{name}")
        sys.modules[module.__name__] = module
        setattr(package, name, module)
        exec(compile(code, f"new-object.md: {name}.py", "exec"), module.__dict__)
    yield SimpleNamespace(**vars(package))
    for name in [each for each in sys.modules if each.partition(".")[0] == "tutorial"]:
        del sys.modules[name]
    del apps.all_models["notices"]["hint"]
    apps.clear_cache()


@pytest.fixture
def people(built: SimpleNamespace) -> Iterator[District]:
    """A district with the hints' table and their addresses."""
    with connection.schema_editor(collect_sql=True) as editor:
        editor.create_model(built.models.Hint)
    with connection.cursor() as cursor:
        # The application may make no table that stays.
        cursor.execute(str(editor.collected_sql[0]).replace("CREATE TABLE", "CREATE TEMPORARY TABLE", 1))
    interface = NinjaAPI(urls_namespace="tutorial", auth=SessionAuth(csrf=True), renderer=api.renderer)
    for error, handler in api._exception_handlers.items():
        interface.add_exception_handler(error, handler)
    interface.add_router("", built.doors.router)
    addresses = ModuleType("tutorial.addresses")
    addresses.__dict__["urlpatterns"] = [
        path("", include(built.doors.urlpatterns)),
        path("api/tutorial/", interface.urls),
        *real.urlpatterns,
    ]
    sys.modules[addresses.__name__] = addresses
    with override_settings(ROOT_URLCONF=addresses.__name__):
        yield district()


def text(person: Person, address: str) -> str:
    answer = person.sign_in(Client()).get(address)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def call(person: Person, address: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
    client, address = person.sign_in(Client()), f"/api/tutorial{address}"
    answer = client.get(address) if body is None else client.post(address, body, "application/json")
    return answer.status_code, answer.json()


def written(people: District, **changes: Any) -> str:
    """Write a hint from its page; return the address of its own."""
    answer = people.supervisor.sign_in(Client()).post(reverse("hint_new"), HINT | changes)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_its_doors_are_few(built: SimpleNamespace) -> None:
    doors = dict(PART.findall(TUTORIAL.read_text(encoding="utf-8")))["doors"]
    assert doors.count("\n") <= MOST_DOORS


def test_it_is_written_published_read_and_withdrawn_on_pages(people: District) -> None:
    address = written(people)
    assert "还没有提示" in text(people.clerk, reverse("hint_list"))
    assert people.clerk.sign_in(Client()).get(address).status_code == 403
    assert f"{address}publish/" not in text(people.supervisor, address)
    lead = people.lead.sign_in(Client())
    assert "发布《检查前先看计划》？" in lead.get(address).content.decode()
    assert lead.post(f"{address}publish/").status_code == 302
    assert "没有列入计划的，先报调整。" in text(people.clerk, address)
    refused = lead.post(f"{address}withdraw/", {"reason": " "})
    assert (refused.status_code, "须写明理由" in refused.content.decode()) == (422, True)
    assert lead.post(f"{address}publish/").status_code == 409
    assert lead.post(f"{address}withdraw/", {"reason": "规定改了"}).status_code == 302
    page = text(people.lead, address)
    assert page.count('<li class="is-red">') == 1
    assert "已撤回" in page
    assert AuditEvent.objects.filter(action="tutorial.hint.withdrawn", sentence__contains="规定改了").exists()


def test_a_mistake_stands_beside_its_field_and_nothing_typed_is_lost(people: District) -> None:
    written(people)
    answer = people.supervisor.sign_in(Client()).post(reverse("hint_new"), HINT | {"body": "另一段"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_title_error">已经有《检查前先看计划》' in " ".join(page.split()).replace('" ', '" ')
    assert "另一段" in page


def test_the_list_is_searched_tallied_sorted_and_taken_along(people: District) -> None:
    for title in ("乙事", "甲事"):
        written(people, title=title)
    page = text(people.supervisor, f"{reverse('hint_list')}?q=先报 甲事&sort=title")
    assert ("甲事" in page, "乙事" in page) == (True, False)
    assert '<b >2</b><span class="jw-unit">条</span>' in text(people.supervisor, reverse("hint_list"))
    answer = people.supervisor.sign_in(Client()).get(f"{reverse('hint_export')}?sort=title")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0] == ["标题", "内容", "发布时间", "状态"]
    assert sorted(row[0] for row in rows[1:]) == sorted(["乙事", "甲事"])


def test_programs_do_the_same_by_the_same_forms(people: District) -> None:
    status, hint = call(people.supervisor, "/hints", HINT)
    assert (status, hint["state"]) == (200, {"code": "draft", "label": "草稿"})
    one = f"/hints/{hint['id']}"
    assert call(people.clerk, "/hints")[1]["count"] == 0
    assert call(people.supervisor, f"{one}/publish", {})[1]["error"]["kind"] == "not_allowed"
    assert call(people.lead, f"{one}/publish", {})[1]["state"]["code"] == "published"
    assert call(people.clerk, one)[1]["body"] == HINT["body"]
    assert call(people.lead, f"{one}/withdraw", {"reason": ""})[1]["error"]["field"] == "reason"
    assert call(people.lead, "/hints", HINT | {"title": "字" * 61})[1]["error"]["field"] == "title"
    assert call(people.lead, "/hints?state=none")[1]["error"]["field"] == "state"
