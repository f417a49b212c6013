"""Two hundred of the demonstration's inspections, done again through the operations, leave the same rows behind."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby
from random import Random

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from pytest_django.plugin import DjangoDbBlocker

from jingwei.demonstration.acts import Act, Acts, survey
from jingwei.demonstration.chains import Chain, chain_of
from jingwei.demonstration.imported import opened_at, reported, scanning_from
from jingwei.inspections.models import Inspection, Rating
from jingwei.inspections.operations import ImportedInspection, import_inspections
from jingwei.inspections.terms import Stage
from jingwei.platform.actors import SYSTEM
from jingwei.platform.calendar import SHANGHAI
from jingwei.platform.database.access import SUPERUSER
from jingwei.platform.queries import get_calendar
from tests.demonstration.loaded import TODAY
from tests.demonstration.replaying import Replay, replay
from tests.demonstration.shapes import Shape, shape_of
from tests.harness.database import Database

SAMPLED = 200
NOW = datetime.combine(TODAY, time(8), SHANGHAI)  # when the district was loaded
DONE = [Stage.RECORDED, Stage.CONCLUDED]
PAST = ["planning_capledger", "platform_delivery", "platform_event"]


@dataclass(frozen=True)
class Twice:
    """The same inspections, as the demonstration wrote them and as the operations did, by document number."""

    imported: list[tuple[Shape, Shape]]
    scanned: list[tuple[Shape, Shape]]
    chains: list[Chain]
    ratings: tuple[list[Shape], list[Shape]]


@pytest.fixture(scope="module")
def twice(district: object, django_db_setup: Database, django_db_blocker: DjangoDbBlocker) -> Iterator[Twice]:
    """Note what a sample left behind, take the whole past away, and do the sample again."""
    with django_db_blocker.unblock():
        acts, chains = _past()
        before = [act for act in acts if act.day < scanning_from()]
        share = round(SAMPLED * len(before) / len(acts))
        listed = Random("imported").sample(list(reported(before)), share)
        chosen = _of_whole_enterprises(chains, SAMPLED - share)
        first_imported = [shape_of(Inspection.objects.get(number=each.number)) for each in listed]
        rows = [_row_of(chain) for chain in chosen]
        first_scanned = [shape_of(row) for row in rows]
        first_ratings = _ratings(chosen)
        replays = [Replay(chain, _numbers(row)) for chain, row in zip(chosen, rows, strict=True)]
        for each in replays:
            each.lead = next((other for other in replays if other.chain.act is each.chain.act.lead), None)
        _take_away_the_past(django_db_setup)
        _import(listed)
        replay(replays, until=NOW)
        yield Twice(
            [
                (shape, shape_of(Inspection.objects.get(number=given.number)))
                for shape, given in zip(first_imported, listed, strict=True)
            ],
            [
                (shape, shape_of(Inspection.objects.get(pk=each.pk)))
                for shape, each in zip(first_scanned, replays, strict=True)
            ],
            chosen,
            (first_ratings, [_rating(row) for row in Rating.objects.all()]),
        )


def test_two_hundred_are_sampled_in_proportion(twice: Twice) -> None:
    assert len(twice.imported) + len(twice.scanned) >= SAMPLED
    assert len(twice.scanned) >= 50


def test_the_sample_holds_what_is_out_of_the_ordinary(twice: Twice) -> None:
    acts = [chain.act for chain in twice.chains]
    assert any(act.lead for act in acts)
    assert any(act.ended_in_case for act in acts)
    assert any(act.exempt for act in acts)
    assert any(act.special for act in acts)
    assert any(chain.invited_at for chain in twice.chains)
    assert any(chain.voided_at for chain in twice.chains)
    assert any(chain.failed for chain in twice.chains)
    assert any(chain.rated_at for chain in twice.chains)


def test_an_imported_inspection_leaves_the_rows_that_the_import_leaves(twice: Twice) -> None:
    for first, second in twice.imported:
        assert second == first


def test_a_scanned_inspection_leaves_the_rows_that_the_operations_leave(twice: Twice) -> None:
    for first, second in twice.scanned:
        for part, rows in first.items():
            assert second[part] == rows, f"{first['inspection']['number']} {part}"


def test_the_ratings_are_the_same_and_lead_back_to_nothing(twice: Twice) -> None:
    def key(row: Shape) -> str:
        return str(sorted(row.items()))

    first, second = twice.ratings
    assert sorted(first, key=key) == sorted(second, key=key)


def _past() -> tuple[list[Act], list[Chain]]:
    """Deal the acts once more, as the load dealt them."""
    field, calendar = survey(), get_calendar()
    dealt = Acts(field, calendar, today=TODAY)
    acts = list(dealt.until(TODAY - timedelta(days=1)))
    return acts, [chain_of(act, field, calendar) for act in acts if act.day >= scanning_from()]


def _of_whole_enterprises(chains: list[Chain], count: int) -> list[Chain]:
    """Choose so many, all of an enterprise together: what is left of its caps depends on all of them.

    One that was scanned wrongly, one that ended in a case, a joint one, an invited one and a special one are always
    among them.
    """

    def enterprise(chain: Chain) -> int:
        return chain.act.site.enterprise_id

    groups = [list(group) for _, group in groupby(sorted(chains, key=enterprise), key=enterprise)]
    Random("scanned").shuffle(groups)
    rare = [
        next(group for group in groups if any(each.voided_at for each in group)),
        next(group for group in groups if any(each.act.ended_in_case for each in group)),
        next(group for group in groups if any(each.act.lead for each in group)),
        next(group for group in groups if any(each.invited_at for each in group)),
        next(group for group in groups if any(each.act.special for each in group)),
    ]
    chosen: list[Chain] = []
    for group in [*rare, *groups]:
        if len(chosen) < count and not any(each in chosen for each in group):
            chosen += group
    return sorted(chosen, key=lambda each: (each.act.day, each.act.n))


def _row_of(chain: Chain) -> Inspection:
    return Inspection.objects.get(
        subject=chain.act.subject, site=chain.act.site, requested_at=chain.asked_at, stage__in=DONE
    )


def _numbers(row: Inspection) -> dict[str, str]:
    result = getattr(row, "result", None)
    return {
        "invitation": row.invitation.number if row.invitation else "",
        "request": row.number,
        "notice": row.notice.number,
        "result": result.number if result is not None and result.number else "",
    }


def _ratings(chains: list[Chain]) -> list[Shape]:
    subjects = {
        (chain.act.day, chain.act.n): [
            chain.act.subject,
            *(each.act.subject for each in chains if each.act.lead is chain.act),
        ]
        for chain in chains
    }
    keys = [
        chain.rating_id(subject)
        for chain in chains
        if chain.rated_at is not None and chain.rated_at < NOW
        for subject in subjects[chain.act.day, chain.act.n]
    ]
    return [_rating(row) for row in Rating.objects.filter(pk__in=keys)]


def _rating(row: Rating) -> Shape:
    return {
        field.name: field.value_from_object(row) for field in row._meta.concrete_fields if field.name != "id"
    }


def _import(listed: list[ImportedInspection]) -> None:
    import_inspections(inspections=listed, actor=SYSTEM, now=opened_at())


def _take_away_the_past(database: Database) -> None:
    """Empty the tables of what was inspected; nobody but the owner of the server could."""
    with psycopg.connect(
        host=str(database.location.socket_folder), user=SUPERUSER, dbname=database.name, autocommit=True
    ) as server:
        found = server.execute("SELECT relname FROM pg_class WHERE relkind = 'r'").fetchall()
        tables = [name for (name,) in found if name.startswith("inspections_") or name in PAST]
        listed = SQL(", ").join(map(Identifier, tables))
        server.execute(
            "SET session_replication_role = replica"
        )  # The log's trigger keeps even the owner from it.
        server.execute(SQL("TRUNCATE {} CASCADE").format(listed))
