"""Signing in, choosing as what to act, signing out."""

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from jingwei.platform import operations as platform
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Mistake, NotAllowed
from jingwei.registry import operations
from jingwei.registry.forms import PasswordForm, SignInForm
from jingwei.registry.members import Member
from jingwei.registry.middleware import SESSION_KEY
from jingwei.registry.queries import list_memberships, member_of
from jingwei.web.addresses import is_id
from jingwei.web.requests import ActorRequest

WRONG = "登录名或密码不正确。连续输错 5 次，这个登录名将在 15 分钟内不能登录。"


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: ActorRequest) -> HttpResponse:
    """Let somebody in by name and password; who has several roles chooses one next."""
    form = SignInForm(request.POST or None)
    if request.method != "POST":
        if not request.user.is_authenticated:
            return _page(request, form)
        if request.user.must_change_password:
            return redirect("change_password")
        if not isinstance(request.actor, Member):
            return redirect(_choice(request))
        return redirect(_wanted(request))
    if not form.is_valid():
        return _page(request, form, status=422)
    now = timezone.now()
    username = form.cleaned_data["username"]
    account = auth.authenticate(request, username=username, password=form.cleaned_data["password"])
    if account is None:
        operations.note_failed_sign_in(username=username, now=now)
        form.add_error(None, WRONG)
        return _page(request, form, status=422)
    try:
        memberships = operations.note_sign_in(actor=Actor(account.pk, account.name), now=now)
    except NotAllowed as error:
        form.add_error(None, f"{error}。{error.remedy}。")
        return _page(request, form, status=403)
    auth.login(request, account)
    request.session[SESSION_KEY] = memberships[0].pk
    if account.must_change_password:
        return redirect("change_password")
    if len(memberships) > 1:
        return redirect(_choice(request))
    return redirect(_wanted(request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose_membership(request: ActorRequest) -> HttpResponse:
    """Let somebody with several roles choose the one to act in."""
    if not request.user.is_authenticated:
        return redirect(settings.LOGIN_URL)
    now = timezone.now()
    if request.method == "POST":
        chosen = request.POST.get("membership", "")
        member = operations.choose_membership(
            membership_id=int(chosen) if is_id(chosen) else 0,
            actor=request.actor,
            now=now,
        )
        request.session[SESSION_KEY] = member.membership_id
        return redirect(_wanted(request))
    found = list_memberships(request.user.pk, on=local_date(now))
    context = {
        "members": [member_of(each) for each in found],
        "next": _wanted(request),
        "has_ended": not isinstance(request.actor, Member),
    }
    return render(request, "registry/choose_membership.html", context)


@sensitive_post_parameters("old", "new", "again")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: ActorRequest) -> HttpResponse:
    """Let somebody choose another password; whoever came in with a one-time password has to."""
    if not request.user.is_authenticated:
        return redirect(settings.LOGIN_URL)
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            account = platform.change_password(
                old=form.cleaned_data["old"],
                new=form.cleaned_data["new"],
                actor=request.actor,
                now=timezone.now(),
            )
        except Mistake as error:
            form.add_error(error.field, f"{error.message}。{error.remedy}。")
        else:
            auth.update_session_auth_hash(request, account)
            messages.success(request, "密码已修改。")
            return redirect(settings.LOGIN_REDIRECT_URL)
    context = {"form": form, "must_change": request.user.must_change_password}
    return render(request, "registry/change_password.html", context, status=422 if form.is_bound else 200)


@require_POST
def sign_out(request: ActorRequest) -> HttpResponse:
    """End the session."""
    if request.user.is_authenticated:
        operations.note_sign_out(actor=request.actor, now=timezone.now())
    auth.logout(request)
    return redirect(settings.LOGIN_URL)


def _page(request: ActorRequest, form: SignInForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "next": _wanted(request)}
    return render(request, "registry/sign_in.html", context, status=status)


def _choice(request: ActorRequest) -> str:
    """Return where a membership is chosen, on the way to where the person wanted to go."""
    return f"{reverse('choose_membership')}?{urlencode({'next': _wanted(request)})}"


def _wanted(request: ActorRequest) -> str:
    """Return where to go next: an address of our own host, else the front page. An outside one is never followed."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else str(settings.LOGIN_REDIRECT_URL)
