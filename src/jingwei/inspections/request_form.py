"""The form of a request: what is inspected, by whom, when, and on what it rests (R-FORM-05)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import Q

from jingwei.inspections.dossier import Dossier
from jingwei.inspections.grounds import find_grounds
from jingwei.inspections.models import Inspection
from jingwei.inspections.operations import AssistantInput, Request
from jingwei.inspections.terms import ActNature, Mode, UrgentReason
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.calendar import SHANGHAI
from jingwei.platform.queries import get_numbers
from jingwei.registry.models import Item, Officer, Site, Subject
from jingwei.registry.queries import find_certificate, is_certified
from jingwei.registry.terms import BasisLevel, CertificateStatus, ItemStatus, StaffKind
from jingwei.rulebook.terms import Term
from jingwei.web.fields import TextField

ASSISTANT_ROWS = 3
ASSISTANT_PARTS = {"name": ("姓名", 40), "employer": ("单位", 80), "purpose": ("协助内容", 120)}
MOMENT = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True, slots=True)
class ItemChoice:
    """An item as the clerk chooses it: what it rests on, whether it may be used, whether it must be seen on site."""

    item: Item
    bases: str
    plan: str
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
    purpose = TextField(label="检查内容", max_length=200, required=False)
    materials = TextField(
        label="需准备的材料", max_length=300, required=False, help_text="印在通知书上，企业照此准备"
    )
    plan_line_id = forms.TypedChoiceField(label="计划事项", coerce=int, empty_value=None, required=False)
    special_id = forms.TypedChoiceField(label="专项检查", coerce=int, empty_value=None, required=False)
    parent_id = forms.TypedChoiceField(
        label="复查哪一次检查",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="整改复查必选，一次责令改正只复查一次",
    )
    invitation_id = forms.TypedChoiceField(label="邀约", coerce=int, empty_value=None, required=False)
    letter_id = forms.TypedChoiceField(label="协助函", coerce=int, empty_value=None, required=False)
    separate_reason = TextField(
        label="不合并的理由",
        max_length=200,
        required=False,
        help_text="近期对同一企业另有检查而不合并的，写明理由",
    )
    permit_basis = TextField(
        label="许可核查依据", max_length=200, required=False, help_text="许可现场核查必填"
    )
    exempt = forms.ChoiceField(
        label="不计上限的情形", choices=[("", "无，计入上限"), *ExemptReason.choices()], required=False
    )
    evidence = TextField(
        label="证据或线索编号", max_length=80, required=False, help_text="个案检查和不计上限的检查必填"
    )
    urgent = forms.ChoiceField(
        label="紧急情形",
        choices=[("", "不属紧急"), *UrgentReason.choices()],
        required=False,
        help_text="紧急检查可先入企，离企前补扫并限时补批",
    )
    requires_legal_representative = forms.BooleanField(label="要求法定代表人到场", required=False)
    legal_representative_reason = TextField(label="到场理由", max_length=200, required=False)
    is_put_to_head = forms.BooleanField(
        label="报负责人决定",
        required=False,
        help_text="负责人可以放行的，写明理由后放行并生成线索；其余的仍须改正",
    )

    def __init__(
        self,
        *args: Any,
        subject: Subject,
        site: Site,
        today: date,
        mended: Inspection | None = None,
        **kwargs: Any,
    ) -> None:
        """Offer the subject's own items and officers, and what a request at this site may rest on."""
        super().__init__(*args, **kwargs)
        self.site = site
        subject_id = subject.pk
        # An entrusted body inspects what its letter names, with officers of its own and of its principal.
        items = Q(subject=subject_id) | Q(entrustments__agent=subject_id)
        officers = Q(subject=subject_id) | Q(subject__entrusted=subject_id)
        self.items = list(
            Item.objects.filter(items)
            .distinct()
            .select_related("subject")
            .prefetch_related("bases")
            .order_by("code")
        )
        self.officers = list(
            Officer.objects.filter(officers).distinct().prefetch_related("certificates").order_by("sort_key")
        )
        self.today = today
        at = self.planned_at()
        self.grounds = find_grounds(
            subject, site, self.items, day=at.date() if at else today, on=today, mended=mended
        )
        self._offer_grounds()
        self._offer("item_ids", [item.pk for item in self.items])
        self._offer("officer_ids", [officer.pk for officer in self.officers])
        for name in ("planned_from", "planned_until"):
            self.fields[name].widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
        for item in self.items:
            if item.is_remote_capable:
                self.fields[f"on_site_reason_{item.pk}"] = TextField(
                    label="须到场的理由", max_length=200, required=False
                )
        for row in range(ASSISTANT_ROWS):
            for part, (label, length) in ASSISTANT_PARTS.items():
                field = TextField(label=label, max_length=length, required=False)
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

    def chosen_items(self) -> list[Item]:
        """Return the items ticked so far."""
        chosen = self._chosen("item_ids")
        return [item for item in self.items if str(item.pk) in chosen]

    def word(self, name: str, words: type[Term]) -> Any:
        """Return what is chosen in a field so far as its word, or None."""
        value = self[name].value()
        return words(value) if value in set(words) else None

    def arguments(self) -> dict[str, Request]:
        """Return what ``request_inspection`` takes."""
        return {"request": self._request()}

    def _request(self) -> Request:
        given = self.cleaned_data
        return Request(
            site_id=self.site.pk,
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
            # What belongs to another kind may still be filled in from before the clerk changed the kind.
            plan_line_id=given["plan_line_id"] if given["kind"] == InspectionKind.ROUTINE else None,
            special_id=given["special_id"] if given["kind"] == InspectionKind.SPECIAL else None,
            parent_id=given["parent_id"] if given["exempt"] == ExemptReason.REINSPECTION else None,
            invitation_id=given["invitation_id"] if given["exempt"] == ExemptReason.INVITED else None,
            letter_id=given["letter_id"],
            separate_reason=given["separate_reason"],
            permit_basis=given["permit_basis"],
            is_put_to_head=given["is_put_to_head"],
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

    def planned_at(self) -> datetime | None:
        """Return when it is planned to begin, as far as that is filled in."""
        try:
            written = datetime.strptime(self["planned_from"].value() or "", MOMENT)  # noqa: DTZ007
        except (TypeError, ValueError):
            return None
        return written.replace(tzinfo=SHANGHAI)

    def _offer_grounds(self) -> None:
        grounds = self.grounds
        choices: dict[str, tuple[str, Iterable[tuple[int, str]]]] = {
            "plan_line_id": (
                "由系统按事项和时间查找",
                ((each.pk, f"{each.position}. {each.name}") for each in grounds.lines),
            ),
            "special_id": (
                "不按专项检查办理",
                ((each.pk, f"{each.name}（{each.first_on} 至 {each.last_on}）") for each in grounds.specials),
            ),
            "parent_id": (
                "不是整改复查",
                (
                    (each.pk, f"{each.number}，{each.performed_on}，限 {each.result.correct_by} 前改正")
                    for each in grounds.parents
                ),
            ),
            "invitation_id": (
                "不是应邀检查",
                ((each.pk, f"{each.number}　{each.matter}") for each in grounds.invitations),
            ),
            "letter_id": (
                "由系统查找" if grounds.letters else "没有同意协助的函",
                ((each.pk, f"{each.number}　{each.organ}") for each in grounds.letters),
            ),
        }
        for name, (empty, offered) in choices.items():
            self.fields[name].choices = [("", empty), *offered]  # type: ignore[attr-defined]

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
            plan=self.grounds.said_of(item),
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
        "plan_line_id",
        "special_id",
        "parent_id",
        "invitation_id",
        "letter_id",
        "separate_reason",
        "permit_basis",
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
