"""What people fill in about circulars: the draft with its recipients, an answer, a reason, a month."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from jingwei.notices.models import Circular, Recipient
from jingwei.notices.operations import Draft, Upload
from jingwei.notices.returns import LARGEST, ReturnField, fields_of
from jingwei.notices.terms import PaperKind, Purpose, Wanted
from jingwei.platform.files import ATTACHMENTS, LARGEST_ATTACHMENT
from jingwei.platform.lengths import DOCUMENT, PARAGRAPH
from jingwei.registry.models import Subject
from jingwei.registry.terms import PartyKind
from jingwei.web.addresses import is_id
from jingwei.web.doors.forms import IdsField
from jingwei.web.fields import TextField

ACCEPTED = ",".join(ATTACHMENTS)
FORMATS = f"{'、'.join(ATTACHMENTS)}，不超过 {LARGEST_ATTACHMENT // 1024 // 1024} MB"
ALL, BY_KIND, BY_LINE, PICKED = "all", "kind", "line", "picked"
SCOPES = ((ALL, "全部检查主体"), (BY_KIND, "按类别"), (BY_LINE, "按条线"), (PICKED, "逐个选择"))


class FilesInput(forms.FileInput):
    """A control that takes several files."""

    allow_multiple_selected = True


class CircularForm(forms.Form):
    """A draft: what it says, what it asks for, and whom it goes to."""

    title = TextField(
        label="标题",
        max_length=120,
        help_text="关于……的通知：以文种结尾",
        error_messages={"required": "没有写标题"},
    )
    kind = forms.ChoiceField(label="文种", choices=PaperKind.choices(), initial=PaperKind.CIRCULAR)
    body = TextField(
        label="正文",
        max_length=DOCUMENT,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="一行一段；以“一、”“（一）”开头的短行排成标题",
        error_messages={"required": "没有写正文"},
    )
    purpose = forms.ChoiceField(label="用途", choices=Purpose.choices())
    period = TextField(
        label="报送月份",
        max_length=7,
        required=False,
        widget=forms.TextInput(attrs={"type": "month", "class": "is-short"}),
        help_text="只有月报填写",
    )
    wanted = forms.ChoiceField(
        label="回复方式", choices=Wanted.choices(), widget=forms.RadioSelect, help_text="填数字只用于月报"
    )
    due_on = forms.DateField(
        label="截止日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "is-short"}, format="%Y-%m-%d"),
        help_text="要求回复的必填；截止日期前三个工作日和逾期后系统自动催办",
    )
    template = forms.FileField(
        label="报表模板",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls"}),
        help_text="要求报表格的，附上供下载填写的模板",
    )
    attachments = forms.FileField(
        label="附件", required=False, widget=FilesInput(attrs={"accept": ACCEPTED}), help_text=FORMATS
    )
    drop_attachments = forms.BooleanField(label="去掉已有的附件和模板", required=False)
    scope = forms.ChoiceField(label="发送范围", choices=SCOPES, widget=forms.RadioSelect, initial=ALL)
    kinds = forms.MultipleChoiceField(
        label="类别", required=False, choices=PartyKind.choices()[:3], widget=forms.CheckboxSelectMultiple
    )
    lines = forms.MultipleChoiceField(label="条线", required=False, widget=forms.CheckboxSelectMultiple)
    pick = forms.MultipleChoiceField(label="单位", required=False)

    def __init__(
        self, *args: Any, subjects: Sequence[Subject], circular: Circular | None = None, **kwargs: Any
    ) -> None:
        """Offer the subjects that may receive a circular; a draft that is changed starts from what it says."""
        kwargs["initial"] = _said(circular) if circular else {"wanted": Wanted.RECEIPT}
        super().__init__(*args, **kwargs)
        self.subjects = subjects
        lines = sorted({subject.line for subject in subjects if subject.line})
        self.fields["lines"].choices = [(line, line) for line in lines]  # type: ignore[attr-defined]
        posted = self.data.getlist("pick") if hasattr(self.data, "getlist") else []
        # A subject that was revoked meanwhile is named by the operation, not dropped by the form.
        offered = {str(subject.pk) for subject in subjects} | {each for each in posted if is_id(each)}
        self.fields["pick"].choices = [(each, each) for each in offered]  # type: ignore[attr-defined]
        if circular is None or not (circular.template_id or circular.attachments.exists()):
            del self.fields["drop_attachments"]

    @property
    def subject_choices(self) -> list[tuple[Subject, bool]]:
        """Each subject with whether it is ticked."""
        ticked = set(self["pick"].value() or ())
        return [(subject, str(subject.pk) in ticked) for subject in self.subjects]

    def clean(self) -> dict[str, Any]:
        """Refuse ticks that the chosen scope would pass over: a circular must not go to more than was meant."""
        given = super().clean() or self.cleaned_data
        labels = dict(SCOPES)
        for scope, name in ((BY_KIND, "kinds"), (BY_LINE, "lines"), (PICKED, "pick")):
            ticked, chosen = given.get(name) or (), given.get("scope", scope)
            if ticked and chosen != scope and len(ticked) < len(self.subjects):
                self.add_error(
                    "scope",
                    f"勾选了 {len(ticked)} 项{self.fields[name].label}，范围却是“{labels[chosen]}”："
                    f"把范围改为“{labels[scope]}”，或取消勾选",
                )
        return given

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of ``draft_circular`` and ``change_circular``."""
        given = self.cleaned_data
        draft = Draft(
            title=given["title"],
            body=given["body"],
            kind=PaperKind(given["kind"]),
            purpose=Purpose(given["purpose"]),
            period=given["period"],
            wanted=Wanted(given["wanted"]),
            due_on=given["due_on"],
            template=upload_of(given["template"]),
            attachments=[each for file in self._attached() if (each := upload_of(file))],
            drop_attachments=given.get("drop_attachments", False),
            subject_ids=self._chosen(),
        )
        return {"draft": draft}

    def _attached(self) -> "list[UploadedFile[bytes]]":
        return list(self.files.getlist("attachments")) if hasattr(self.files, "getlist") else []

    def _chosen(self) -> list[int]:
        match self.cleaned_data["scope"]:
            case "all":
                return [subject.pk for subject in self.subjects]
            case "kind":
                return [each.pk for each in self.subjects if each.kind in self.cleaned_data["kinds"]]
            case "line":
                return [each.pk for each in self.subjects if each.line in self.cleaned_data["lines"]]
        return [int(each) for each in self.cleaned_data["pick"]]


class AnswerForm(forms.Form):
    """An answer as the circular asks for it: words, a file, numbers."""

    text = TextField(
        label="回复内容", required=False, max_length=PARAGRAPH, widget=forms.Textarea(attrs={"rows": 6})
    )
    file = forms.FileField(label="附件", required=False, widget=forms.FileInput(attrs={"accept": ACCEPTED}))

    def __init__(self, *args: Any, recipient: Recipient, **kwargs: Any) -> None:
        """Ask for what the circular wants; what was answered before stands filled in."""
        circular = recipient.circular
        wanted = Wanted(circular.wanted)
        kwargs["initial"] = {"text": recipient.text} | (recipient.numbers or {})
        super().__init__(*args, **kwargs)
        self.wanted = wanted
        self.numbers: tuple[ReturnField, ...] = ()
        if wanted is Wanted.NUMBERS:
            self.numbers = fields_of(Purpose(circular.purpose))
            for each in self.numbers:
                self.fields[each.code] = forms.IntegerField(
                    label=each.label,
                    min_value=0,
                    max_value=LARGEST - 1,
                    help_text="，".join(filter(None, (f"单位：{each.unit}", each.note))),
                    widget=forms.NumberInput(attrs={"class": "is-short", "inputmode": "numeric"}),
                    error_messages={"required": "没有填写；没有的填 0", "min_value": "不能小于 0"},
                )
            self.fields["text"].label = "说明"
            self.order_fields([*(each.code for each in self.numbers), "text", "file"])
        if wanted is Wanted.SHEET:
            self.fields["file"].label = "报表"
            self.fields["file"].widget.attrs["accept"] = ".xlsx,.xls"
            self.fields["text"].label = "说明"
            self.order_fields(["file", "text"])
        else:
            self.fields["file"].help_text = FORMATS

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of ``answer_circular``."""
        numbers = {each.code: self.cleaned_data[each.code] for each in self.numbers}
        return {
            "text": self.cleaned_data["text"],
            "file": upload_of(self.cleaned_data["file"]),
            "numbers": numbers or None,
        }


class RemindForm(forms.Form):
    """Whom to remind: those picked, or all when ``everybody`` is sent."""

    everybody = forms.BooleanField(label="全部未办的", required=False, initial=True, widget=forms.HiddenInput)
    pick = IdsField(label="单位", required=False)

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of ``remind``."""
        return {"recipient_ids": None if self.cleaned_data["everybody"] else self.cleaned_data["pick"]}


class MonthForm(forms.Form):
    """The month of a return."""

    period = forms.RegexField(
        r"^20\d\d-(0[1-9]|1[0-2])$",
        label="报送月份",
        max_length=7,
        widget=forms.TextInput(attrs={"type": "month", "class": "is-short"}),
        error_messages={"required": "没有选月份", "invalid": "按 2026-10 的写法填写"},
    )

    @staticmethod
    def last_month(today: date) -> str:
        """Return the month before, which is the one usually asked for."""
        year, month = (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
        return f"{year}-{month:02}"


def upload_of(file: "UploadedFile[bytes] | None") -> Upload | None:
    """Return what came in, read no further than what tells that it is too large."""
    if file is None:
        return None
    return Upload(file.name or "未命名", file.read(LARGEST_ATTACHMENT + 1))


def _said(circular: Circular) -> dict[str, Any]:
    """Return what a draft says, as the form shows it."""
    said = {
        name: getattr(circular, name)
        for name in ("title", "kind", "body", "purpose", "period", "wanted", "due_on")
    }
    recipients = circular.recipients.values_list("subject", flat=True)
    return said | {"scope": PICKED, "pick": [str(each) for each in recipients]}
