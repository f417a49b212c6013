"""The JSON interface of the registry: the declared doors, and what everybody may know without signing in."""

from datetime import date

from ninja import Field, Router, Schema

from jingwei.platform.calendar import local_date
from jingwei.registry.doors import item, item_lists, subject, subject_lists
from jingwei.registry.models import Subject
from jingwei.registry.queries import list_announced_subjects
from jingwei.registry.terms import PartyKind, SubjectStatus
from jingwei.web.idempotency import once_per_key
from jingwei.web.requests import ActorRequest

ITEM = "/items/{id:item_id}"
SUBJECT = "/subjects/{id:subject_id}"
router = Router(tags=["名录"])
router.add_decorator(once_per_key, mode="view")
item_lists.ITEMS.mount(router, "/items")
item.NEW.open(router, "/items")
item.ITEM.mount(router, ITEM, "一个检查事项")
item.REVISE.open(router, f"{ITEM}/revise")
item.CHANGE.open(router, f"{ITEM}/change")
item.STANDARD.open(router, f"{ITEM}/standards")
item.CONFLICT.open(router, f"{ITEM}/conflict")
item_lists.CONFLICTS.mount(router, "/standard-conflicts")
item_lists.CONFLICT.mount(router, "/standard-conflicts/{id:standardconflict_id}", "标准冲突")
# Below /subjects stand those that everybody may know of; the register has drafts and revoked ones as well.
subject_lists.SUBJECTS.mount(router, "/subject-register")
subject.NEW.open(router, "/subject-register")
subject.SUBJECT.mount(router, SUBJECT, "一个检查主体")
subject.DECLARE.open(router, f"{SUBJECT}/declare")
subject.CHANGE.open(router, f"{SUBJECT}/change")
subject.ENTRUST.open(router, f"{SUBJECT}/entrustments")
subject.LETTER.mount(router, f"{SUBJECT}/entrustments/{{id:entrustment_id}}", "一份委托书")
KINDS = "，".join(f"{kind.value} {kind.label}" for kind in PartyKind if kind.label)


class SubjectOut(Schema):
    """A subject as it was announced."""

    code: str = Field(description="主体编号")
    name: str = Field(description="名称")
    kind: str = Field(description=f"类别：{KINDS}")
    jurisdiction: list[str] = Field(description="管辖区划代码")
    status: str = Field(description="状态，恒为 announced 已公告：未公告的和已撤销的不列")
    announced_on: date = Field(description="公告日期")

    @classmethod
    def of(cls, subject: Subject) -> "SubjectOut":
        """Return the answer for a row that was announced."""
        assert subject.announced_on is not None
        return cls(
            code=subject.code,
            name=subject.name,
            kind=subject.kind,
            jurisdiction=subject.jurisdiction,
            status=SubjectStatus.ANNOUNCED.value,
            announced_on=subject.announced_on,
        )


class SubjectsOut(Schema):
    """All subjects that may inspect today."""

    items: list[SubjectOut] = Field(description="检查主体，按编号")
    count: int = Field(description="个数")


@router.get("/subjects", response=SubjectsOut, auth=None, summary="已公告的检查主体，无须登录")
def subjects(request: ActorRequest) -> SubjectsOut:
    """Return the subjects that may inspect today: from the day of their announcement until they are revoked."""
    found = list_announced_subjects(local_date(request.now))
    items = [SubjectOut.of(each) for each in found]
    return SubjectsOut(items=items, count=len(items))
