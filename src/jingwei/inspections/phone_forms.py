"""What officers fill in on the phone, read out of the request; what it means is for the operations to say."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from jingwei.inspections.models import Inspection, Presence, RecordEntry
from jingwei.inspections.operations import EntryInput, Position, SignatureInput
from jingwei.inspections.terms import EntryWay, FaultReason, Outcome, PointResult, SignerKind
from jingwei.platform.errors import Mistake
from jingwei.platform.lengths import PARAGRAPH
from jingwei.registry.models import Officer
from jingwei.web.fields import TextField

# Times outside are slips of the finger, and reckoning with them would leave the calendar.
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
LOCAL_TIME = "%Y-%m-%dT%H:%M"
DRAWN = "data:image/png;base64,"
# How an officer may go in by the entry page; the way back from a failed network has a page of its own.
WAYS_IN = (EntryWay.SCAN, EntryWay.LICENCE, EntryWay.SEARCH, EntryWay.URGENT)


def _long(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class TimeField(forms.DateTimeField):
    """A local time, as the phone's own picker gives it; taken as Asia/Shanghai."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL_TIME)
    input_formats = (LOCAL_TIME, "%Y-%m-%dT%H:%M:%S")
    default_validators = [MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]


class PhotoInput(forms.ClearableFileInput):
    """The phone's camera, or its album as well; the script shrinks the picture before it is sent."""

    def __init__(self, *, takes_photo: bool = True) -> None:
        camera = {"capture": "environment"} if takes_photo else {}
        super().__init__(attrs={"accept": "image/*", "data-photo": True} | camera)


class ScanForm(forms.Form):
    """The code, read by the camera or typed."""

    code = TextField(label="企业码", max_length=1000)


class EntryForm(forms.Form):
    """Going in: the code, who is there, where the phone is, and what is asked on the ways round the code."""

    code = TextField(required=False, max_length=1000, widget=forms.HiddenInput)
    way = forms.TypedChoiceField(
        choices=[(way.value, way.label) for way in WAYS_IN],
        coerce=EntryWay,
        initial=EntryWay.SCAN,
        widget=forms.HiddenInput,
    )
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    accuracy = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    position_error = TextField(required=False, max_length=20, widget=forms.HiddenInput)
    present = forms.TypedMultipleChoiceField(
        label="同行人员", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    assistants = forms.MultipleChoiceField(
        label="到场协助人员", required=False, widget=forms.CheckboxSelectMultiple
    )
    entered_at = TimeField(label="入企时间", required=False)
    place_reason = TextField(label="位置说明", required=False, max_length=200)
    explanation = TextField(
        label="未出示码的原因",
        required=False,
        max_length=300,
        widget=_long(),
        help_text="如：企业尚未领取企业码",
    )
    door_photo = forms.FileField(label="门牌照片", required=False, widget=PhotoInput())

    def __init__(
        self,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, UploadedFile[Any]] | None" = None,
        *,
        inspection: Inspection,
        scanner_id: int | None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files, initial=dict(initial or {}))
        self._scanner_id = scanner_id
        others = [member.officer for member in inspection.team.all() if member.officer_id != scanner_id]
        present, assistants = self.fields["present"], self.fields["assistants"]
        assert isinstance(present, forms.TypedMultipleChoiceField)
        assert isinstance(assistants, forms.MultipleChoiceField)
        present.choices = [(officer.pk, f"{officer.name}已到场") for officer in others]
        assistants.choices = [(each.name, str(each)) for each in inspection.assistants.all()]

    @property
    def way_in(self) -> EntryWay:
        """The way in that the page is about."""
        return EntryWay(self["way"].value() or EntryWay.SCAN)

    def arguments(self) -> dict[str, Any]:
        """Return what ``enter_visit`` takes, of a valid form."""
        given = self.cleaned_data
        photo = given["door_photo"]
        known = given["latitude"] is not None and given["longitude"] is not None
        return {
            "code": given["code"],
            "way": given["way"],
            # The scanner is there by scanning; without a single id the operation would take the whole team for present.
            "present_ids": [*filter(None, [self._scanner_id]), *given["present"]],
            "assistants_present": given["assistants"],
            "position": Position(given["latitude"], given["longitude"], given["accuracy"]) if known else None,
            "place_reason": given["place_reason"],
            "explanation": given["explanation"],
            "door_photo": photo.read() if photo else None,
            "entered_at": given["entered_at"],
        }


class BackEntryForm(forms.Form):
    """A visit that could not be scanned because network, system or phone failed."""

    entered_at = TimeField(label="入企时间")
    left_at = TimeField(label="离企时间")
    fault = forms.TypedChoiceField(
        label="故障", choices=FaultReason.choices(), coerce=FaultReason, widget=forms.RadioSelect
    )
    explanation = TextField(
        label="说明", max_length=300, widget=_long(), help_text="写明何时何地、为什么没有扫成"
    )
    evidence = forms.FileField(
        label="故障凭证",
        required=False,
        widget=PhotoInput(takes_photo=False),
        help_text="故障截图或照片；没有的，在说明里写明",
    )
    present = forms.TypedMultipleChoiceField(
        label="同行人员", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, UploadedFile[Any]] | None" = None,
        *,
        inspection: Inspection,
        scanner_id: int | None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files, initial=dict(initial or {}))
        self._scanner_id = scanner_id
        present = self.fields["present"]
        assert isinstance(present, forms.TypedMultipleChoiceField)
        present.choices = [
            (member.officer_id, member.officer.name)
            for member in inspection.team.all()
            if member.officer_id != scanner_id
        ]

    def arguments(self) -> dict[str, Any]:
        """Return what ``enter_afterwards`` takes, of a valid form."""
        given = dict(self.cleaned_data)
        present, evidence = given.pop("present"), given.pop("evidence")
        return {
            **given,
            "evidence": evidence.read() if evidence else None,
            "present_ids": [*filter(None, [self._scanner_id]), *present],
        }


class PlaceForm(forms.Form):
    """Why the place of the scan does not fit."""

    reason = TextField(label="原因", max_length=200, widget=_long())


class NoticeForm(forms.Form):
    """Who took the notice."""

    received_by = TextField(label="签收人", max_length=40)


class RecordForm(forms.Form):
    """The record as a whole; the points have fields of their own, ``result_<position>`` and ``note_<position>``."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    person_name = TextField(label="企业现场负责人", required=False, max_length=40)
    person_post = TextField(label="职务", required=False, max_length=40)
    is_recusal_asked = forms.BooleanField(label="已告知并询问是否申请回避", required=False)
    findings = TextField(label="检查情况", required=False, max_length=PARAGRAPH, widget=_long(4))
    statement = TextField(label="企业陈述", required=False, max_length=PARAGRAPH, widget=_long())
    assistants_present = forms.MultipleChoiceField(
        label="到场协助人员", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        assistants: Sequence[str],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        field = self.fields["assistants_present"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(name, name) for name in assistants]


def read_entries(data: Mapping[str, str], entries: Sequence[RecordEntry]) -> dict[int, EntryInput]:
    """Return the results that a form brings, by position.

    Raises Mistake for a result that is none of the three, and for a form that came without some of its fields: what is
    left out would read as left blank.
    """
    wanted = [
        "person_name",
        "person_post",
        "findings",
        "statement",
        *(f"note_{each.position}" for each in entries),
    ]
    if not set(wanted) <= set(data):
        raise Mistake("交来的笔录不完整，没有保存", "重新打开笔录，核对后再保存", "entries")
    found = {}
    for entry in entries:
        code = data.get(f"result_{entry.position}", "")
        if code and code not in list(PointResult):
            raise Mistake(f"第 {entry.position} 项的结果无法识别", "选择合格、不合格或未涉及", "entries")
        note = data[f"note_{entry.position}"].strip()[:500]
        found[entry.position] = EntryInput(PointResult(code) if code else None, note)
    return found


class SignForm(forms.Form):
    """The signatures under a record: each officer present, and the enterprise's person or why there is none.

    A signature is drawn on the phone (``sign_<who>``) or signed on paper and photographed (``paper_<who>``).
    """

    digest = TextField(required=False, max_length=64, widget=forms.HiddenInput)
    enterprise_name = TextField(label="企业现场负责人", required=False, max_length=40)
    refusal = TextField(label="拒签情况", required=False, max_length=200)
    witness_name = TextField(label="见证人", required=False, max_length=40)
    has_recording = forms.BooleanField(label="有录音录像", required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, UploadedFile[Any]] | None" = None,
        *,
        presences: Sequence[Presence],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files, initial=dict(initial or {}))
        self._officers: list[Officer] = [presence.officer for presence in presences]

    def arguments(self) -> dict[str, Any]:
        """Return what ``sign_record`` takes, of a valid form. Raises Mistake for a signature that is no picture."""
        given = self.cleaned_data
        signers: list[tuple[SignerKind, str, int | None, bytes]] = [
            (SignerKind.OFFICER, officer.name, officer.pk, self._image(f"officer_{officer.pk}"))
            for officer in self._officers
        ]
        for kind, who in ((SignerKind.ENTERPRISE, "enterprise"), (SignerKind.WITNESS, "witness")):
            image, name = self._image(who), given[f"{who}_name"].strip()
            if image and not name:
                raise Mistake(f"没有填写{kind.label}的姓名", f"填写{kind.label}姓名", f"{who}_name")
            signers.append((kind, name, None, image))
        return {
            "digest": given["digest"],
            "signatures": [
                SignatureInput(kind=kind, name=name, image=image, officer_id=officer_id)
                for kind, name, officer_id, image in signers
                if image
            ],
            "refusal": given["refusal"].strip(),
            "has_recording": given["has_recording"],
        }

    def _image(self, who: str) -> bytes:
        paper = self.files.get(f"paper_{who}")
        return paper.read() if paper else read_drawing(self.data.get(f"sign_{who}", ""))


def read_drawing(text: str) -> bytes:
    """Return the picture of a signature drawn on the phone, empty where nothing was drawn.

    Raises Mistake for what is no PNG in base64.
    """
    if not text:
        return b""
    try:
        return base64.b64decode(text.removeprefix(DRAWN), validate=True)
    except binascii.Error as error:
        raise Mistake("签名图像无法识别", "重新签名", "signatures") from error


class ResultForm(forms.Form):
    """What the enterprise is told."""

    outcome = forms.TypedChoiceField(
        label="结果", choices=Outcome.choices(), coerce=Outcome, widget=forms.RadioSelect
    )
    problems = TextField(label="问题", required=False, max_length=PARAGRAPH, widget=_long())
    demand = TextField(label="整改要求", required=False, max_length=PARAGRAPH, widget=_long())
    correct_by = forms.DateField(
        label="改正期限", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    guidance = TextField(label="指导意见", required=False, max_length=PARAGRAPH, widget=_long())
    is_told_on_the_spot = forms.BooleanField(label="当场告知", required=False, initial=True)
    ended_in_case = forms.BooleanField(label="转立案", required=False)
    case_number = TextField(label="案号", required=False, max_length=60)
