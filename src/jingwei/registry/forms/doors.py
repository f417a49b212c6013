"""What people type at the registry's doors: the way in and the check of a certificate."""

from django import forms


class SignInForm(forms.Form):
    """User name and password; whether they fit is Django's to say."""

    username = forms.CharField(
        label="登录名",
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label="密码", max_length=128, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class VerifyForm(forms.Form):
    """A certificate's number, as printed on the card."""

    number = forms.RegexField(
        r"^[0-9]{11}$",
        label="执法证号",
        help_text="证件上的 11 位数字",
        error_messages={"invalid": "证号应是 11 位数字，对照证件重新输入"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
