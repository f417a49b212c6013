"""Writes of enterprises: the register, their sites, and the codes at the gates."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db.models import Q

from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Mistake
from jingwei.registry import codes
from jingwei.registry.industries import industry_facts
from jingwei.registry.models import Enterprise, Region, Site, SiteCode
from jingwei.registry.operations.access import BUREAU, access_registry, locked
from jingwei.registry.rules import credit_code as credit_code_rule
from jingwei.registry.sort_keys import sort_key
from jingwei.registry.terms import CreditClass, EnterpriseAction, EnterpriseKind
from jingwei.rulebook import Moment, ask


@operation(EnterpriseAction.REGISTERED)
def register_enterprise(
    *,
    credit_code: str,
    name: str,
    kind: EnterpriseKind,
    region: Region,
    credit_class: CreditClass = CreditClass.UNKNOWN,
    industry: str = "",
    actor: Actor,
    now: datetime,
) -> Enterprise:
    """Enter an enterprise under its 统一社会信用代码.

    Raises NotAllowed for anybody but the bureau, Refused for a code that fails R-FMT-01 or an industry that fails
    R-FMT-04, Mistake for a code that is taken.
    """
    access_registry(actor, *BUREAU)
    facts = credit_code_rule.Facts(
        code=credit_code, is_region_known=Region.objects.filter(code=credit_code[2:8]).exists()
    )
    industries = [industry_facts(industry)] if industry else []
    judgement = ask(Moment.REGISTER, [facts, *industries], on=local_date(now))
    judgement.require()
    if Enterprise.objects.filter(credit_code=credit_code).exists():
        raise Mistake(f"统一社会信用代码 {credit_code} 已经登记", "打开已有的企业，或核对代码", "credit_code")
    enterprise = Enterprise.objects.create(
        credit_code=credit_code,
        name=name,
        kind=kind,
        credit_class=credit_class,
        industry=industry,
        region=region,
        sort_key=sort_key(name),
    )
    audit.record(
        EnterpriseAction.REGISTERED,
        actor=actor,
        now=now,
        target=enterprise,
        judgement=judgement,
        enterprise=name,
        code=credit_code,
    )
    return enterprise


@operation(EnterpriseAction.SITE_REGISTERED, target="enterprise_id")
def register_site(
    *,
    enterprise_id: int,
    name: str,
    address: str,
    region: Region,
    latitude: float | None = None,
    longitude: float | None = None,
    actor: Actor,
    now: datetime,
) -> Site:
    """Enter a place of business; its position is WGS-84 in degrees, both or neither.

    Raises NotAllowed for anybody but the bureau, Mistake for half a position or one that is not on Earth.
    """
    access_registry(actor, *BUREAU)
    enterprise = locked(Enterprise, enterprise_id)
    if (latitude is None) != (longitude is None):
        raise Mistake("纬度和经度要么都填，要么都不填", "补全坐标", "latitude")
    if latitude is not None and longitude is not None and not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise Mistake(f"坐标 {latitude}，{longitude} 不在地球上", "核对坐标，单位是度", "latitude")
    site = Site.objects.create(
        enterprise=enterprise,
        name=name,
        address=address,
        region=region,
        latitude=latitude,
        longitude=longitude,
    )
    audit.record(
        EnterpriseAction.SITE_REGISTERED,
        actor=actor,
        now=now,
        target=site,
        enterprise=enterprise.name,
        site=name,
    )
    return site


@operation(EnterpriseAction.SITE_CODE_ISSUED, target="site_id")
def issue_site_code(*, site_id: int, actor: Actor, now: datetime) -> SiteCode:
    """Issue a new code for a site and end the one before, so that a lost or copied sheet is worth nothing.

    Raises NotAllowed for anybody but the bureau.
    """
    access_registry(actor, *BUREAU)
    site = locked(Site, site_id)
    site.codes.filter(ended_at=None).update(ended_at=now)
    code = SiteCode.objects.create(site=site, token=codes.new_token(), issued_at=now)
    audit.record(EnterpriseAction.SITE_CODE_ISSUED, actor=actor, now=now, target=site, site=site)
    return code


def set_credit_classes(classes: Mapping[CreditClass, Iterable[int]], *, month: date) -> None:
    """Note the month's class of many enterprises, by their ids; a newer month that stands is left alone.

    ``month`` is its first day. Called inside the act that brings the month's file; one statement a class.
    """
    older = Q(class_month=None) | Q(class_month__lte=month)
    for credit_class, ids in classes.items():
        Enterprise.objects.filter(older, pk__in=list(ids)).update(
            credit_class=credit_class, class_month=month
        )
