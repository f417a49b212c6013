"""Circulars, who receives them, and how often each was reminded."""

from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q

from jingwei.notices.terms import CircularState, PaperKind, Purpose, RecipientState, Wanted
from jingwei.platform.columns import LineField, LongProseField, ProseField
from jingwei.platform.lengths import DOCUMENT, PARAGRAPH
from jingwei.platform.models import Account, StoredFile
from jingwei.registry.models import Subject


class CircularQuerySet(models.QuerySet["Circular"]):
    """Filters of circulars."""

    def sent(self) -> "CircularQuerySet":
        """Those that went out, closed ones included."""
        return self.filter(state__in=[CircularState.ISSUED, CircularState.CLOSED])


class Circular(models.Model):
    """A circular of the bureau to the subjects; ``number`` is given when it is issued, without gaps (R-FMT-08)."""

    number = LineField("文号", max_length=60, blank=True)
    kind = models.CharField("文种", max_length=20, choices=PaperKind.choices(), default=PaperKind.CIRCULAR)
    title = LineField("标题", max_length=120)
    body = LongProseField("正文", max_length=DOCUMENT)
    purpose = models.CharField("用途", max_length=30, choices=Purpose.choices(), default=Purpose.GENERAL)
    period = models.CharField("报送月份", max_length=7, blank=True)  # 2026-10
    wanted = models.CharField("回复方式", max_length=20, choices=Wanted.choices(), default=Wanted.RECEIPT)
    due_on = models.DateField("截止日期", null=True, blank=True)
    template = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="报表模板"
    )
    attachments = models.ManyToManyField(StoredFile, related_name="+", blank=True, verbose_name="附件")
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="results",
        verbose_name="所通报的通知",
    )
    # A circular on the result says how each stood when it was issued: rows of unit, receipt, answer, remark.
    outcome = models.JSONField("办理情况表", default=list, blank=True)
    state = models.CharField("状态", max_length=20, choices=CircularState.choices())
    drafted_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="起草人"
    )
    drafted_at = models.DateTimeField("起草时间")
    issued_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签发人"
    )
    issued_at = models.DateTimeField("签发时间", null=True, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)

    objects = CircularQuerySet.as_manager()
    own: "Recipient | None" = None  # the reader's own subject as recipient, as ``get_circular`` found it

    class Meta:
        verbose_name = "通知"
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="circular_number"),
            # One monthly return a month, however often the button is pressed or the job runs.
            models.UniqueConstraint(
                fields=["period"],
                condition=Q(purpose=Purpose.MONTHLY, parent=None)
                & ~Q(period="")
                & ~Q(state=CircularState.WITHDRAWN),
                name="circular_one_a_month",
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.title

    def mark_issued(self, *, number: str, by_id: int | None, now: datetime) -> None:
        """Note that it went out under its number."""
        self.state, self.number = CircularState.ISSUED, number
        self.issued_by_id, self.issued_at = by_id, now
        self.save(update_fields=["state", "number", "issued_by", "issued_at"])


class RecipientQuerySet(models.QuerySet["Recipient"]):
    """Filters of recipients."""

    def of_sent(self) -> "RecipientQuerySet":
        """Those of circulars that went out."""
        return self.filter(circular__state__in=[CircularState.ISSUED, CircularState.CLOSED])

    def done(self) -> "RecipientQuerySet":
        """Those who did what was asked: answered, or received where nothing else was wanted."""
        return self.filter(IS_DONE)

    def open(self) -> "RecipientQuerySet":
        """Those of running circulars who still have to do something."""
        return self.filter(circular__state=CircularState.ISSUED).exclude(IS_DONE)

    def overdue(self, today: date) -> "RecipientQuerySet":
        """Those still open after the due day."""
        return self.open().filter(circular__due_on__lt=today)


class Recipient(models.Model):
    """One subject that a circular goes to: its receipt and its answer."""

    circular = models.ForeignKey(
        Circular, on_delete=models.PROTECT, related_name="recipients", verbose_name="通知"
    )
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="circulars", verbose_name="检查主体"
    )
    state = models.CharField(
        "状态", max_length=20, choices=RecipientState.choices(), default=RecipientState.SENT
    )
    received_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签收人"
    )
    received_at = models.DateTimeField("签收时间", null=True, blank=True)
    answered_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="回复人"
    )
    answered_at = models.DateTimeField("回复时间", null=True, blank=True)
    text = LongProseField("回复内容", max_length=PARAGRAPH, blank=True)
    numbers = models.JSONField("填报数字", null=True, blank=True)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="报表"
    )
    is_late = models.BooleanField("逾期回复", default=False)
    returned_reason = ProseField("退回理由", max_length=200, blank=True)
    returned_at = models.DateTimeField("退回时间", null=True, blank=True)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        verbose_name = "收文单位"
        constraints = [models.UniqueConstraint(fields=["circular", "subject"], name="recipient_once")]
        indexes = [models.Index(fields=["subject", "state"], name="recipient_open")]

    def __str__(self) -> str:
        return f"{self.subject} {RecipientState(self.state).label}"

    @property
    def is_done(self) -> bool:
        """Whether nothing more is asked of it. The circular must come with it."""
        wants_receipt = self.circular.wanted == Wanted.RECEIPT
        return self.state == RecipientState.ANSWERED or (
            wants_receipt and self.state == RecipientState.RECEIVED
        )

    def mark_received(self, *, by_id: int, now: datetime) -> None:
        """Note who received it, once."""
        self.state, self.received_by_id, self.received_at = RecipientState.RECEIVED, by_id, now
        self.save(update_fields=["state", "received_by", "received_at"])

    def mark_answered(
        self,
        *,
        text: str,
        numbers: dict[str, Any] | None,
        file: StoredFile | None,
        is_late: bool,
        by_id: int,
        now: datetime,
    ) -> None:
        """Note the answer; it takes the place of an earlier one. To answer is to have received."""
        if self.received_at is None:
            self.received_by_id, self.received_at = by_id, now
        self.state = RecipientState.ANSWERED
        self.text, self.numbers, self.file, self.is_late = text, numbers, file, is_late
        self.answered_by_id, self.answered_at = by_id, now
        self.save()


IS_DONE = Q(state=RecipientState.ANSWERED) | Q(state=RecipientState.RECEIVED, circular__wanted=Wanted.RECEIPT)


class Reminder(models.Model):
    """One recipient was reminded on a day; not twice on one day."""

    recipient = models.ForeignKey(
        Recipient, on_delete=models.PROTECT, related_name="reminders", verbose_name="收文单位"
    )
    on = models.DateField("日期")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="催办人"
    )
    words = ProseField("催办内容", max_length=200)

    class Meta:
        verbose_name = "催办"
        constraints = [models.UniqueConstraint(fields=["recipient", "on"], name="reminder_once_a_day")]

    def __str__(self) -> str:
        return f"{self.on} {self.words}"
