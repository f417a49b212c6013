"""A district of 72 departments and 15,000 sites in 29 towns, with as many past inspections as asked for."""

from dataclasses import dataclass

from bench.database import Database
from bench.scan_district import AT_ONCE, copies
from jingwei.inspections.models import Inspection, Visit
from jingwei.inspections.terms import Origin, Stage
from jingwei.planning.terms import ExemptReason
from jingwei.registry.models import Enterprise, Region, Site
from jingwei.registry.terms import CreditClass, EnterpriseKind
from tests.people import BEGAN, Person, district, make_subject
from tests.reporting.past import performed

SUBJECTS, TOWNS, SITES = 72, 29, 15_000
FIRST_DAY, DAYS = "date '2023-07-01'", 1096  # three years, to the end of June 2026
PAST = 1_000_000  # ids of the copies begin above


@dataclass(frozen=True, slots=True)
class Laid:
    """Who reads the report, and the ids from which departments, enterprises and sites count up."""

    supervisor: Person
    inspection: Inspection
    subject: int
    enterprise: int
    site: int


def lay() -> Laid:
    """Make departments, towns, enterprises, and the one inspection with its visit that is copied."""
    people = district()
    for number in range(SUBJECTS - 2):
        make_subject(people.region, f"铜山区第{number}示例局", f"第{number}示例局", f"铜示{number}", "示例")
    towns = Region.objects.bulk_create(
        Region(code=f"320312{number:03}", name=f"示例镇{number}", parent=people.region)
        for number in range(TOWNS)
    )
    enterprises = Enterprise.objects.bulk_create(
        (
            Enterprise(
                credit_code=f"B{number:017}",
                name=f"徐州示例{number}号企业",
                kind=EnterpriseKind.COMPANY,
                credit_class=CreditClass.B,
                region=towns[number % TOWNS],
                sort_key=f"{number:06}",
            )
            for number in range(SITES)
        ),
        AT_ONCE,
    )
    sites = Site.objects.bulk_create(
        (
            Site(enterprise=each, name="厂区", address="示例路1号", region=towns[number % TOWNS])
            for number, each in enumerate(enterprises)
        ),
        AT_ONCE,
    )
    copied = performed(people, BEGAN, is_scanned=True, is_counted=True)
    return Laid(people.supervisor, copied, people.subject.pk, enterprises[0].pk, sites[0].pk)


def fill(database: Database, laid: Laid, size: int) -> None:
    """Lay the past anew, in the order of its days: one in ten imported, some exempt, unsigned or ended in a case."""
    k = f"(n - {PAST})::bigint"
    day = f"{FIRST_DAY} + ({k} * {DAYS} / {size + 1})::int"
    came = f"(({day}) + time '10:00') AT TIME ZONE 'Asia/Shanghai'"
    place = f"({k} * 7919) % {SITES}"
    where = {"enterprise_id": f"{laid.enterprise} + {place}", "site_id": f"{laid.site} + {place}"}
    imported, unsigned, case = f"{k} % 10 = 0", f"{k} % 50 = 4", f"{k} % 25 = 3"
    visit = {"id": "n", **where, "entered_at": came, "scanned_at": came, "received_at": came}
    inspection = {
        "id": "n",
        "number": "'past ' || n",
        **where,
        "subject_id": f"{laid.subject} + ({k} * 31) % {SUBJECTS}",
        "visit_id": f"CASE WHEN {imported} THEN NULL ELSE n END",
        "origin": f"CASE WHEN {imported} THEN '{Origin.IMPORTED}' ELSE '{Origin.PLATFORM}' END",
        "stage": f"CASE WHEN {unsigned} THEN '{Stage.ENTERED}' ELSE '{Stage.CONCLUDED}' END",
        "ended_in_case": case,
        "exempt": f"CASE WHEN {k} % 400 = 1 THEN '{ExemptReason.INVITED}' "
        f"WHEN {k} % 30 = 1 THEN '{ExemptReason.COMPLAINT}' ELSE '' END",
        "is_counted": f"NOT ({imported}) AND {k} % 30 <> 1 AND {k} % 400 <> 1",
        "performed_on": day,
        "reportable_on": f"CASE WHEN {unsigned} OR {case} THEN NULL ELSE {day} END",
    }
    tables = [Inspection._meta.db_table, Visit._meta.db_table]
    database.load(
        *(f"DELETE FROM {table} WHERE id > {PAST}" for table in tables),
        *(f"VACUUM FULL {table}" for table in tables),
        copies(Visit, f"t.id = {laid.inspection.visit_id}", PAST, PAST + size, visit),
        copies(Inspection, f"t.id = {laid.inspection.pk}", PAST, PAST + size, inspection),
        tables=tables,
    )
    database.execute("VACUUM ANALYZE", "CHECKPOINT")
