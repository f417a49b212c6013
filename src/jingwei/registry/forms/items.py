"""What people fill in about items, their bases and their standards."""

from datetime import date
from typing import Any

from django import forms

from jingwei.platform.lengths import DOCUMENT
from jingwei.registry.citations import CitationError, read_citations
from jingwei.registry.models import Basis, Item, Standard
from jingwei.registry.operations import BasisEntry
from jingwei.registry.terms import BasisLevel, Field, ImplementationLevel, InspectionMethod
from jingwei.web.fields import TextField


def _day(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


class ArgumentsForm(forms.Form):
    """A form that knows the arguments of its operation."""

    def arguments(self) -> dict[str, Any]:
        """Return what was filled in as the operation takes it."""
        return dict(self.cleaned_data)


class ItemForm(ArgumentsForm):
    """The elements of an item (R-FORM-02)."""

    name = TextField(label="事项名称", max_length=160)
    field = forms.ChoiceField(label="执法领域", choices=Field.choices())
    object_scope = TextField(label="检查对象", max_length=160)
    level = forms.ChoiceField(
        label="实施层级", choices=ImplementationLevel.choices(), initial=ImplementationLevel.DISTRICT.value
    )
    methods = forms.MultipleChoiceField(
        label="检查方式",
        choices=InspectionMethod.choices(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    frequency = TextField(label="检查频次", max_length=120, required=False, help_text="例如：每年不超过 2 次")
    superior_code = TextField(
        label="上级清单编码",
        max_length=40,
        required=False,
        help_text="省级清单中对应事项的编码；没有对应的留空，公布时提示",
    )
    is_remote_capable = forms.BooleanField(
        label="可非现场", required=False, help_text="可以通过书面、在线等方式完成的，原则上不入企"
    )

    def arguments(self) -> dict[str, Any]:
        """Return the elements as ``revise_item`` takes them."""
        return {"changes": self.elements()}

    def elements(self) -> dict[str, Any]:
        """Return the elements alone."""
        return {name: self.cleaned_data[name] for name in ItemForm.base_fields}


class BasisForm(ArgumentsForm):
    """A provision an item rests on."""

    basis_level = forms.ChoiceField(label="依据层级", choices=BasisLevel.choices())
    title = TextField(
        label="文件名称", max_length=200, help_text="只写一个文件；名称后面写了条款的，自动拆开"
    )
    article = TextField(
        label="条款",
        max_length=60,
        required=False,
        help_text="写到条、款、项；暂时查不到的留空，事项待补依据",
    )

    def clean(self) -> dict[str, Any]:
        """Split 《某法》第五条 into title and article; say so where it cannot be told what is what."""
        given = super().clean() or self.cleaned_data
        if not given.get("title"):
            return given
        try:
            citations = read_citations(given["title"])
        except CitationError as error:
            self.add_error("title", f"{error.message.removeprefix('中')}；{error.remedy}")
            return given
        article = given.get("article", "").strip()
        if len(citations) != 1:
            self.add_error("title", f"写了 {len(citations)} 个文件；这里只登记一个，其余的登记后再补登")
        elif citations[0].article and article and article != citations[0].article:
            self.add_error("article", f"文件名称中写的是“{citations[0].article}”；核对后只写一处")
        else:
            given["title"], given["article"] = citations[0].title, citations[0].article or article
        return given

    def entry(self) -> BasisEntry:
        """Return the provision as operations take it."""
        given = self.cleaned_data
        return BasisEntry(BasisLevel(given["basis_level"]), given["title"], given["article"])


class NewItemForm(BasisForm, ItemForm):
    """A new item with its first provision."""

    code = TextField(label="事项编码", max_length=30)
    field_order = ("code", *ItemForm.base_fields, *BasisForm.base_fields)

    def arguments(self) -> dict[str, Any]:
        """Return what ``register_item`` takes."""
        elements = self.elements()
        return {
            **elements,
            "code": self.cleaned_data["code"],
            "field": Field(elements["field"]),
            "level": ImplementationLevel(elements["level"]),
            "methods": [InspectionMethod(method) for method in elements["methods"]],
            "bases": [self.entry()],
        }


class ChangeForm(ItemForm):
    """A change of a published item, with its reason and its day."""

    reason = TextField(label="变更理由", max_length=200, help_text="写明依据的文件或决定")
    valid_from = _day("公布日期")

    def arguments(self) -> dict[str, Any]:
        """Return what ``publish_change`` takes."""
        return {
            "changes": self.elements(),
            "reason": self.cleaned_data["reason"],
            "valid_from": self.cleaned_data["valid_from"],
        }


class AmendBasisForm(BasisForm):
    """A provision entered later; there the article must be known."""

    article = TextField(label="条款", max_length=60, required=False, help_text="写到条、款、项")
    valid_from = _day("施行日期", required=False)
    completes_id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask for the article, unless it stood behind the title."""
        given = super().clean()
        if not given.get("article") and not self.errors:
            self.add_error("article", "没有填写条款；写到条、款、项")
        return given

    def arguments(self) -> dict[str, Any]:
        """Return what ``amend_basis`` takes."""
        given = self.cleaned_data
        return {
            "basis": self.entry(),
            "valid_from": given["valid_from"],
            "completes_id": given["completes_id"],
        }


class EndBasisForm(ArgumentsForm):
    """That a provision of the item is repealed or changed."""

    basis_id = forms.ModelChoiceField(label="依据", queryset=Basis.objects.none(), empty_label=None)
    ended_on = _day("失效日期", help_text="自这一天起不得再实施")
    document = TextField(label="废止或修改文件", max_length=120, help_text="文件名称和文号")

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        """Offer what the item rests on and has not ended."""
        super().__init__(*args, **kwargs)
        standing = item.bases.filter(valid_until=None).exclude(article="").order_by("id")
        self.fields["basis_id"].queryset = standing  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """Return what ``end_basis`` takes."""
        return {**self.cleaned_data, "basis_id": self.cleaned_data["basis_id"].pk}


class ReasonForm(ArgumentsForm):
    """One reason, kept for good."""

    reason = TextField(label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class PublishForm(ArgumentsForm):
    """The day from which an item is published."""

    published_on = _day("公布日期")
    reason = TextField(label="说明", max_length=200, required=False)


class StandardForm(ArgumentsForm):
    """A version of a standard: one point a line."""

    version = TextField(label="版本", max_length=20, help_text="例如：2026版")
    valid_from = _day("施行日期", help_text="上一版施行到这一天之前")
    points = TextField(
        label="检查要点",
        max_length=DOCUMENT,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="一行一条，现场检查笔录按此逐条记录",
    )

    def clean_points(self) -> list[str]:
        """Return the points, one a line; raises where one is too long to be printed."""
        points = [line.strip() for line in self.cleaned_data["points"].splitlines() if line.strip()]
        for position, point in enumerate(points, 1):
            if len(point) > 200:
                raise forms.ValidationError(f"第 {position} 条有 {len(point)} 字，最多 200 字，请拆成几条")
        return points


class ConflictForm(ArgumentsForm):
    """Another item's standard that contradicts this one, and in what."""

    other_id = forms.ModelChoiceField(label="与哪个标准冲突", queryset=Standard.objects.none())
    matter = TextField(
        label="冲突内容",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明两个标准各自怎样要求",
    )

    def __init__(self, *args: Any, standard: Standard, on: date, **kwargs: Any) -> None:
        """Offer the standards of other items that are published and bind on the day."""
        super().__init__(*args, **kwargs)
        self.standard = standard
        others = Standard.objects.in_force(on).exclude(item=standard.item_id).exclude(item__published_on=None)
        self.fields["other_id"].queryset = others.select_related("item").order_by("item__code")  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """Return what ``raise_standard_conflict`` takes."""
        given = self.cleaned_data
        return {"standard_id": self.standard.pk, "other_id": given["other_id"].pk, "matter": given["matter"]}


class EscalateForm(forms.Form):
    """Why the departments did not agree."""

    reason = TextField(label="协商情况", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class SettleForm(forms.Form):
    """What was agreed or decided."""

    outcome = TextField(label="协调结果", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    settled_on = _day("协调日期")
