"""The words of memberships."""

from jingwei.platform.terms import Action
from jingwei.rulebook import Term


class Role(Term):
    """What an account may do for its organisation (product roles; the three administrators included)."""

    SUPERVISOR = "supervisor", "监督人员"
    SUPERVISION_LEAD = "supervision_lead", "监督负责人"
    GOVERNMENT_CONFIRMER = "government_confirmer", "区政府确认人"
    CLERK = "clerk", "经办人"
    HEAD = "head", "主体负责人"
    LEGAL_REVIEWER = "legal_reviewer", "法制审核人员"
    OFFICER = "officer", "执法人员"
    JUSTICE_OFFICE = "justice_office", "司法所"
    ENTERPRISE_CONTACT = "enterprise_contact", "企业联系人"
    SYSTEM_ADMINISTRATOR = "system_administrator", "系统管理员"
    SECURITY_ADMINISTRATOR = "security_administrator", "安全管理员"
    AUDIT_ADMINISTRATOR = "audit_administrator", "审计管理员"

    @property
    def is_administrator(self) -> bool:
        """Whether the role is one of 三员, who touch no business data."""
        return self in {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR}


OF_A_SUBJECT = (Role.CLERK, Role.HEAD, Role.LEGAL_REVIEWER, Role.OFFICER, Role.JUSTICE_OFFICE)
# Whoever works at a desk of the district: neither the three administrators nor the enterprises.
STAFF = tuple(role for role in Role if not role.is_administrator and role is not Role.ENTERPRISE_CONTACT)


class MembershipAction(Action):
    """Acts on memberships, with the sentence that the log shows."""

    GRANTED = (
        "registry.membership.granted",
        "授予任职",
        "{actor}授予{account}{role}（{organisation}）",
    )
    REVOKED = (
        "registry.membership.revoked",
        "终止任职",
        "{actor}终止{account}的{role}（{organisation}），自{day}起：{reason}",
    )
    DEPUTISED = (
        "registry.membership.deputised",
        "登记授权代行",
        "{actor}登记{account}自{day}起至{until}前受权代行{organisation}负责人职权（{authorisation}）",
    )
    CHOSEN = "registry.membership.chosen", "选择身份", "{actor}以此身份办理"
