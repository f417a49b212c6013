"""A district with thousands of approved tasks at as many gates, and as many past visits as asked for."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import models

from bench.database import Database
from bench.scan_floor import (
    CERTIFICATE,
    ENTERPRISE,
    LEDGER,
    OFFICER,
    PAIRS,
    POOL,
    SITE,
    TASK,
    TASKS,
    Entry,
)
from bench.scan_workers import Scan
from jingwei.inspections.models import Inspection, InspectionItem, Presence, TeamMember, Visit
from jingwei.inspections.terms import Stage
from jingwei.planning.models import Cap, CapLedger
from jingwei.planning.terms import InspectionKind
from jingwei.platform.models import AuditEvent
from jingwei.registry import codes
from jingwei.registry.models import Certificate, Enterprise, Officer, Site, SiteCode
from jingwei.registry.terms import CertificateStatus, CreditClass, EnterpriseKind, StaffKind
from tests.people import BEGAN, NOW, TODAY, District, district

PLENTY = 32_000
AT_ONCE = 5_000
# A pair of officers is at one gate in 25 hours: at two at once they would raise an alert each time (R-OFF-13).
STEP = timedelta(hours=25)


def lay(database: Database) -> Iterator[Scan]:
    """Make the district and return its tasks in the order in which they are to be entered, the template first."""
    people = district()
    gates = range(TASKS + POOL)
    _officers(people)
    _enterprises(people)
    cap = Cap.objects.create(subject=people.subject, visits=PLENTY, valid_from=BEGAN, source="测试")
    CapLedger.objects.bulk_create(
        (
            CapLedger(
                id=LEDGER + n,
                cap=cap,
                enterprise_id=ENTERPRISE + n,
                year=TODAY.year,
                granted=PLENTY,
                pending=1,
            )
            for n in gates
        ),
        AT_ONCE,
    )
    sites = (
        SiteCode(site_id=SITE + n, token=codes.new_token(), issued_at=NOW - timedelta(days=90)) for n in gates
    )
    tokens = [each.token for each in SiteCode.objects.bulk_create(sites, AT_ONCE)]
    _tasks(people)
    database.execute(
        # Ids that no other number of a statement can be mistaken for.
        "SELECT setval('inspections_visit_id_seq', 780000000)",
        "VACUUM ANALYZE",
    )
    first = Scan(TASK, "", "", people.subject.pk, OFFICER, NOW)
    order = [TASKS, *range(TASKS)]
    return (
        replace(
            first,
            inspection_id=TASK + n,
            code=codes.write(tokens[n]),
            name=f"执法人员{2 * (n % PAIRS)}",
            officer_id=OFFICER + 2 * (n % PAIRS),
            now=_entered_at(n),
        )
        for n in order
    )


def grow(database: Database, entry: Entry, size: int) -> None:
    """Bring the past visits up to ``size``: copies of the one made in earnest, spread over gates, officers and days."""
    had = Visit.objects.filter(pk__lt=TASK).count()
    gate, pair = f"n % {TASKS}", f"n % {PAIRS}"
    came = f"timestamptz '{NOW.isoformat()}' - make_interval(days => 2 + n % 700, mins => n % 480)"
    past = {"enterprise_id": f"{ENTERPRISE} + {gate}", "site_id": f"{SITE} + {gate}"}
    visit = {**past, "id": "n", "entered_at": came, "scanned_at": came, "received_at": came}
    left = {"left_at": f"{came} + interval '1 hour'", "scanned_by_id": f"{OFFICER} + 2 * ({pair})"}
    year = {"year": f"extract(year FROM {came})"}
    # Each task has two team members and each visit two presences: the template has as many.
    twice = {"officer_id": f"{OFFICER} + 2 * ({pair}) + t.officer_id % 2"}
    statements = [
        copies(Visit, f"t.id = {entry.visit_id}", had, size, {**visit, **left, **year}),
        copies(
            Inspection,
            f"t.id = {TASK + TASKS}",
            had,
            size,
            {**past, "id": "n", "visit_id": "n", "number": "'past ' || n", "stage": f"'{Stage.CONCLUDED}'"},
        ),
        copies(InspectionItem, f"t.inspection_id = {TASK + TASKS}", had, size, {"inspection_id": "n"}),
        copies(TeamMember, f"t.inspection_id = {TASK + TASKS}", had, size, {"inspection_id": "n", **twice}),
        copies(
            Presence,
            f"t.visit_id = {entry.visit_id}",
            had,
            size,
            {"visit_id": "n", "entered_at": came, **twice},
        ),
        # pgbench enters the template's task again and again and logs it each time: the first row alone is copied.
        copies(AuditEvent, f"t.id = {entry.audit_id}", had, size, {"target_id": "n", "at": came}),
    ]
    grown = (Visit, Inspection, InspectionItem, TeamMember, Presence, AuditEvent)
    database.load(*statements, tables=[model._meta.db_table for model in grown])
    database.execute("VACUUM ANALYZE", "CHECKPOINT")


def copies(model: type[models.Model], template: str, had: int, size: int, changes: dict[str, str]) -> str:
    """Write the statement that copies the template's rows for n from ``had`` + 1 to ``size``."""
    columns = [
        field.column
        for field in model._meta.concrete_fields
        if field.column is not None and (field.column != "id" or "id" in changes)
    ]
    chosen = ", ".join(f"({changes[name]})" if name in changes else f't."{name}"' for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    table = model._meta.db_table
    return (
        f"INSERT INTO {table} ({names}) SELECT {chosen} FROM {table} t, generate_series({had + 1}, {size}) n "
        f"WHERE {template}"
    )


def _entered_at(n: int) -> datetime:
    """Return when the task at gate ``n`` is planned and entered; those of pgbench's pool all on the first day."""
    return NOW + STEP * (n // PAIRS + 1) if n < TASKS else NOW


def _officers(people: District) -> None:
    numbers = range(2 * PAIRS)
    Officer.objects.bulk_create(
        Officer(
            id=OFFICER + n,
            subject=people.subject,
            name=f"执法人员{n}",
            staff=StaffKind.CIVIL_SERVANT,
            sort_key=f"{n:05}",
        )
        for n in numbers
    )
    Certificate.objects.bulk_create(
        Certificate(
            id=CERTIFICATE + n,
            officer_id=OFFICER + n,
            number=f"10320312{n:05}",
            fields=["general"],
            status=CertificateStatus.VALID,
            valid_from=BEGAN,
            valid_to=TODAY + timedelta(days=1000),
        )
        for n in numbers
    )


def _enterprises(people: District) -> None:
    gates = range(TASKS + POOL)
    Enterprise.objects.bulk_create(
        (
            Enterprise(
                id=ENTERPRISE + n,
                credit_code=f"B{n:017}",
                name=f"徐州示例{n}号企业",
                kind=EnterpriseKind.COMPANY,
                credit_class=CreditClass.B,
                region=people.region,
                sort_key=f"{n:06}",
            )
            for n in gates
        ),
        AT_ONCE,
    )
    Site.objects.bulk_create(
        (
            Site(
                id=SITE + n,
                enterprise_id=ENTERPRISE + n,
                name="厂区",
                address="徐州市铜山区示例路1号",
                region=people.region,
                latitude=34.18,
                longitude=117.17,
            )
            for n in gates
        ),
        AT_ONCE,
    )


def _tasks(people: District) -> None:
    gates = range(TASKS + POOL)
    before = NOW - timedelta(days=1)
    Inspection.objects.bulk_create(
        (
            Inspection(
                id=TASK + n,
                number=f"铜应急检〔2026〕{n}号",
                subject=people.subject,
                enterprise_id=ENTERPRISE + n,
                site_id=SITE + n,
                kind=InspectionKind.ROUTINE,
                stage=Stage.APPROVED,
                planned_from=_entered_at(n),
                planned_until=_entered_at(n) + timedelta(hours=8),
                requested_by=people.clerk.account,
                requested_at=before,
                approved_by=people.head.account,
                approved_at=before,
            )
            for n in gates
        ),
        AT_ONCE,
    )
    InspectionItem.objects.bulk_create(
        (InspectionItem(inspection_id=TASK + n, item=people.item, standard=people.standard) for n in gates),
        AT_ONCE,
    )
    TeamMember.objects.bulk_create(
        (
            TeamMember(
                inspection_id=TASK + n,
                officer_id=OFFICER + 2 * (n % PAIRS) + who,
                certificate_id=CERTIFICATE + 2 * (n % PAIRS) + who,
            )
            for n in gates
            for who in (0, 1)
        ),
        AT_ONCE,
    )
