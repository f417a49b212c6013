"""Rows of classes → the facts of the rules on differentiated supervision."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from jingwei.planning.models import Cap, EnterpriseClass
from jingwei.planning.rules import class_current, class_table, combined_cap, low_risk_relief, relief_entry
from jingwei.registry.models import Enterprise
from jingwei.registry.terms import CreditClass
from jingwei.rulebook import Numbers


def class_facts(enterprise: Enterprise, on: date) -> class_current.Facts:
    """R-RSK-01 for one enterprise, from its own row."""
    return class_current.Facts(
        enterprise=enterprise.name,
        credit_class=CreditClass(enterprise.credit_class),
        month=enterprise.class_month,
        on=on,
    )


def table_facts(whose: str, rows: Mapping[str, Mapping[str, Any]]) -> class_table.Facts:
    """R-RSK-02a for a table as ``ClassTable.rows`` keeps it."""
    return class_table.Facts(
        whose=whose,
        rows=tuple(
            class_table.Row(CreditClass(credit_class), row["ratio"], row["visits"], row["every"])
            for credit_class, row in rows.items()
        ),
    )


def relief_facts(
    enterprise: Enterprise,
    credit_class: CreditClass,
    *,
    is_in_relief: bool,
    complaints: int,
    is_routine_on_site: bool,
    is_drawn: bool,
) -> low_risk_relief.Facts:
    """R-RSK-03a for one task; ``credit_class`` is the one that the subject has to go by."""
    return low_risk_relief.Facts(
        enterprise=enterprise.name,
        credit_class=credit_class,
        is_in_relief=is_in_relief,
        complaints=complaints,
        is_routine_on_site=is_routine_on_site,
        is_drawn=is_drawn,
    )


def entry_facts(
    enterprise: Enterprise,
    history: Iterable[EnterpriseClass],
    *,
    latest: date | None,
    on: date,
    numbers: Numbers,
) -> relief_entry.Facts:
    """R-RSK-03c for one enterprise with its classes, month by month."""
    return relief_entry.Facts(
        enterprise=enterprise.name,
        on=on,
        latest=latest,
        history=tuple(relief_entry.Month(each.month, CreditClass(each.credit_class)) for each in history),
        months=numbers.get("R-RSK-03c", "months"),
    )


def combined_facts(line: str, combined: Cap, own: Iterable[Cap]) -> combined_cap.Facts:
    """R-FRQ-04 for the cap of a line and those of its subjects. Caps must come with their subjects."""
    return combined_cap.Facts(
        line=line,
        combined=combined.visits,
        own=tuple(
            combined_cap.Own(each.subject.short_name, each.visits) for each in own if each.subject is not None
        ),
    )
