"""What an account may do, and for whom."""

from datetime import date

from django.db import models
from django.db.models import Q

from jingwei.platform.columns import LineField
from jingwei.platform.models import Account
from jingwei.registry.models.enterprises import Enterprise
from jingwei.registry.models.subjects import Subject
from jingwei.registry.terms import Role

ADMINISTRATORS = [role.value for role in Role if role.is_administrator]


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Filters of memberships."""

    def in_force(self, on: date) -> "MembershipQuerySet":
        """Those that hold on the day."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=on), valid_from__lte=on)


class Membership(models.Model):
    """An account acts in a role for a subject, an enterprise, or (neither) the justice bureau.

    A deputy holds the head's role by written authorisation, whose number stands in ``authorisation`` (R-PRO-01).
    """

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="memberships", verbose_name="账号"
    )
    role = models.CharField("角色", max_length=30, choices=Role.choices())
    subject = models.ForeignKey(
        Subject,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name="检查主体",
    )
    enterprise = models.ForeignKey(
        Enterprise,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name="企业",
    )
    is_deputy = models.BooleanField("受权代行", default=False)
    authorisation = LineField("授权文号", max_length=60, blank=True)
    valid_from = models.DateField("自")
    valid_until = models.DateField("至（不含）", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "任职"
        constraints = [
            models.CheckConstraint(
                condition=Q(subject=None) | Q(enterprise=None), name="membership_one_organisation"
            ),
            models.CheckConstraint(
                condition=Q(is_deputy=False) | ~Q(authorisation=""), name="membership_deputy_authorised"
            ),
            # Of the three administrators nobody holds two.
            models.UniqueConstraint(
                fields=["account"], condition=Q(role__in=ADMINISTRATORS), name="membership_one_administrator"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {Role(self.role).label}"
