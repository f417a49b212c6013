"""Invitations (邀约式检查): they stand before the inspections that come of them."""

from django.db import models

from jingwei.inspections.terms import InvitationState, InvitedBy
from jingwei.platform.columns import LineField, ProseField
from jingwei.platform.models import Account
from jingwei.registry.models import Item, Site, Subject


class Invitation(models.Model):
    """A check-up that an enterprise asks for, or that a subject offers and the enterprise accepts (R-JNT-04)."""

    number = LineField("编号", max_length=40, unique=True)
    by = models.CharField("发起", max_length=20, choices=InvitedBy.choices())
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="invitations", verbose_name="检查主体"
    )
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="invitations", verbose_name="场所")
    matter = ProseField("想查什么", max_length=300)
    items = models.ManyToManyField(Item, related_name="+", blank=True, verbose_name="检查事项")
    preferred = LineField("方便的时间", max_length=120, blank=True)
    state = models.CharField("状态", max_length=20, choices=InvitationState.choices())
    made_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="发起人"
    )
    made_at = models.DateTimeField("发起时间")
    answered_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复人"
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answer = ProseField("答复", max_length=200, blank=True)

    class Meta:
        verbose_name = "邀约"
        indexes = [models.Index(fields=["subject", "state"], name="invitation_open")]

    def __str__(self) -> str:
        return self.number
