"""A person's way in. Accounts know no organisation; memberships do (registry)."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from jingwei.platform.columns import LineField


class AccountManager(BaseUserManager["Account"]):
    """Creates accounts."""

    def create_account(self, username: str, name: str, password: str | None = None) -> "Account":
        """Create an account; without a password nobody can sign in with it."""
        account = self.model(username=username, name=name)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """One account is one person."""

    username = LineField("登录名", max_length=64, unique=True)
    name = LineField("姓名", max_length=64)
    is_active = models.BooleanField("启用", default=True)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    # Somebody else has seen the password: nothing can be done with it but to choose another one.
    must_change_password = models.BooleanField("须修改密码", default=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        verbose_name = "账号"

    def __str__(self) -> str:
        return self.name
