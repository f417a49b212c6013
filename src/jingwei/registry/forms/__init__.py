"""What people type into the registry's pages, by topic."""

from jingwei.registry.forms.doors import PasswordForm, SignInForm, VerifyForm

__all__ = ["PasswordForm", "SignInForm", "VerifyForm"]
