"""The filter bars of the roster, of certificates and of the establishment check."""

from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet

from jingwei.registry.models import Certificate, EstablishmentRow, Officer, Subject
from jingwei.registry.terms import CertificateStatus, CheckResult, Field, StaffKind
from jingwei.web.fields import QueryFilter

CARD_STATES = (
    ("valid", "有效"),
    ("expiring", "即将到期"),
    ("expired", "已到期"),
    ("suspended", "暂扣"),
    ("none", "没有证件"),
)
POSTS = (("in", "在岗"), ("left", "已离岗"))
DECIDED = (("open", "待处理"), ("done", "已处理"))


class OfficerFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By name or number, subject, kind of staff, state of the card, field, and whether in post."""

    q = QueryFilter(
        label="姓名或证号",
        method="by_text",
        widget=forms.TextInput(attrs={"placeholder": "姓名、拼音首字母、证号"}),
    )
    subject = django_filters.ModelChoiceFilter(
        label="单位", queryset=Subject.objects.none(), empty_label="全部"
    )
    staff = django_filters.ChoiceFilter(label="人员性质", choices=StaffKind.choices(), empty_label="全部")
    card = django_filters.ChoiceFilter(
        label="证件状态", choices=CARD_STATES, method="by_card", empty_label="全部"
    )
    field = django_filters.ChoiceFilter(
        label="执法领域", choices=Field.choices(), method="by_field", empty_label="全部"
    )
    post = django_filters.ChoiceFilter(label="在岗", choices=POSTS, method="by_post", empty_label="全部")

    def __init__(
        self, *args: Any, subjects: QuerySet[Subject], on: date, warn_before: int, **kwargs: Any
    ) -> None:
        """Judge cards as of the day; a card ends soon when it ends within ``warn_before`` days."""
        super().__init__(*args, **kwargs)
        self.filters["subject"].queryset = subjects
        self.on, self.soon = on, on + timedelta(days=warn_before)

    def by_text(self, found: QuerySet[Officer], name: str, text: str) -> QuerySet[Officer]:
        """Keep those whose name, pinyin or number holds the text."""
        text = text.strip()
        held = Certificate.objects.filter(number__icontains=text).values("officer")
        return found.filter(Q(name__icontains=text) | Q(sort_key__icontains=text.lower()) | Q(pk__in=held))

    def by_card(self, found: QuerySet[Officer], name: str, state: str) -> QuerySet[Officer]:
        """Keep those with a card in the state."""
        cards = Certificate.objects.filter(officer=OuterRef("pk"))
        standing = cards.exclude(status=CertificateStatus.CANCELLED.value)
        valid = cards.filter(status=CertificateStatus.VALID.value)
        match state:
            case "valid":
                return found.filter(Exists(valid.filter(valid_from__lte=self.on, valid_to__gte=self.on)))
            case "expiring":
                return found.filter(Exists(valid.filter(valid_to__gte=self.on, valid_to__lte=self.soon)))
            case "expired":
                return found.filter(Exists(valid.filter(valid_to__lt=self.on)))
            case "suspended":
                return found.filter(Exists(cards.filter(status=CertificateStatus.SUSPENDED.value)))
            case _:
                return found.exclude(Exists(standing))

    def by_field(self, found: QuerySet[Officer], name: str, field: str) -> QuerySet[Officer]:
        """Keep those with a card for the field that is not cancelled."""
        cards = Certificate.objects.filter(officer=OuterRef("pk"), fields__contains=[field])
        return found.filter(Exists(cards.exclude(status=CertificateStatus.CANCELLED.value)))

    def by_post(self, found: QuerySet[Officer], name: str, state: str) -> QuerySet[Officer]:
        """Keep those in post, or those who have left."""
        has_left = Q(left_on__isnull=False, left_on__lte=self.on)
        return found.filter(has_left) if state == "left" else found.exclude(has_left)


class CardFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Certificates by holder or number, and subject."""

    q = QueryFilter(
        label="姓名或证号",
        method="by_text",
        widget=forms.TextInput(attrs={"placeholder": "姓名、拼音首字母、证号"}),
    )
    subject = django_filters.ModelChoiceFilter(
        label="单位", field_name="officer__subject", queryset=Subject.objects.none(), empty_label="全部"
    )

    def __init__(self, *args: Any, subjects: QuerySet[Subject], **kwargs: Any) -> None:
        """Offer the subjects that the viewer sees."""
        super().__init__(*args, **kwargs)
        self.filters["subject"].queryset = subjects

    def by_text(self, found: QuerySet[Certificate], name: str, text: str) -> QuerySet[Certificate]:
        """Keep those whose holder or number holds the text."""
        text = text.strip()
        return found.filter(
            Q(officer__name__icontains=text)
            | Q(officer__sort_key__icontains=text.lower())
            | Q(number__icontains=text)
        )


class RowFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Rows of an establishment check by name, subject, what was found, and whether it is decided."""

    q = QueryFilter(label="姓名", field_name="name", lookup_expr="icontains")
    subject = django_filters.ModelChoiceFilter(
        label="单位", queryset=Subject.objects.none(), empty_label="全部"
    )
    result = django_filters.ChoiceFilter(label="核对结果", choices=CheckResult.choices(), empty_label="全部")
    state = django_filters.ChoiceFilter(label="处理", choices=DECIDED, method="by_state", empty_label="全部")

    def __init__(self, *args: Any, subjects: QuerySet[Subject], **kwargs: Any) -> None:
        """Offer the subjects that have returned something."""
        super().__init__(*args, **kwargs)
        self.filters["subject"].queryset = subjects

    def by_state(
        self, found: QuerySet[EstablishmentRow], name: str, state: str
    ) -> QuerySet[EstablishmentRow]:
        """Keep those that are decided, or those that are not."""
        return found.filter(decided_at__isnull=state == "open")
