"""Items that may be inspected, what they rest on, and the standards they are held against."""

from datetime import date

from django.db import models
from django.db.models import Q

from jingwei.platform.columns import LineField, ProseField
from jingwei.platform.models import Account
from jingwei.registry.models.subjects import Subject
from jingwei.registry.terms import BasisLevel, CoordinationStage, Field, ImplementationLevel, ItemStatus


class Item(models.Model):
    """A matter of inspection (检查事项) of one subject."""

    code = LineField("事项编码", max_length=30, unique=True)
    name = LineField("名称", max_length=160)
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="items", verbose_name="检查主体"
    )
    field = models.CharField("执法领域", max_length=30, choices=Field.choices())
    object_scope = LineField("检查对象", max_length=160)
    level = models.CharField(
        "实施层级",
        max_length=20,
        choices=ImplementationLevel.choices(),
        default=ImplementationLevel.DISTRICT.value,
    )
    methods = models.JSONField("检查方式", default=list)
    frequency = LineField("检查频次", max_length=120, blank=True)
    # The item of the provincial list that it is drawn from (R-PUB-11).
    superior_code = LineField("上级清单编码", max_length=40, blank=True)
    is_remote_capable = models.BooleanField("可非现场", default=False)
    status = models.CharField("状态", max_length=20, choices=ItemStatus.choices())
    published_on = models.DateField("公布日期", null=True, blank=True)

    class Meta:
        verbose_name = "检查事项"

    def __str__(self) -> str:
        return self.name

    def status_on(self, day: date) -> ItemStatus:
        """Return the status as of a day: until its basis ended or it was withdrawn, an item was published.

        Looks at the prefetched bases, and at the versions only where something has ended.
        """
        status = ItemStatus(self.status)
        if status is ItemStatus.TO_ADJUST and not self.ended_bases(day):
            return ItemStatus.PUBLISHED
        if status is ItemStatus.WITHDRAWN and any(version.covers(day) for version in self.versions.all()):
            return ItemStatus.PUBLISHED
        return status

    def ended_bases(self, day: date) -> "list[Basis]":
        """Return the bases that have ended by the day, the day included, since the item was last published."""
        ended = [each for each in self.bases.all() if each.valid_until and each.valid_until <= day]
        if not ended:
            return []
        published = [version.valid_from for version in self.versions.all() if version.valid_from <= day]
        last = max(published, default=self.published_on)
        return [each for each in ended if last is None or (each.valid_until or day) > last]


class Basis(models.Model):
    """The provision an item rests on; the text it stands in may end on a day."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="bases", verbose_name="事项")
    level = models.CharField("层级", max_length=40, choices=BasisLevel.choices())
    title = LineField("文件名称", max_length=120)
    article = LineField("条款", max_length=60)
    valid_from = models.DateField("施行日期", null=True, blank=True)
    valid_until = models.DateField("失效日期", null=True, blank=True)
    ended_by = LineField("废止或修改文件", max_length=120, blank=True)

    class Meta:
        verbose_name = "检查依据"
        constraints = [
            # The marks are put around it where it is shown: 《某法》第五条 as a title would read 《某法》第五条》.
            models.CheckConstraint(
                condition=~Q(title__contains="《") & ~Q(title__contains="》"), name="basis_title_bare"
            ),
        ]

    def __str__(self) -> str:
        return f"《{self.title}》{self.article}"

    def in_force(self, on: date) -> bool:
        """Whether the provision holds on the day."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_until is None or on < self.valid_until
        )


class ItemVersion(models.Model):
    """What an item said from one day to the next: its five elements and bases as they were published."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions", verbose_name="事项")
    number = models.PositiveSmallIntegerField("版本")
    valid_from = models.DateField("自")
    valid_until = models.DateField("至（不含）", null=True, blank=True)
    content = models.JSONField("内容", default=dict)
    reason = ProseField("变更理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "事项版本"
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="item_version_once")]

    def __str__(self) -> str:
        return f"{self.item} 第{self.number}版"

    def covers(self, day: date) -> bool:
        """Whether the item said this on the day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


class StandardQuerySet(models.QuerySet["Standard"]):
    """Filters of standards."""

    def in_force(self, on: date) -> "StandardQuerySet":
        """The versions that bind on the day."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=on), valid_from__lte=on)


class Standard(models.Model):
    """One version of an item's standard (检查标准); the record is drawn up from the version of its day."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="standards", verbose_name="事项")
    version = LineField("版本", max_length=20)
    valid_from = models.DateField("自")
    valid_until = models.DateField("至（不含）", null=True, blank=True)

    objects = StandardQuerySet.as_manager()

    class Meta:
        verbose_name = "检查标准"
        constraints = [models.UniqueConstraint(fields=["item", "version"], name="standard_version")]

    def __str__(self) -> str:
        return f"{self.item} {self.version}"


class StandardPoint(models.Model):
    """One point of a standard: what the officer looks at."""

    standard = models.ForeignKey(
        Standard, on_delete=models.PROTECT, related_name="points", verbose_name="标准"
    )
    position = models.PositiveSmallIntegerField("序号")
    text = LineField("检查要点", max_length=200)

    class Meta:
        verbose_name = "检查要点"
        constraints = [models.UniqueConstraint(fields=["standard", "position"], name="point_position")]

    def __str__(self) -> str:
        return self.text


class StandardConflictQuerySet(models.QuerySet["StandardConflict"]):
    """Filters of conflicts."""

    def of_standard(self, standard: Standard) -> "StandardConflictQuerySet":
        """Those that one standard is a side of."""
        return self.filter(Q(first=standard) | Q(second=standard))


class StandardConflict(models.Model):
    """Two standards that contradict each other, brought to coordination (R-PUB-06)."""

    first = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="+", verbose_name="标准一")
    second = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="+", verbose_name="标准二")
    matter = ProseField("冲突事项", max_length=300)
    stage = models.CharField("环节", max_length=20, choices=CoordinationStage.choices())
    raised_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name="提出人")
    raised_at = models.DateTimeField("提出时间")
    outcome = ProseField("协调结果", max_length=300, blank=True)
    settled_on = models.DateField("协调日期", null=True, blank=True)

    objects = StandardConflictQuerySet.as_manager()

    class Meta:
        verbose_name = "标准冲突"
        constraints = [
            models.CheckConstraint(condition=~Q(first=models.F("second")), name="standard_conflict_of_two"),
        ]

    def __str__(self) -> str:
        return self.matter
