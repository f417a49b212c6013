"""Reads of enterprises, their sites and their codes."""

from django.db.models import Q, QuerySet

from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Mistake, NotAllowed
from jingwei.registry import codes
from jingwei.registry.members import Member
from jingwei.registry.models import Enterprise, Site, SiteCode


def get_site_by_code(text: str) -> Site:
    """Return the site whose code was scanned. Raises Mistake for a code that is not ours, unknown or ended."""
    return get_site_of_code(codes.read(text))


def get_site_of_code(read: codes.ReadCode) -> Site:
    """Return the site of a code that was read. Raises Mistake for one that is unknown or ended."""
    code = (
        SiteCode.objects.select_related("site__enterprise", "site__region").filter(token=read.token).first()
    )
    if code is None:
        raise Mistake("平台没有发放过这个企业码", "按企业名称查找，并报告司法局核实", "code")
    if code.ended_at is not None:
        raise Mistake(
            f"这个企业码已于 {local_date(code.ended_at)} 停用",
            "请企业出示新码；没有新码的，按企业名称登记",
            "code",
        )
    return code.site


def list_enterprises(text: str) -> QuerySet[Enterprise]:
    """Return enterprises whose name, code or pinyin initials hold the text, in order of their names."""
    found = Enterprise.objects.select_related("region").order_by("sort_key")
    if text := text.strip():
        found = found.filter(
            Q(name__icontains=text) | Q(credit_code__icontains=text) | Q(sort_key__icontains=text.lower())
        )
    return found


def get_code_of_site(site_id: int, *, actor: Actor) -> SiteCode:
    """Return the code in force of a site, with site and enterprise.

    Raises NotAllowed for anybody but the bureau and the enterprise's own contact, Mistake when there is none.
    """
    code = (
        SiteCode.objects.filter(site_id=site_id, ended_at=None)
        .select_related("site__enterprise", "site__region")
        .first()
    )
    may_see = isinstance(actor, Member) and (
        actor.is_bureau or (code is not None and actor.enterprise_id == code.site.enterprise_id)
    )
    if not may_see:
        raise NotAllowed("企业码只供司法局和本企业查看", "用企业联系人或监督人员的账号登录")
    if code is None:
        raise Mistake("这个场所没有在用的企业码", "请区司法局发放企业码")
    return code
