"""规则: the rulebook for everybody, and the bureau's entries of dated numbers."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.portal.forms.rules import NumberForm, RuleSearchForm
from jingwei.portal.operations import approve_rule_number, enter_rule_number
from jingwei.portal.queries import rulebook
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member
from jingwei.registry.terms import Role
from jingwei.rulebook import Rule, all_rules
from jingwei.web.requests import ActorRequest


@require_safe
@member_required()
def rule_list(request: ActorRequest) -> HttpResponse:
    """Show the rules by the document they cite."""
    form = RuleSearchForm(request.GET)
    form.is_valid()
    given = form.cleaned_data
    now = timezone.now()
    refusals = rulebook.count_refusals(local_date(now).year)
    chapters = rulebook.list_rules(
        text=given.get("q", ""), kind=given.get("kind", ""), is_open=given.get("open") == "1"
    )
    context = {
        "fields": list(form),
        "chapters": [
            {"source": source, "rules": [_line(rule, refusals) for rule in rules]}
            for source, rules in chapters
        ],
        "count": sum(len(rules) for _, rules in chapters),
        "year": local_date(now).year,
    }
    return render(request, "portal/rules.html", context)


@require_safe
@member_required()
def rule_detail(request: ActorRequest, code: str) -> HttpResponse:
    """Show one rule: what the law asks, where it says so, its numbers by date, how often it refused."""
    return _page(request, _rule(code))


@require_POST
@member_required(Role.SUPERVISION_LEAD)
def enter_number(request: ActorRequest, code: str) -> HttpResponse:
    """Enter a later value of one of the rule's numbers."""
    rule = _rule(code)
    form = NumberForm(request.POST, rule=rule)
    if not form.is_valid():
        return _page(request, rule, form=form, status=422)
    try:
        enter_rule_number(rule=code, **form.cleaned_data, actor=request.actor, now=timezone.now())
    except Rejected as error:
        return _page(request, rule, form=form, error=error, status=error.status)
    messages.success(request, "已录入，由另一名监督人员批准后生效。")
    return redirect("rule_detail", code)


@require_POST
@member_required(Role.SUPERVISOR, Role.SUPERVISION_LEAD)
def approve_number(request: ActorRequest, code: str, number_id: int) -> HttpResponse:
    """Approve a value that somebody else entered."""
    rule = _rule(code)
    try:
        approve_rule_number(datednumber_id=number_id, rule=code, actor=request.actor, now=timezone.now())
    except Rejected as error:
        return _page(request, rule, error=error, status=error.status)
    messages.success(request, "已批准，自所写日期起生效。")
    return redirect("rule_detail", code)


def _page(
    request: ActorRequest,
    rule: Rule,
    *,
    form: NumberForm | None = None,
    error: Rejected | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = request.actor
    is_bureau = isinstance(actor, Member) and actor.is_bureau
    may_enter = isinstance(actor, Member) and actor.role is Role.SUPERVISION_LEAD and bool(rule.numbers)
    today = local_date(timezone.now())
    context = {
        "rule": rule,
        "kind": rulebook.label_of_kind(rule),
        "consequence": rulebook.label_of_consequence(rule),
        "moments": "、".join(moment.label for moment in rule.moments),
        # The docstring's first sentence is the rule in Chinese; what follows speaks to programmers.
        "content": rule.explanation.partition("\n\n")[0].replace("\n", ""),
        "numbers": rulebook.list_numbers(rule, today=today),
        "refused": rulebook.count_refusals(today.year).get(rule.code, 0),
        "year": today.year,
        "is_bureau": is_bureau,
        "refusals": rulebook.list_refusals(rule.code) if is_bureau else [],
        "form": form or (NumberForm(rule=rule) if may_enter else None),
        "account_id": actor.account_id,
        "error": error,
    }
    return render(request, "portal/rule.html", context, status=status)


def _rule(code: str) -> Rule:
    try:
        return all_rules()[code]
    except KeyError:
        raise Http404 from None


def _line(rule: Rule, refusals: dict[str, int]) -> dict[str, object]:
    return {
        "rule": rule,
        "kind": rulebook.label_of_kind(rule),
        "moments": "、".join(moment.label for moment in rule.moments),
        "refused": refusals.get(rule.code, 0),
    }
