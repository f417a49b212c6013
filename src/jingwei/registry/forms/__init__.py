"""What people type into the registry's pages, by topic."""

from jingwei.registry.forms.doors import SignInForm, VerifyForm

__all__ = ["SignInForm", "VerifyForm"]
