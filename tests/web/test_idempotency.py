"""Same key, same answer, one act; another request under the key is told so."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import RequestFactory

from jingwei.platform.answers import drop_old_answers
from jingwei.platform.errors import Conflict, Mistake
from jingwei.platform.models import Account, KeptAnswer, Numbering
from jingwei.platform.numbering import next_number
from jingwei.platform.rules.calendar_loaded import Facts
from jingwei.rulebook import Moment, ask
from jingwei.web.idempotency import idempotent
from tests.harness.database import Database

KEY = "3f7c0a52-8a53-4b3e-9a35-0a6ad3d9a0d1"
THREADS = 8


@idempotent
def count(request: HttpRequest) -> HttpResponse:
    """Give a number, which is the act; the field ``fault`` makes it fail after that."""
    response = JsonResponse({"number": next_number("test", 2026)}, status=201)
    match request.POST.get("fault"):
        case "conflict":
            raise Conflict("已经入企")
        case "refused":
            unloaded = Facts(year=2027, is_loaded=False, is_demonstration_fill=False)
            ask(Moment.COUNT_DAYS, [unloaded], on=date(2027, 1, 1)).require()
        case "crash":
            raise RuntimeError("a programming error")
    response["Location"] = "/tasks/1/"
    return response


def post(
    account: Account | None,
    key: str = KEY,
    *,
    path: str = "/act/",
    accept: str = "application/json",
    **fields: str,
) -> HttpResponse:
    headers = {"Accept": accept} | ({"Idempotency-Key": key} if key else {})
    request = RequestFactory().post(path, fields, headers=headers)
    request.user = account or AnonymousUser()
    return count(request)


def given() -> int:
    """How many acts there were."""
    return sum(Numbering.objects.values_list("last", flat=True))


@pytest.fixture
def alice(db: None) -> Account:
    return Account.objects.create_account("alice", "袁知")


def test_a_repeated_request_gets_the_first_answer_and_acts_once(alice: Account) -> None:
    first, second = post(alice, place="gate"), post(alice, place="gate")
    assert (
        (first.status_code, first.content) == (second.status_code, second.content) == (201, b'{"number": 1}')
    )
    assert second["Location"] == first["Location"]
    assert second["Content-Type"] == "application/json"
    assert given() == 1


def test_without_a_key_every_request_acts(alice: Account) -> None:
    assert [post(alice, "").content for _ in range(2)] == [b'{"number": 1}', b'{"number": 2}']
    assert not KeptAnswer.objects.exists()


def test_a_form_brings_its_key_as_a_field(alice: Account) -> None:
    answers = [post(alice, "", idempotency_key=KEY, csrfmiddlewaretoken=token) for token in ("one", "two")]
    assert {answer.content for answer in answers} == {b'{"number": 1}'}


@pytest.mark.parametrize("change", [{"place": "door"}, {"path": "/other/"}])
def test_the_key_of_another_request_is_a_mistake(alice: Account, change: dict[str, str]) -> None:
    post(alice, place="gate")
    with pytest.raises(Mistake, match="不同的请求") as caught:
        post(alice, **{"place": "gate", **change})
    assert caught.value.status == 422
    assert given() == 1


def test_two_people_may_have_the_same_key(alice: Account) -> None:
    bob = Account.objects.create_account("bob", "韩牧")
    assert [post(each, place="gate").content for each in (alice, bob, None)] == [
        b'{"number": 1}',
        b'{"number": 2}',
        b'{"number": 3}',
    ]


def test_a_key_longer_than_the_column_is_a_mistake(alice: Account) -> None:
    with pytest.raises(Mistake, match="超过 255"):
        post(alice, "k" * 256)


def test_a_form_without_a_field_has_its_key_too(alice: Account) -> None:
    assert [post(alice).content for _ in range(2)] == [b'{"number": 1}'] * 2


@pytest.mark.parametrize(("fault", "status"), [("conflict", 409), ("refused", 422)])
def test_a_refusal_is_kept_like_any_answer(alice: Account, fault: str, status: int) -> None:
    first, second = post(alice, fault=fault), post(alice, fault=fault)
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert first.status_code == status
    assert KeptAnswer.objects.get().status == status


def test_a_form_of_a_page_sent_twice_is_one_act(alice: Account) -> None:
    answers = [post(alice, "", form_key=KEY, csrfmiddlewaretoken=token) for token in ("one", "two")]
    assert [answer.content for answer in answers] == [b'{"number": 1}'] * 2


def test_who_goes_back_in_the_browser_and_types_something_else_acts_anew(alice: Account) -> None:
    answers = [post(alice, "", form_key=KEY, place=place).content for place in ("gate", "door")]
    assert answers == [b'{"number": 1}', b'{"number": 2}']


def test_what_a_page_was_refused_may_be_tried_again(alice: Account) -> None:
    assert post(alice, "", form_key=KEY, fault="conflict").status_code == 409
    assert not KeptAnswer.objects.exists()


def test_old_answers_are_forgotten(alice: Account) -> None:
    post(alice)
    kept = KeptAnswer.objects.get().kept_at
    assert (drop_old_answers(before=kept), drop_old_answers(before=kept + timedelta(seconds=1))) == (0, 1)


def test_after_a_crash_nothing_is_kept_and_the_request_may_be_repeated(alice: Account) -> None:
    with pytest.raises(RuntimeError):
        post(alice, fault="crash")
    assert (KeptAnswer.objects.count(), given()) == (0, 0)
    assert post(alice, place="gate").status_code == 201


def test_eight_requests_at_once_are_one_act_with_eight_equal_answers(committed_database: Database) -> None:
    account = Account.objects.create_account("alice", "袁知")
    start = threading.Barrier(THREADS)

    def work(_: int) -> tuple[int, bytes]:
        start.wait()
        try:
            answer = post(account, place="gate")
            return answer.status_code, answer.content
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        for turn in range(1, 6):
            KeptAnswer.objects.all().delete()
            answers = list(pool.map(work, range(THREADS)))
            assert answers == [(201, b'{"number": %d}' % turn)] * THREADS
    assert given() == 5


def test_a_request_under_way_hides_nothing_when_it_fails(committed_database: Database) -> None:
    """The first crashes while seven wait for it: one of the seven acts, the others get its answer."""
    account = Account.objects.create_account("alice", "袁知")
    start = threading.Barrier(THREADS)

    def work(thread: int) -> bytes:
        start.wait()
        try:
            return post(account, fault="crash" if thread == 0 else "").content
        except (RuntimeError, Mistake) as error:
            return type(error).__name__.encode()
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(work, range(THREADS)))
    assert answers[1:] == [b'{"number": 1}'] * (THREADS - 1)
    assert given() == 1
