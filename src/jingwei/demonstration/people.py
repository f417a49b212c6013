"""The people who are named in the content, with their roles, written through the operations."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from jingwei.demonstration.content import read
from jingwei.demonstration.district import BEGAN, BEGAN_ON
from jingwei.demonstration.logins import PASSWORD
from jingwei.platform.actors import SYSTEM
from jingwei.platform.models import Account
from jingwei.registry import operations as registry
from jingwei.registry.models import Enterprise, Item, Subject
from jingwei.registry.terms import Field, Role, StaffKind


def build_people(*, today: date) -> None:
    """Write the named people; their certificates end relative to ``today``."""
    for row in read("people")["person"]:
        _person(row, today)
    # The one password is hashed once: eighteen times would take longer than all the rest.
    with_login = [row["username"] for row in read("people")["person"] if row.get("login")]
    Account.objects.filter(username__in=with_login).update(password=make_password(PASSWORD))


def fields_of(subject: Subject) -> list[Field]:
    """Return the fields that certificates of a subject's people name: those of its items, else 综合执法."""
    found = Item.objects.filter(subject=subject).order_by("field").values_list("field", flat=True)
    return [Field(field) for field in dict.fromkeys(found)] or [Field.GENERAL]


def _person(row: dict[str, Any], today: date) -> None:
    subject = Subject.objects.get(short_name=row["subject"]) if "subject" in row else None
    enterprise = Enterprise.objects.get(credit_code=row["enterprise"]) if "enterprise" in row else None
    account = Account.objects.create_account(row["username"], row["name"])
    officer = None
    # Who reviews decisions stands on the roster with the qualification that R-OFF-14 asks for.
    is_reviewer = Role.LEGAL_REVIEWER in row["roles"]
    if subject is not None and ("staff" in row or is_reviewer):
        officer = registry.register_officer(
            subject_id=subject.pk,
            name=row["name"],
            staff=StaffKind(row.get("staff", StaffKind.CIVIL_SERVANT)),
            account=account,
            has_legal_qualification=is_reviewer,
            actor=SYSTEM,
            now=BEGAN,
        )
    if officer is not None and "certificate" in row and subject is not None:
        registry.issue_certificate(
            officer_id=officer.pk,
            number=row["certificate"],
            fields=fields_of(subject),
            valid_from=BEGAN_ON,
            valid_to=today + timedelta(days=row.get("days", 730)),
            actor=SYSTEM,
            now=BEGAN,
        )
    for role in map(Role, row["roles"]):
        registry.grant_membership(
            account_id=account.pk,
            role=role,
            subject=subject,
            enterprise=enterprise,
            authorisation=row.get("authorisation", "") if role is Role.HEAD else "",
            valid_from=BEGAN_ON,
            actor=SYSTEM,
            now=BEGAN,
        )
