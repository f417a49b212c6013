"""Two at once: for the last special inspection of the year, and to draw up the same one; one hears why not."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC

from django.db import connection

from jingwei.planning.models import SpecialPlan
from jingwei.planning.operations import approve_special
from jingwei.planning.terms import ApproverLevel, SpecialStage
from jingwei.platform.errors import Mistake
from jingwei.rulebook import Refused
from tests.harness.database import Database
from tests.people import NOW, district
from tests.planning.specials import approved, confirmer, drafted, submitted

THREADS = 6


def test_the_last_of_the_quota_is_approved_once(committed_database: Database) -> None:
    people = district()
    government = confirmer()
    approved(people, government, name="第一次专项检查")
    waiting = [submitted(people, name=f"候批{n}") for n in range(THREADS)]
    together = threading.Barrier(THREADS)

    def one(special: SpecialPlan) -> str:
        together.wait()
        try:
            approve_special(
                special_id=special.pk,
                approver=ApproverLevel.GOVERNMENT,
                number=f"铜政办函〔2026〕{special.pk}号",
                actor=government.member,
                now=NOW.astimezone(UTC),
            )
        except Refused as refused:
            return refused.judgement.refusals[0].rule.code
        finally:
            connection.close()
        return "approved"

    with ThreadPoolExecutor(THREADS) as pool:
        # Those with the higher ids are asked first: whoever locked them in that order would wait for ever.
        answers = list(pool.map(one, reversed(waiting)))
    assert sorted(answers) == ["R-SPC-03"] * (THREADS - 1) + ["approved"]
    assert SpecialPlan.objects.filter(stage=SpecialStage.APPROVED).count() == 2


def test_the_same_special_inspection_is_drawn_up_once(committed_database: Database) -> None:
    people = district()
    together = threading.Barrier(THREADS)

    def one(_: int) -> str:
        together.wait()
        try:
            drafted(people)
        except Mistake:
            return "named already"
        finally:
            connection.close()
        return "drafted"

    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(one, range(THREADS)))
    assert sorted(answers) == ["drafted"] + ["named already"] * (THREADS - 1)
    assert SpecialPlan.objects.count() == 1
