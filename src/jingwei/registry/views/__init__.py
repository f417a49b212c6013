"""The registry's pages: the way in, the codes at the gates, the check of an officer."""

from jingwei.registry.views.codes import code_landing, site_code
from jingwei.registry.views.officers.verification import verify_officer
from jingwei.registry.views.sessions import change_password, choose_membership, sign_in, sign_out

__all__ = [
    "change_password",
    "choose_membership",
    "code_landing",
    "sign_in",
    "sign_out",
    "site_code",
    "verify_officer",
]
