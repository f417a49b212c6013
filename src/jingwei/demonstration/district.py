"""Builds the registry of the demonstration district, through the registry's own operations."""

import base64
import hmac
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password

from jingwei.demonstration.content import read
from jingwei.platform.actors import SYSTEM
from jingwei.platform.models import Account
from jingwei.registry import operations as registry
from jingwei.registry.models import Enterprise, Item, Region, SiteCode, Subject
from jingwei.registry.terms import BasisLevel, CreditClass, EnterpriseKind, Field, PartyKind, Role, StaffKind

PASSWORD = "jingwei-demo-2026"
ANNOUNCED_ON = date(2024, 12, 31)
BEGAN_ON = date(2025, 1, 2)  # The first working day after the State Council's document.
BEGAN = datetime(2025, 1, 2, 1, tzinfo=UTC)


def build_district(*, today: date) -> None:
    """Write regions, subjects with their items, enterprises, people; certificates end relative to ``today``."""
    _regions()
    for row in read("subjects")["subject"]:
        _subject(row)
    for row in read("enterprises")["enterprise"]:
        _enterprise(row)
    for row in read("people")["person"]:
        _person(row, today)
    # The one password is hashed once: eighteen times would take longer than all the rest.
    with_login = [row["username"] for row in read("people")["person"] if row.get("login")]
    Account.objects.filter(username__in=with_login).update(password=make_password(PASSWORD))


def _regions() -> None:
    content = read("regions")
    rows: dict[str, Region] = {}
    for row in content["region"]:
        parent = rows.get(row.get("parent", ""))
        rows[row["code"]] = Region.objects.create(code=row["code"], name=row["name"], parent=parent)
    Region.objects.bulk_create(
        Region(code=code, name=name, parent=rows[code[:6]]) for code, name in content["towns"].items()
    )


def _subject(row: dict[str, Any]) -> None:
    subject = registry.register_subject(
        code=row["code"],
        name=row["name"],
        short_name=row["short_name"],
        document_series=row["series"],
        kind=PartyKind(row["kind"]),
        line=row["line"],
        region=Region.objects.get(code=settings.DISTRICT),
        jurisdiction=row.get("jurisdiction", [settings.DISTRICT]),
        principal=Subject.objects.get(code=row["principal"]) if "principal" in row else None,
        phone=row["phone"],
        actor=SYSTEM,
        now=BEGAN,
    )
    registry.announce_subject(subject_id=subject.pk, announced_on=ANNOUNCED_ON, actor=SYSTEM, now=BEGAN)
    for each in row["item"]:
        _item(each, subject)


def _item(row: dict[str, Any], subject: Subject) -> None:
    bases = [registry.BasisEntry(BasisLevel(level), title, article) for level, title, article in row["bases"]]
    item = registry.register_item(
        code=row["code"],
        name=row["name"],
        subject_id=subject.pk,
        field=Field(row["field"]),
        object_scope=row["objects"],
        bases=bases,
        is_remote_capable=row.get("is_remote_capable", False),
        actor=SYSTEM,
        now=BEGAN,
    )
    registry.add_standard(
        item_id=item.pk, version="2025版", points=row["points"], valid_from=BEGAN_ON, actor=SYSTEM, now=BEGAN
    )
    if not row.get("is_unpublished") and all(basis.article for basis in bases):
        registry.publish_item(item_id=item.pk, published_on=BEGAN_ON, actor=SYSTEM, now=BEGAN)


def _enterprise(row: dict[str, Any]) -> None:
    region = Region.objects.get(code=row["region"])
    enterprise = registry.register_enterprise(
        credit_code=row["credit_code"],
        name=row["name"],
        kind=EnterpriseKind(row["kind"]),
        region=region,
        credit_class=CreditClass(row["credit_class"]),
        actor=SYSTEM,
        now=BEGAN,
    )
    for each in row["site"]:
        latitude, longitude = each["position"]
        site = registry.register_site(
            enterprise_id=enterprise.pk,
            name=each["name"],
            address=each["address"],
            region=region,
            latitude=latitude,
            longitude=longitude,
            actor=SYSTEM,
            now=BEGAN,
        )
        code = registry.issue_site_code(site_id=site.pk, actor=SYSTEM, now=BEGAN)
        token = _token(f"{enterprise.credit_code} {site.name}")
        SiteCode.objects.filter(pk=code.pk).update(token=token)


def _token(name: str) -> str:
    """Derive a code from the installation's key, so that a printed sheet outlives a reload and nobody can guess it."""
    digest = hmac.new(settings.SITE_CODE_KEY.encode(), f"demonstration {name}".encode(), "sm3").digest()
    return base64.b32encode(digest[:16]).decode().rstrip("=")


def _person(row: dict[str, Any], today: date) -> None:
    subject = Subject.objects.get(code=row["subject"]) if "subject" in row else None
    enterprise = Enterprise.objects.get(credit_code=row["enterprise"]) if "enterprise" in row else None
    account = Account.objects.create_account(row["username"], row["name"])
    officer = None
    if subject is not None and "staff" in row:
        officer = registry.register_officer(
            subject_id=subject.pk,
            name=row["name"],
            staff=StaffKind(row["staff"]),
            account=account,
            has_legal_qualification=row.get("has_legal_qualification", False),
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
    if officer is not None and "certificate" in row:
        fields = Item.objects.filter(subject=subject).order_by().values_list("field", flat=True).distinct()
        registry.issue_certificate(
            officer_id=officer.pk,
            number=row["certificate"],
            fields=[Field(field) for field in fields],
            valid_from=BEGAN_ON,
            valid_to=today + timedelta(days=row.get("days", 730)),
            actor=SYSTEM,
            now=BEGAN,
        )
