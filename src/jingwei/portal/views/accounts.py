"""账号与任职: the system administrator opens and shuts accounts, the security administrator says what they may act as."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.platform.models import Account, CalendarYear
from jingwei.platform.operations import OpenedAccount
from jingwei.platform.terms import PlatformAction
from jingwei.portal import operations
from jingwei.portal.forms.system import (
    AccountSearchForm,
    CloseAccountForm,
    DeputyForm,
    EndForm,
    GrantForm,
    NewAccountForm,
)
from jingwei.portal.queries.accounts import (
    in_words,
    list_account_events,
    list_accounts,
    list_deputies,
    list_held,
)
from jingwei.registry import operations as registry
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member
from jingwei.registry.models import Membership
from jingwei.registry.terms import MembershipAction, Role
from jingwei.rulebook import Refused
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

PER_PAGE = 50
STEPS_SHOWN = 20
LABELS = {action.value: action.label for words in (PlatformAction, MembershipAction) for action in words}
KEEPERS = (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR)


@require_safe
@member_required(*KEEPERS)
def account_list(request: ActorRequest) -> HttpResponse:
    """Show accounts with what they may act as today, and the years whose working days are known."""
    today = local_date(timezone.now())
    form = AccountSearchForm(request.GET)
    form.is_valid()
    given = form.cleaned_data
    found = list_accounts(
        text=given.get("q", ""), role=given.get("role", ""), state=given.get("state", ""), on=today
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    held = list_held(page, on=today)
    context = {
        "fields": list(form),
        "page": page,
        "rows": [
            {"account": account, "acts_as": [in_words(each) for each in held[account.pk]]} for account in page
        ],
        "years": CalendarYear.objects.order_by("-year"),
        "may_open": _is(request, Role.SYSTEM_ADMINISTRATOR),
        "may_see_deputies": _is(request, Role.SECURITY_ADMINISTRATOR),
    }
    return render(request, "portal/system_accounts.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@member_required(Role.SYSTEM_ADMINISTRATOR)
def account_new(request: ActorRequest) -> HttpResponse:
    """Open an account and show its one-time password, once."""
    form = NewAccountForm(request.POST if request.method == "POST" else None)
    error: Rejected | None = None
    if request.method == "POST" and form.is_valid():
        try:
            opened = operations.open_account(**form.cleaned_data, actor=request.actor, now=timezone.now())
        except Rejected as refusal:
            error = refusal
        else:
            return _password_page(request, opened, "账号已建立")
    context = {"form": form, "error": error_shown(error), "now": timezone.now()}
    status = status_of(error) if error else 422 if form.is_bound else 200
    return render(request, "portal/system_account_new.html", context, status=status)


@require_safe
@member_required(*KEEPERS)
def account_detail(request: ActorRequest, account_id: int) -> HttpResponse:
    """Show one account with all it acts or acted as."""
    return _account_page(request, account_id)


@never_cache
@require_POST
@member_required(Role.SYSTEM_ADMINISTRATOR)
def account_reset(request: ActorRequest, account_id: int) -> HttpResponse:
    """Reset the password and show the one-time password, once."""
    try:
        opened = operations.reset_account_password(
            account_id=account_id, actor=request.actor, now=timezone.now()
        )
    except Rejected as error:
        return _account_page(request, account_id, error=error)
    return _password_page(request, opened, "密码已重设")


@require_POST
@member_required(Role.SYSTEM_ADMINISTRATOR)
def account_close(request: ActorRequest, account_id: int) -> HttpResponse:
    """Shut the account."""
    form = CloseAccountForm(request.POST, prefix="close")
    return _act(
        request,
        account_id,
        "close",
        form,
        lambda: operations.close_account(
            account_id=account_id, **form.cleaned_data, actor=request.actor, now=timezone.now()
        ),
        "账号已停用，已登录的即时退出。",
    )


@require_POST
@member_required(Role.SYSTEM_ADMINISTRATOR)
def account_reopen(request: ActorRequest, account_id: int) -> HttpResponse:
    """Open the account again."""
    return _act(
        request,
        account_id,
        "",
        None,
        lambda: operations.reopen_account(account_id=account_id, actor=request.actor, now=timezone.now()),
        "账号已恢复。",
    )


@require_POST
@member_required(Role.SECURITY_ADMINISTRATOR)
def membership_grant(request: ActorRequest, account_id: int) -> HttpResponse:
    """Let the account act in a role."""
    form = GrantForm(request.POST, prefix="grant")
    return _act(
        request,
        account_id,
        "grant",
        form,
        lambda: registry.grant_membership(
            account_id=account_id, **form.arguments(), actor=request.actor, now=timezone.now()
        ),
        "已授予。",
    )


@require_POST
@member_required(Role.SECURITY_ADMINISTRATOR)
def deputy_authorise(request: ActorRequest, account_id: int) -> HttpResponse:
    """Enter that the account decides for a head by writ."""
    form = DeputyForm(request.POST, prefix="deputy")
    return _act(
        request,
        account_id,
        "deputy",
        form,
        lambda: registry.authorise_deputy(
            account_id=account_id, **form.arguments(), actor=request.actor, now=timezone.now()
        ),
        "授权代行已登记。",
    )


@require_POST
@member_required(Role.SECURITY_ADMINISTRATOR)
def membership_revoke(request: ActorRequest, account_id: int, membership_id: int) -> HttpResponse:
    """End one of the account's memberships."""
    if not Membership.objects.filter(pk=membership_id, account=account_id).exists():
        raise Http404
    form = EndForm(request.POST, prefix=f"end-{membership_id}")
    return _act(
        request,
        account_id,
        f"end-{membership_id}",
        form,
        lambda: registry.revoke_membership(
            membership_id=membership_id, **form.cleaned_data, actor=request.actor, now=timezone.now()
        ),
        "任职已终止。",
    )


@require_safe
@member_required(Role.SECURITY_ADMINISTRATOR, Role.SUPERVISOR, Role.SUPERVISION_LEAD)
def deputy_list(request: ActorRequest) -> HttpResponse:
    """Show who decides for a head by writ, and until when."""
    today = local_date(timezone.now())
    page = Paginator(list_deputies(on=today), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "today": today, "may_manage": _is(request, Role.SECURITY_ADMINISTRATOR)}
    return render(request, "portal/system_deputies.html", context)


def _act(
    request: ActorRequest,
    account_id: int,
    name: str,
    form: Form | None,
    carry_out: Callable[[], object],
    done: str,
) -> HttpResponse:
    filled = {name: form} if form is not None else {}
    if form is not None and not form.is_valid():
        return _account_page(request, account_id, filled=filled, status=422)
    try:
        carry_out()
    except (Refused, Rejected) as error:
        return _account_page(request, account_id, error=error, filled=filled)
    messages.success(request, done)
    return redirect("account_detail", account_id)


def _account_page(
    request: ActorRequest,
    account_id: int,
    *,
    error: Refused | Rejected | None = None,
    filled: Mapping[str, Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        raise Http404
    now, given = timezone.now(), filled or {}
    today = local_date(now)
    opens, grants = _is(request, Role.SYSTEM_ADMINISTRATOR), _is(request, Role.SECURITY_ADMINISTRATOR)
    memberships = account.memberships.select_related("subject", "enterprise").order_by("-valid_from", "-id")
    rows = []
    for each in memberships:
        has_ended = each.valid_until is not None and each.valid_until <= today
        end = given.get(f"end-{each.pk}") or EndForm(prefix=f"end-{each.pk}", initial={"ends_on": today})
        rows.append(
            {
                "held": each,
                "words": in_words(each),
                "has_ended": has_ended,
                "is_to_come": each.valid_from > today,
                "end": end if grants and not has_ended else None,
            }
        )
    first = {"valid_from": today}
    context = {
        "account": account,
        "rows": rows,
        "facts": [
            {"label": "登录名", "value": account.username},
            {"label": "姓名", "value": account.name},
            {"label": "建立", "value": f"{timezone.localtime(account.created_at):%Y-%m-%d}"},
            {
                "label": "最近登录",
                "value": f"{timezone.localtime(account.last_login):%Y-%m-%d %H:%M}"
                if account.last_login
                else "从未",
            },
            {
                "label": "密码",
                "is_full": True,
                "value": "一次性密码，尚未修改" if account.must_change_password else "已由本人设定",
            },
        ],
        "grant": (given.get("grant") or GrantForm(prefix="grant", initial=first)) if grants else None,
        "deputy": (given.get("deputy") or DeputyForm(prefix="deputy", initial=first)) if grants else None,
        "close": (given.get("close") or CloseAccountForm(prefix="close"))
        if opens and account.is_active
        else None,
        "opens": opens,
        "steps": [
            {
                "label": LABELS.get(event.action, event.action),
                "said": event.sentence,
                "at": f"{timezone.localtime(event.at):%Y-%m-%d %H:%M}",
                "state": "red" if event.outcome == "refused" else "done",
            }
            for event in list_account_events(account)[:STEPS_SHOWN]
        ],
        "error": error_shown(error),
        "now": now,
    }
    return render(
        request, "portal/system_account.html", context, status=status_of(error) if error else status
    )


def _password_page(request: ActorRequest, opened: OpenedAccount, heading: str) -> HttpResponse:
    context = {"account": opened.account, "password": opened.password, "heading": heading}
    return render(request, "portal/system_password.html", context)


def _is(request: ActorRequest, role: Role) -> bool:
    return isinstance(request.actor, Member) and request.actor.role is role
