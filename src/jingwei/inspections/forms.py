"""What people fill in at the desk: the request, the head's decision, a reason, the result."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict

from jingwei.inspections.dossier import Dossier
from jingwei.inspections.operations import AssistantInput, Request
from jingwei.inspections.terms import ActNature, Mode, Outcome, UrgentReason
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.calendar import SHANGHAI
from jingwei.platform.queries import get_numbers
from jingwei.registry.models import Item, Officer, Site
from jingwei.registry.queries import find_certificate, is_certified
from jingwei.registry.terms import BasisLevel, CertificateStatus, ItemStatus, StaffKind
from jingwei.rulebook import Judgement
from jingwei.rulebook.terms import Term
from jingwei.web.addresses import is_id

ASSISTANT_ROWS = 3
ASSISTANT_PARTS = {"name": ("姓名", 40), "employer": ("单位", 80), "purpose": ("协助内容", 120)}
MOMENT = "%Y-%m-%dT%H:%M"


class ReasonForm(forms.Form):
    """One reason, kept for good."""

    reason = forms.CharField(
        label="理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "须写明理由"},
    )


class CaseForm(forms.Form):
    """The case that came of an inspection after its result was told."""

    case_number = forms.CharField(
        label="案号", max_length=60, error_messages={"required": "填写立案文书的案号"}
    )


class ApprovalForm(forms.Form):
    """The head's opinion, and what the head sets aside of the refusals that may be set aside."""

    opinion = forms.CharField(
        label="审批意见",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "同意"}),
    )
    overridden = forms.MultipleChoiceField(
        label="仍予放行", required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    override_reason = forms.CharField(
        label="放行理由",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="放行的规则同时生成监督线索",
    )

    def __init__(self, *args: Any, judgement: Judgement | None = None, **kwargs: Any) -> None:
        """Offer to set aside what the judgement says may be; a form that comes back takes any code, the operation judges."""
        super().__init__(*args, **kwargs)
        found = judgement.overridable() if judgement else ()
        choices = {each.rule.code: f"{each.rule.code}　{each.rule.title}" for each in found}
        if self.is_bound:
            posted = self.data.getlist("overridden") if isinstance(self.data, QueryDict) else []
            choices |= {code: code for code in posted if code not in choices}
        self.fields["overridden"].choices = list(choices.items())  # type: ignore[attr-defined]
        if not choices:
            del self.fields["overridden"], self.fields["override_reason"]


class ResultForm(forms.Form):
    """What the enterprise is told at the end."""

    outcome = forms.ChoiceField(label="检查结果", choices=Outcome.choices())
    problems = forms.CharField(label="发现问题", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    demand = forms.CharField(label="整改要求", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    correct_by = forms.DateField(
        label="改正期限", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    guidance = forms.CharField(label="指导意见", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    ended_in_case = forms.BooleanField(label="转立案", required=False, help_text="转立案的不计入可报统计")
    case_number = forms.CharField(label="案号", required=False, max_length=60)

    def told(self) -> dict[str, Any]:
        """Return the arguments of ``tell_result``."""
        return {**self.cleaned_data, "outcome": Outcome(self.cleaned_data["outcome"])}


class PickForm(forms.Form):
    """Several tasks chosen in the list."""

    pick = forms.TypedMultipleChoiceField(
        label="任务", coerce=int, choices=(), error_messages={"required": "没有勾选任务"}
    )
    opinion = forms.CharField(label="审批意见", max_length=300, required=False)
    is_confirmed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take any id that was picked; the operation says which of them may be approved."""
        super().__init__(*args, **kwargs)
        posted = self.data.getlist("pick") if isinstance(self.data, QueryDict) else []
        picked = [each for each in posted if is_id(each)]
        self.fields["pick"].choices = [(each, each) for each in picked]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class ItemChoice:
    """An item as the clerk chooses it: what it rests on, whether it may be used, whether it must be seen on site."""

    item: Item
    bases: str
    state: str
    colour: str
    is_chosen: bool
    reason_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class OfficerChoice:
    """An officer as the clerk chooses one, with the state of the certificate."""

    officer: Officer
    staff: str
    certificate: str
    state: str
    colour: str
    is_chosen: bool


class RequestForm(forms.Form):
    """The request for one inspection at one site (R-FORM-05)."""

    nature = forms.ChoiceField(
        label="活动性质",
        choices=ActNature.choices(),
        initial=ActNature.INSPECTION.value,
        required=False,
        help_text="只有行政检查在这里申请，其他活动选定后给出办法",
    )
    kind = forms.ChoiceField(
        label="检查类别", choices=InspectionKind.choices(), widget=forms.RadioSelect, required=False
    )
    mode = forms.ChoiceField(label="检查方式", choices=Mode.choices(), initial=Mode.ON_SITE.value)
    item_ids = forms.TypedMultipleChoiceField(label="检查事项", coerce=int, required=False)
    officer_ids = forms.TypedMultipleChoiceField(label="执法人员", coerce=int, required=False)
    planned_from = forms.DateTimeField(label="拟检时间自", input_formats=[MOMENT])
    planned_until = forms.DateTimeField(label="拟检时间至", input_formats=[MOMENT])
    purpose = forms.CharField(label="检查内容", max_length=200, required=False)
    materials = forms.CharField(
        label="需准备的材料", max_length=300, required=False, help_text="印在通知书上，企业照此准备"
    )
    plan = forms.CharField(
        label="计划或部署文号",
        max_length=80,
        required=False,
        help_text="专项检查必填；日常检查填年度计划行号",
    )
    is_ordered_from_above = forms.BooleanField(label="上级部署的专项检查", required=False)
    exempt = forms.ChoiceField(
        label="不计上限的情形", choices=[("", "无，计入上限"), *ExemptReason.choices()], required=False
    )
    evidence = forms.CharField(
        label="证据或线索编号", max_length=80, required=False, help_text="个案检查和不计上限的检查必填"
    )
    urgent = forms.ChoiceField(
        label="紧急情形",
        choices=[("", "不属紧急"), *UrgentReason.choices()],
        required=False,
        help_text="紧急检查可先入企，离企前补扫并限时补批",
    )
    requires_legal_representative = forms.BooleanField(label="要求法定代表人到场", required=False)
    legal_representative_reason = forms.CharField(label="到场理由", max_length=200, required=False)

    def __init__(self, *args: Any, subject_id: int, today: date, **kwargs: Any) -> None:
        """Offer the subject's own items and officers."""
        super().__init__(*args, **kwargs)
        # An entrusted body inspects what its letter names, with officers of its own and of its principal.
        items = Q(subject=subject_id) | Q(entrustments__agent=subject_id)
        officers = Q(subject=subject_id) | Q(subject__entrusted=subject_id)
        self.items = list(Item.objects.filter(items).distinct().prefetch_related("bases").order_by("code"))
        self.officers = list(
            Officer.objects.filter(officers).distinct().prefetch_related("certificates").order_by("sort_key")
        )
        self.today = today
        self._offer("item_ids", [item.pk for item in self.items])
        self._offer("officer_ids", [officer.pk for officer in self.officers])
        for name in ("planned_from", "planned_until"):
            self.fields[name].widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
        for item in self.items:
            if item.is_remote_capable:
                self.fields[f"on_site_reason_{item.pk}"] = forms.CharField(
                    label="须到场的理由", max_length=200, required=False
                )
        for row in range(ASSISTANT_ROWS):
            for part, (label, length) in ASSISTANT_PARTS.items():
                field = forms.CharField(label=label, max_length=length, required=False)
                field.widget.attrs |= {"placeholder": label, "aria-label": f"协助人员{row + 1}{label}"}
                self.fields[f"assistant_{row}_{part}"] = field

    def clean(self) -> dict[str, Any]:
        """Check what only fits together: an assistant has a name, an employer and a purpose."""
        cleaned = super().clean() or {}
        for row in range(ASSISTANT_ROWS):
            given = {part: cleaned.get(f"assistant_{row}_{part}", "").strip() for part in ASSISTANT_PARTS}
            missing = [ASSISTANT_PARTS[part][0] for part, text in given.items() if not text]
            if any(given.values()) and missing:
                self.add_error(None, f"第 {row + 1} 名协助人员没有填写{'、'.join(missing)}")
        return cleaned

    def item_choices(self) -> list[ItemChoice]:
        """Return the items with what the clerk must see to choose."""
        return [self._item_choice(item) for item in self.items]

    def officer_choices(self) -> list[OfficerChoice]:
        """Return the officers with the state of their certificates today."""
        numbers = get_numbers(self.today)
        chosen = self._chosen("officer_ids")
        shown = []
        for officer in self.officers:
            certificate = find_certificate(officer, on=self.today)
            state = "没有执法证"
            if certificate is not None:
                is_over = certificate.status == CertificateStatus.VALID and certificate.valid_to < self.today
                word = "已于" if is_over else CertificateStatus(certificate.status).label
                state = (
                    f"{word} {certificate.valid_to} 到期" if is_over else f"{word}，至 {certificate.valid_to}"
                )
            shown.append(
                OfficerChoice(
                    officer=officer,
                    staff=StaffKind(officer.staff).label,
                    certificate=certificate.number if certificate else "",
                    state=state,
                    colour="green" if is_certified(officer, on=self.today, numbers=numbers) else "red",
                    is_chosen=str(officer.pk) in chosen,
                )
            )
        return shown

    def assistant_rows(self) -> list[list[forms.BoundField]]:
        """Return the rows in which assistants are named."""
        return [
            [self[f"assistant_{row}_{part}"] for part in ASSISTANT_PARTS] for row in range(ASSISTANT_ROWS)
        ]

    def request_for(self, site: Site) -> Request:
        """Return what ``request_inspection`` takes."""
        given = self.cleaned_data
        return Request(
            site_id=site.pk,
            nature=_word(ActNature, given["nature"]) or ActNature.INSPECTION,
            kind=_word(InspectionKind, given["kind"]),
            mode=Mode(given["mode"]),
            item_ids=given["item_ids"],
            officer_ids=given["officer_ids"],
            planned_from=given["planned_from"],
            planned_until=given["planned_until"],
            purpose=given["purpose"],
            materials=given["materials"],
            exempt=_word(ExemptReason, given["exempt"]),
            evidence=given["evidence"],
            plan=given["plan"],
            is_ordered_from_above=given["is_ordered_from_above"],
            urgent=_word(UrgentReason, given["urgent"]),
            requires_legal_representative=given["requires_legal_representative"],
            legal_representative_reason=given["legal_representative_reason"],
            on_site_reasons={
                item.pk: given[f"on_site_reason_{item.pk}"]
                for item in self.items
                if given.get(f"on_site_reason_{item.pk}")
            },
            assistants=[
                AssistantInput(**{part: given[f"assistant_{row}_{part}"] for part in ASSISTANT_PARTS})
                for row in range(ASSISTANT_ROWS)
                if given[f"assistant_{row}_name"]
            ],
        )

    def _offer(self, name: str, ids: list[int]) -> None:
        self.fields[name].choices = [(each, str(each)) for each in ids]  # type: ignore[attr-defined]

    def _chosen(self, name: str) -> set[str]:
        return {str(each) for each in self[name].value() or ()}

    def _item_choice(self, item: Item) -> ItemChoice:
        bases = [f"{basis}（{BasisLevel(basis.level).label}）" for basis in item.bases.all()]
        is_usable = item.status == ItemStatus.PUBLISHED
        name = f"on_site_reason_{item.pk}"
        return ItemChoice(
            item=item,
            bases="；".join(bases) or "没有依据",
            state=ItemStatus(item.status).label,
            colour="green" if is_usable else "red",
            is_chosen=str(item.pk) in self._chosen("item_ids"),
            reason_name=name if item.is_remote_capable else "",
            reason=self[name].value() or "" if item.is_remote_capable else "",
        )


def filled_from(dossier: Dossier) -> Mapping[str, Any]:
    """Return a standing request as the form's first values, for mending it."""
    inspection = dossier.inspection
    plain = (
        "kind",
        "mode",
        "purpose",
        "materials",
        "plan",
        "is_ordered_from_above",
        "exempt",
        "evidence",
        "urgent",
    )
    people = {
        f"assistant_{row}_{part}": getattr(assistant, part)
        for row, assistant in enumerate(dossier.assistants[:ASSISTANT_ROWS])
        for part in ASSISTANT_PARTS
    }
    return {
        **{name: getattr(inspection, name) for name in plain},
        "requires_legal_representative": inspection.requires_legal_representative,
        "legal_representative_reason": inspection.legal_representative_reason,
        "planned_from": _local(inspection.planned_from),
        "planned_until": _local(inspection.planned_until),
        "item_ids": [item.pk for item in dossier.items],
        "officer_ids": [officer.pk for officer in dossier.officers],
        **{f"on_site_reason_{line.item_id}": line.on_site_reason for line in dossier.lines},
        **people,
    }


def _local(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime(MOMENT)


def _word(words: type[Term], code: str) -> Any:
    return words(code) if code else None
