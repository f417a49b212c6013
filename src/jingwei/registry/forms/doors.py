"""What people type at the registry's doors: the way in and the check of a certificate."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from jingwei.web.fields import TextField


class SignInForm(forms.Form):
    """User name and password; whether they fit is Django's to say."""

    username = TextField(
        label="登录名",
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label="密码", max_length=128, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class VerifyForm(forms.Form):
    """A certificate's number, as printed on the card; those of ministries are not eleven digits (R-OFF-10a)."""

    number = TextField(
        label="执法证号",
        max_length=60,
        validators=[RegexValidator(r"^[0-9A-Za-z\u4e00-\u9fff（）〔〕-]{4,20}\Z")],
        help_text="照证件上的号码输入，省行政执法证是 11 位数字",
        error_messages={"invalid": "证号是 4 至 20 位数字、字母或汉字，没有空格，对照证件重新输入"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class PasswordForm(forms.Form):
    """One's own password, changed."""

    old = forms.CharField(
        label="原密码",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label="新密码",
        strip=False,
        max_length=128,
        help_text="至少 12 位，不用常见的密码",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再输一遍",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Check that the new password was typed the same twice."""
        given = super().clean() or {}
        if given.get("new") and given.get("again") and given["new"] != given["again"]:
            self.add_error("again", "两遍输入的新密码不同，请重新输入")
        return given
