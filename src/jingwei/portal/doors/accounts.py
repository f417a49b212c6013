"""账号与任职: the system administrator opens and shuts accounts, the security administrator says what they may act as.

To open an account and to reset a password stay functions, and are closed to programs: they answer a password that is
shown this once, and an answer under a key would be kept.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from ninja import Field as Described

from jingwei.platform.actors import Actor
from jingwei.platform.models import Account, CalendarYear
from jingwei.platform.operations import OpenedAccount
from jingwei.portal import operations
from jingwei.portal.forms.system import CloseAccountForm, DeputyForm, EndForm, GrantForm, NewAccountForm
from jingwei.portal.queries.accounts import (
    in_words,
    list_account_events,
    list_accounts,
    list_deputies,
)
from jingwei.registry import operations as registry
from jingwei.registry.doors import MemberRequest, member_required
from jingwei.registry.models import Membership
from jingwei.registry.terms import Role
from jingwei.web.doors import (
    ROW,
    Acts,
    Button,
    Choice,
    Day,
    Drawn,
    Each,
    Empty,
    Failed,
    Field,
    Flag,
    Lamp,
    Listing,
    Moment,
    Search,
    Table,
    Text,
    Title,
    Viewer,
    answer_of,
    attempt,
    rows_of,
    schema_of,
    timeline,
)
from jingwei.web.gallery import draw

PER_PAGE = 50
STEPS_SHOWN = 20
SYSTEM, SECURITY = (Role.SYSTEM_ADMINISTRATOR,), (Role.SECURITY_ADMINISTRATOR,)
KEEPERS = (*SYSTEM, *SECURITY)
SUPERVISORS = (Role.SUPERVISOR, Role.SUPERVISION_LEAD)
STATES = (("open", "启用"), ("shut", "停用"), ("idle", "没有任职"))
Shown = dict[str, Any]


def state(account: Account) -> tuple[str, str]:
    return ("green", "启用") if account.is_active else ("grey", "停用")


def acts_as(account: Account) -> str:
    """Return what the account may act as today; it comes with ``held``."""
    return "；".join(in_words(each) for each in account.held) or "没有任职，不能办理"  # type: ignore[attr-defined]


def password(account: Account) -> str:
    return "一次性密码，尚未修改" if account.must_change_password else "已由本人设定"


def has_ended(held: Membership, viewer: Viewer) -> bool:
    return held.valid_until is not None and held.valid_until <= viewer.today


def standing(held: Membership, viewer: Viewer) -> tuple[str, str]:
    if has_ended(held, viewer):
        return "grey", "已到期"
    return ("amber", "未开始") if held.valid_from > viewer.today else ("green", "有效")


def deputy_standing(held: Membership, viewer: Viewer) -> tuple[str, str]:
    found = standing(held, viewer)
    return found if held.valid_until or found[0] == "amber" else ("amber", "补登期限")


def official(year: CalendarYear) -> SafeString:
    """Return whether a year's working days are those of the notice, as a tag."""
    values = ("官方", "green") if year.is_official else ("演示日历，非官方", "amber")
    return draw("tag", dict(zip(("text", "colour"), values, strict=True)))


def of_text(found: QuerySet[Account], text: str, viewer: Viewer) -> QuerySet[Account]:
    return found.filter(Q(username__icontains=text) | Q(name__contains=text))


def of_role(found: QuerySet[Account], role: str, viewer: Viewer) -> QuerySet[Account]:
    return found.filter(Exists(held_on(viewer).filter(role=role)))


def of_state(found: QuerySet[Account], state: str, viewer: Viewer) -> QuerySet[Account]:
    if state == "idle":
        return found.filter(~Exists(held_on(viewer)))
    return found.filter(is_active=state == "open")


def held_on(viewer: Viewer) -> QuerySet[Membership]:
    return Membership.objects.in_force(viewer.today).filter(account=OuterRef("pk"))


USERNAME, NAME = Text("登录名", "username"), Text("姓名", "name")
SEEN = Moment("最近登录", "last_login")
FROM, UNTIL = Day("自", "valid_from"), Day("至（不含）", "valid_until")
FIELDS: tuple[Field, ...] = (
    USERNAME,
    NAME,
    Day("建立", "created_at"),
    Text(
        "最近登录",
        lambda account: SEEN.show(account.last_login) if account.last_login else "从未",
        name="seen",
    ),
    Text("密码", password, is_full=True),
)
TOLD = (USERNAME, NAME, Flag("启用", "is_active"), Day("建立", "created_at"), SEEN)
HELD: tuple[Field, ...] = (
    Text("单位与角色", in_words, name="acts_as", css="is-wide"),
    FROM,
    UNTIL,
    Lamp("状态", standing),
)
MEMBERSHIPS = Table(
    columns=HELD,
    part=lambda held: held,
    empty=Empty("没有任职", "登录后不能办理任何业务。由安全管理员授予。"),
)
YEARS = Table(
    caption="工作日历",
    columns=(
        Title("年度", lambda year: f"{year.year} 年", name="year", below="document"),
        Drawn("来源", official, css="jw-nw is-end"),
    ),
    empty=Empty("还没有导入放假安排", "工作日期限无法计算。请导入国务院办公厅放假通知。"),
)
MembershipOut = schema_of("AccountMembershipOut", HELD, "What an account acts or acted as.")
AccountOut = schema_of(
    "AccountOut",
    TOLD,
    "An account, with what it acts or acted as.",
    {"memberships": (list[MembershipOut], Described(description="任职，最近的在前"))},  # type: ignore[valid-type]
)

ACCOUNTS = Listing(
    "account",
    "账号与日历",
    roles=KEEPERS,
    rows=lambda actor, viewer: list_accounts(on=viewer.today),
    crumbs=("系统",),
    columns=(
        Title("登录名", "username", link="account_detail", css="jw-nw"),
        NAME,
        Text("现任", acts_as, css="is-wide"),
        Moment("最近登录", "last_login"),
        Lamp("状态", state),
    ),
    filters=(
        Search(label="账号", hint="登录名、姓名", by=of_text),
        Choice("role", "角色", of=Role, by=of_role),
        Choice("state", "状态", of=STATES, by=of_state),
    ),
    status="{} 个账号　三员不接触业务数据",
    missed="没有符合条件的账号",
    per_page=PER_PAGE,
    buttons=(
        Button("受权代行", "deputy_list", roles=SECURITY, icon="person-badge", is_main=False),
        Button("建立账号", "account_new", roles=SYSTEM),
    ),
    besides=lambda shown: {"years": YEARS.of(CalendarYear.objects.order_by("-year"), shown.viewer)},
    template="portal/system_accounts.html",
)
DEPUTIES = Listing(
    "deputy",
    "受权代行",
    roles=(*SECURITY, *SUPERVISORS),
    rows=lambda actor, viewer: list_deputies(on=viewer.today),
    crumbs=("系统",),
    columns=(
        Title("检查主体", "subject.name", order="subject__sort_key"),
        # The supervisors see who, but not the account.
        Text("受权人", "account.name", name="holder", roles=SUPERVISORS),
        Text(
            "受权人",
            "account.name",
            name="account",
            roles=SECURITY,
            link=lambda held: reverse("account_detail", args=[held.account_id]),
        ),
        Text("授权文号", "authorisation"),
        FROM,
        Text(
            "至（不含）",
            lambda held: held.valid_until or "未写明期限",
            name="valid_until",
            order="valid_until",
            css="jw-nw",
        ),
        Lamp("状态", deputy_standing),
    ),
    told=(
        Text("检查主体", "subject.name", name="subject"),
        Text("受权人", "account.name", name="holder"),
        Text("授权文号", "authorisation"),
        FROM,
        UNTIL,
    ),
    status=lambda count: "经书面授权代主体负责人审批的人员",
    per_page=PER_PAGE,
    empty=Empty("没有受权代行的人员", "主体负责人书面授权后，由安全管理员在账号页登记。"),
)


def find_account(actor: Actor, account_id: int) -> Account:
    """Return an account."""
    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        raise Http404
    return account


def find_membership(actor: Actor, account_id: int, membership_id: int) -> Membership:
    """Return one of the account's memberships."""
    held = Membership.objects.filter(pk=membership_id, account=account_id).select_related("account").first()
    if held is None:
        raise Http404
    return held


def memberships_of(account: Account) -> QuerySet[Membership]:
    return account.memberships.select_related("subject", "enterprise").order_by("-valid_from", "-id")


def show_account(request: MemberRequest, account: Account) -> Shown:
    """Return what the page of an account shows: what it acts or acted as, and what was done with it."""
    viewer = Viewer(request.actor, request.now)
    return {
        "state": state(account),
        "rows": rows_of(FIELDS, account, viewer),
        "memberships": MEMBERSHIPS.of(memberships_of(account), viewer),
        "may_reset": request.member.role in SYSTEM and account.is_active,
        "timeline": timeline(reversed(list_account_events(account)[:STEPS_SHOWN])),
    }


def account_out(request: MemberRequest, account: Account) -> Any:
    """Return an account as programs get it."""
    viewer = Viewer(request.actor, request.now)
    held = [answer_of(HELD, each, viewer) for each in memberships_of(account)]
    return answer_of(TOLD, account, viewer) | {"memberships": held}


def from_today(request: MemberRequest, row: Any) -> Shown:
    return {"initial": {"valid_from": Viewer(request.actor, request.now).today}}


ACCOUNT = Acts(
    "account",
    find=find_account,
    show=show_account,
    template="portal/system_account.html",
    roles=KEEPERS,
    answer=(AccountOut, account_out),
)
ACCOUNT.act(
    "grant",
    registry.grant_membership,
    SECURITY,
    GrantForm,
    verb="授予",
    title="授予任职",
    done="已授予。",
    given=from_today,
    prefix="grant",
    opened=lambda account: not account.memberships.exists(),
    url_name="membership_grant",
)
ACCOUNT.act(
    "deputy",
    registry.authorise_deputy,
    SECURITY,
    DeputyForm,
    verb="登记",
    title="登记受权代行",
    done="授权代行已登记。",
    given=from_today,
    prefix="deputy",
    url_name="deputy_authorise",
)
ACCOUNT.act(
    "close",
    operations.close_account,
    SYSTEM,
    CloseAccountForm,
    verb="停用",
    title="停用账号",
    done="账号已停用，已登录的即时退出。",
    when=lambda account: account.is_active,
    prefix="close",
    is_grave=True,
)
ACCOUNT.act(
    "reopen",
    operations.reopen_account,
    SYSTEM,
    verb="恢复账号",
    done="账号已恢复。",
    when=lambda account: not account.is_active,
)
MEMBERSHIP = Each(
    "membership",
    whole=ACCOUNT,
    find=find_membership,
    whole_of=lambda held: held.account,
    parts_of=lambda account, viewer: memberships_of(account),
)
MEMBERSHIP.act(
    "revoke",
    registry.revoke_membership,
    SECURITY,
    EndForm,
    verb="终止",
    done="任职已终止。",
    when=lambda held, viewer: not has_ended(held, viewer),
    given=lambda request, held: {"initial": {"ends_on": Viewer(request.actor, request.now).today}},
    prefix="end-{0.pk}",
    place=ROW,
    is_grave=True,
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@member_required(*SYSTEM)
def account_new(request: MemberRequest) -> HttpResponse:
    """Open an account and show its one-time password, once."""

    def page(failed: Failed) -> HttpResponse:
        context = {"form": failed.form, "failed": failed, "now": request.now}
        status = failed.status if request.method == "POST" else 200
        return render(request, "portal/system_account_new.html", context, status=status)

    if request.method != "POST":
        return page(Failed(form=NewAccountForm()))
    form = NewAccountForm(request.POST)
    to = lambda opened: password_page(request, opened, "账号已建立")  # noqa: E731
    return attempt(request, operations.open_account, form, again=page, done="", to=to)


@never_cache
@require_POST
@member_required(*SYSTEM)
def account_reset(request: MemberRequest, account_id: int) -> HttpResponse:
    """Reset the password and show the one-time password, once."""
    account = find_account(request.actor, account_id)
    return attempt(
        request,
        operations.reset_account_password,
        given={"account_id": account_id},
        again=lambda failed: ACCOUNT.page(request, account, failed),
        done="",
        to=lambda opened: password_page(request, opened, "密码已重设"),
    )


def password_page(request: MemberRequest, opened: OpenedAccount, heading: str) -> HttpResponse:
    """Answer the page that shows a one-time password."""
    context = {"account": opened.account, "password": opened.password, "heading": heading}
    return render(request, "portal/system_password.html", context)
