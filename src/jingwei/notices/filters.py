"""The filter bars of circulars: the bureau's list, a department's list, the board of recipients."""

from datetime import date

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from jingwei.notices.models import Circular, Recipient
from jingwei.notices.models import RecipientQuerySet as Recipients
from jingwei.notices.terms import CircularState, Purpose, RecipientState, Standing
from jingwei.registry.terms import PartyKind

DEPARTMENT = (("sent", "待签收"), ("waiting", "待回复"), ("done", "已回复"), ("overdue", "逾期"))


class CircularFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By title or number, state and purpose."""

    q = django_filters.CharFilter(
        label="标题或文号", method="by_text", widget=forms.TextInput(attrs={"placeholder": "标题、文号"})
    )
    state = django_filters.ChoiceFilter(label="状态", choices=CircularState.choices(), empty_label="全部")
    purpose = django_filters.ChoiceFilter(label="用途", choices=Purpose.choices(), empty_label="全部")

    def by_text(self, found: QuerySet[Circular], name: str, text: str) -> QuerySet[Circular]:
        """Keep those whose title or number holds the text."""
        return found.filter(Q(title__icontains=text.strip()) | Q(number__icontains=text.strip()))


class ReceivedFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By title or number, how it stands and purpose. ``today`` decides what is overdue."""

    q = django_filters.CharFilter(
        label="标题或文号", method="by_text", widget=forms.TextInput(attrs={"placeholder": "标题、文号"})
    )
    standing = django_filters.ChoiceFilter(
        label="办理情况", choices=DEPARTMENT, method="by_standing", empty_label="全部"
    )
    purpose = django_filters.ChoiceFilter(
        label="用途", choices=Purpose.choices(), field_name="circular__purpose", empty_label="全部"
    )

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        """Take the day on which the list is looked at."""
        super().__init__(*args, **kwargs)
        self.today = today

    def by_text(self, found: QuerySet[Recipient], name: str, text: str) -> QuerySet[Recipient]:
        """Keep those whose circular's title or number holds the text."""
        text = text.strip()
        return found.filter(Q(circular__title__icontains=text) | Q(circular__number__icontains=text))

    def by_standing(self, found: Recipients, name: str, standing: str) -> Recipients:
        """Keep those that stand so."""
        return of_standing(found, standing, today=self.today)


def of_standing(found: Recipients, standing: str, *, today: date) -> Recipients:
    """Return the recipients that stand as one of ``DEPARTMENT`` says."""
    match standing:
        case "sent":
            return found.open().filter(state=RecipientState.SENT)
        case "waiting":
            return found.open().exclude(state=RecipientState.SENT)
        case "overdue":
            return found.overdue(today)
    return found.done()


class BoardForm(forms.Form):
    """Which recipients of a circular to show."""

    q = forms.CharField(
        label="单位", required=False, widget=forms.TextInput(attrs={"placeholder": "名称、拼音首字母"})
    )
    standing = forms.ChoiceField(
        label="办理情况", required=False, choices=[("", "全部"), *Standing.choices()]
    )
    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), *PartyKind.choices()[:3]])
