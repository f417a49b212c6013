"""The frame of every page: the menu of the role, who is signed in, and the demonstration's mark."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from jingwei.portal.queries.search import may_search
from jingwei.portal.queries.workbench import count_todo
from jingwei.registry import terms
from jingwei.registry.members import Member
from jingwei.registry.terms import Role
from jingwei.rulebook import all_rules
from jingwei.web.menu import MenuGroup, MenuItem, Site, Viewer

STAFF = frozenset(terms.STAFF)
EVERYBODY = frozenset(Role)
SUPERVISORS = frozenset({Role.SUPERVISOR, Role.SUPERVISION_LEAD})
ACCOUNT_KEEPERS = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR})
SYSTEM = SUPERVISORS | ACCOUNT_KEEPERS | {Role.AUDIT_ADMINISTRATOR}
READERS = frozenset({Role.SUPERVISOR, Role.SUPERVISION_LEAD, Role.HEAD})
VISITED = SUPERVISORS | frozenset(terms.OF_A_SUBJECT)
IMPORTERS = frozenset({Role.CLERK, Role.HEAD, Role.SUPERVISOR, Role.SUPERVISION_LEAD})


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu: its URL name, its words, and who sees it."""

    name: str
    label: str
    icon: str
    roles: frozenset[Role]
    is_after_rule: bool = False
    items: tuple["Entry", ...] = ()


MENU = (
    Entry("workbench", "工作台", icon="inbox", roles=STAFF),
    Entry("enterprise_home", "企业端", icon="building", roles=frozenset({Role.ENTERPRISE_CONTACT})),
    Entry(
        "",
        "计划与检查",
        icon="calendar3",
        roles=STAFF,
        is_after_rule=True,
        items=(
            Entry("plan_list", "年度计划", icon="", roles=STAFF),
            Entry("special_list", "专项检查", icon="", roles=STAFF),
            Entry("quiet_list", "安静期", icon="", roles=STAFF),
            Entry("class_overview", "分级分类", icon="", roles=STAFF),
            Entry("cap_list", "频次上限", icon="", roles=STAFF),
            Entry("overdue_list", "该查未查", icon="", roles=STAFF),
            Entry("inspection_list", "检查任务", icon="", roles=STAFF),
            Entry("invitation_list", "邀约检查", icon="", roles=STAFF),
            Entry("service_list", "服务走访", icon="", roles=STAFF),
            Entry("letter_list", "协助函", icon="", roles=STAFF),
            Entry("outside_list", "异地检查", icon="", roles=STAFF),
            Entry("external_scan_list", "外部扫码", icon="", roles=STAFF),
            Entry("entry_exceptions", "非常规入企", icon="", roles=VISITED),
            Entry("refusal_list", "企业拒绝", icon="", roles=VISITED),
            Entry("rating_groups", "企业评价", icon="", roles=VISITED),
            Entry("phone_home", "掌上执法", icon="", roles=frozenset({Role.OFFICER})),
        ),
    ),
    Entry("dossier_list", "一企一档", icon="building", roles=STAFF),
    Entry(
        "",
        "主体与人员",
        icon="people",
        roles=STAFF,
        items=(
            Entry("subject_list", "检查主体", icon="", roles=STAFF),
            Entry("officer_list", "执法人员与证件", icon="", roles=STAFF),
        ),
    ),
    Entry(
        "",
        "事项与公告",
        icon="journal-text",
        roles=STAFF,
        items=(
            Entry("lamp_board", "公告与备案", icon="", roles=STAFF),
            Entry("filing_list", "备案收件", icon="", roles=STAFF),
            Entry("item_list", "检查事项库", icon="", roles=STAFF),
            Entry("conflict_list", "标准冲突", icon="", roles=STAFF),
            Entry("item_unused", "长期未实施", icon="", roles=STAFF),
        ),
    ),
    Entry("circular_list", "通知报送", icon="envelope-paper", roles=STAFF),
    Entry("import_list", "表格导入", icon="upload", roles=IMPORTERS),
    Entry(
        "",
        "统筹",
        icon="bar-chart",
        roles=READERS,
        items=(
            Entry("statistics", "统计报表", icon="", roles=READERS),
            Entry("monthly_returns", "月报核对", icon="", roles=READERS),
        ),
    ),
    Entry(
        "",
        "系统",
        icon="gear",
        roles=SYSTEM,
        items=(
            Entry("system_log", "日志", icon="", roles=frozenset({Role.AUDIT_ADMINISTRATOR})),
            Entry("system_accounts", "账号与日历", icon="", roles=ACCOUNT_KEEPERS),
            Entry("job_list", "后台任务", icon="", roles=frozenset({Role.SYSTEM_ADMINISTRATOR})),
            Entry("deputy_list", "受权代行", icon="", roles=SUPERVISORS | {Role.SECURITY_ADMINISTRATOR}),
            Entry("calendar_years", "工作日历", icon="", roles=SUPERVISORS),
        ),
    ),
    Entry("rule_list", "规则", icon="book", roles=EVERYBODY, is_after_rule=True),
)
PHONE = (
    Entry("phone_home", "任务", icon="calendar-check", roles=EVERYBODY),
    Entry("phone_scan", "扫码入企", icon="qr-code-scan", roles=EVERYBODY),
    Entry("phone_me", "我的", icon="person", roles=EVERYBODY),
)
# What visitors see above every page that needs no log-in.
PUBLIC = {
    "public_home": "公示",
    "public_results": "检查结果",
    "public_statistics": "统计",
    "public_data": "开放数据",
    "verify_officer": "核对执法人员",
}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what ``web/menu.py`` describes. A context processor."""
    actor = getattr(request, "actor", None)
    member = actor if isinstance(actor, Member) else None
    return {
        "menu": _groups(MENU, member, request.path) if member else (),
        "phone_menu": _groups(PHONE, member, request.path) if member else (),
        "viewer": member
        and Viewer(
            name=member.name, unit=member.office.removesuffix(member.role.label), role=member.role.label
        ),
        "site": Site(
            name=f"{settings.DISTRICT_NAME}涉企行政执法监督平台",
            organiser=settings.BUREAU_NAME,
            support="0516-0000 0000" if settings.DEMONSTRATION else "",
            rulebook=max(rule.since for rule in all_rules().values()).isoformat(),
        ),
        "public_menu": ()
        if member
        else [_public(name, label, request.path) for name, label in PUBLIC.items()],
        "is_large": request.COOKIES.get("size") == "large",
        "search_url": reverse("search") if member and may_search(member) else "",
        "demonstration": settings.DEMONSTRATION,
    }


def _public(name: str, label: str, path: str) -> MenuItem:
    url = reverse(name)
    return MenuItem(
        label=label, url=url, current=path == url or (name != "public_home" and path.startswith(url))
    )


def _groups(entries: Sequence[Entry], member: Member, path: str) -> list[MenuGroup]:
    groups = []
    for entry in entries:
        if member.role not in entry.roles:
            continue
        items = [
            MenuItem(label=item.label, url=reverse(item.name), current=_is_current(item.name, path))
            for item in entry.items
            if member.role in item.roles
        ]
        groups.append(
            MenuGroup(
                label=entry.label,
                icon=entry.icon,
                url=reverse(entry.name) if entry.name else "",
                items=items,
                current=bool(entry.name) and _is_current(entry.name, path),
                count=count_todo(member, now=timezone.now()) if entry.name == "workbench" else None,
                is_after_rule=entry.is_after_rule,
                is_primary=entry.name == "phone_scan",
            )
        )
    return groups


def _is_current(name: str, path: str) -> bool:
    """Whether the page lies under the entry; 任务 is the phone's root and is current only on itself and its tasks."""
    url = reverse(name)
    if name == "phone_home":
        return path == url or path.startswith(f"{url}tasks/")
    return path.startswith(url)
