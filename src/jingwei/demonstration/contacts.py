"""The contacts of those enterprises that asked to be inspected: accounts without a password, so that the log can name them."""

from collections.abc import Sequence

from jingwei.demonstration.acts import Act
from jingwei.demonstration.chance import dice
from jingwei.demonstration.content import read
from jingwei.demonstration.district import BEGAN, BEGAN_ON
from jingwei.demonstration.imported import scanning_from
from jingwei.planning.terms import ExemptReason
from jingwei.platform.actors import SYSTEM
from jingwei.platform.models import Account
from jingwei.registry import operations as registry
from jingwei.registry.models import Enterprise, Membership
from jingwei.registry.terms import Role


def name_contacts(acts: Sequence[Act]) -> None:
    """Let every enterprise that invited somebody since the scanning date have a contact, from the beginning on."""
    invited = {
        act.site.enterprise_id: act.site.enterprise
        for act in acts
        if act.exempt is ExemptReason.INVITED and act.day >= scanning_from()
    }
    known = Membership.objects.filter(role=Role.ENTERPRISE_CONTACT).values_list("enterprise_id", flat=True)
    for pk in sorted(invited.keys() - set(known)):
        _contact(invited[pk])


def _contact(enterprise: Enterprise) -> None:
    words, thrown = read("names"), dice("contact", enterprise.credit_code)
    name = thrown.choice(words["surnames"]) + thrown.choice(words["first"]) + thrown.choice(words["second"])
    account = Account.objects.create_account(f"contact-{enterprise.credit_code[-6:].lower()}", name)
    registry.grant_membership(
        account_id=account.pk,
        role=Role.ENTERPRISE_CONTACT,
        enterprise=enterprise,
        valid_from=BEGAN_ON,
        actor=SYSTEM,
        now=BEGAN,
    )
