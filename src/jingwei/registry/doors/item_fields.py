"""What of an item is shown: on its page, in the library, in the file and to programs."""

from jingwei.registry.models import Basis, Item
from jingwei.registry.queries import why_unusable
from jingwei.registry.terms import (
    BasisLevel,
    CoordinationStage,
    Field,
    ImplementationLevel,
    InspectionMethod,
    ItemStatus,
)
from jingwei.web.doors import Day, Flag, Lamp, Table, Text, Title, Viewer, Word
from jingwei.web.doors.listing import Empty

STATUSES = {
    ItemStatus.PENDING_BASIS: "amber",
    ItemStatus.UNPUBLISHED: "accent",
    ItemStatus.PUBLISHED: "green",
    ItemStatus.TO_ADJUST: "red",
    ItemStatus.WITHDRAWN: "",
}
STAGES = {
    CoordinationStage.NEGOTIATING: "amber",
    CoordinationStage.ESCALATED: "accent",
    CoordinationStage.SETTLED: "green",
}


def methods_in_words(methods: list[str]) -> str:
    """Return how an item may be inspected."""
    return "、".join(InspectionMethod(method).label for method in methods)


def bases_in_words(item: Item) -> str:
    return "；".join(str(basis) for basis in item.bases.all()) or "没有登记依据"


def why_not(item: Item, viewer: Viewer) -> str:
    """Return why the item may not be used, where its status does not say all."""
    says_all = item.status in {ItemStatus.UNPUBLISHED, ItemStatus.WITHDRAWN}
    return "" if says_all else why_unusable(item, viewer.today)


def ended(basis: Basis) -> str:
    return f"由{basis.ended_by}废止或修改" if basis.ended_by else ""


def force_of(basis: Basis, viewer: Viewer) -> tuple[str, str]:
    """Return the lamp that says whether an item may rest on the provision."""
    if not basis.article:
        return "amber", "待查条款"
    if basis.valid_until is not None:
        return "red" if basis.valid_until <= viewer.today else "amber", f"自 {basis.valid_until} 起失效"
    if basis.level == BasisLevel.NORMATIVE_DOCUMENT:
        return "amber", "规范性文件，不得单独为据"
    return "green", f"自 {basis.valid_from} 起施行" if basis.valid_from else "现行"


STATUS = Word("状态", "status", of=ItemStatus, colours=STATUSES, below=why_not, css="is-end")
LEVEL = Word(
    "实施层级",
    lambda item: item.level or None,
    name="level",
    order="level",
    of=ImplementationLevel,
    css="jw-nw is-gone",
)
METHODS = Text("检查方式", lambda item: methods_in_words(item.methods), name="methods")
SCOPE = Text("检查对象", "object_scope", is_full=True)
REMOTE = Flag("可非现场", "is_remote_capable")

# Its elements (R-FORM-02), as its page shows them.
ELEMENTS = (
    Text("事项编码", "code"),
    Day("公布日期", "published_on"),
    Text("事项名称", "name", is_full=True),
    Text("检查主体", "subject.name", name="subject", is_full=True),
    SCOPE,
    Word("执法领域", "field", of=Field),
    LEVEL,
    METHODS,
    REMOTE,
    Text("检查频次", "frequency", is_full=True),
    Text("上级清单编码", "superior_code", is_full=True),
)
LISTED = (
    Text("编码", "code", css="jw-nw is-gone"),
    Title("事项与依据", "name", link="item_detail", below=bases_in_words),
    Text("检查主体", "subject.short_name", name="subject", order="subject__sort_key"),
    Word("领域", "field", of=Field),
    LEVEL,
    STATUS,
)
FILED = (
    Text("编码", "code"),
    Text("名称", "name"),
    Text("主体", "subject.name", name="subject"),
    Word("领域", "field", of=Field),
    SCOPE,
    LEVEL,
    METHODS,
    Text("频次", "frequency"),
    Text(
        "依据层级",
        lambda item: "；".join(BasisLevel(basis.level).label for basis in item.bases.all()),
        name="basis_levels",
    ),
    Text("依据名称", lambda item: "；".join(basis.title for basis in item.bases.all()), name="bases"),
    Text("条款", lambda item: "；".join(basis.article for basis in item.bases.all()), name="articles"),
    REMOTE,
    STATUS,
    Day("公布日期", "published_on"),
)
BASES = Table(
    columns=(
        Text("名称与条款", str, name="basis", below=ended, css="is-wide"),
        Word("层级", "level", of=BasisLevel),
        Lamp("效力", force_of),
    ),
    empty=Empty("没有登记依据", "依据限于法律、法规、规章和国务院决定、命令。"),
)
