"""What nobody may hold beside an administrator's role, on whatever day, and what a membership must be."""

from datetime import date

import pytest

from jingwei.platform.errors import Mistake
from jingwei.platform.models import Account
from jingwei.registry import operations as registry
from jingwei.registry.models import Membership, Subject
from jingwei.registry.terms import Role
from tests.people import NOW, TODAY, District, district

pytestmark = pytest.mark.django_db
SEPTEMBER = date(2026, 9, 1)


@pytest.fixture
def cast() -> District:
    return district()


def grant(
    cast: District, role: Role, *, valid_from: date = TODAY, valid_until: date | None = None
) -> Membership:
    account = Account.objects.get_or_create(username="zoe", defaults={"name": "钟一"})[0]
    subject: Subject | None = None if role.is_administrator else cast.subject
    return registry.grant_membership(
        account_id=account.pk,
        role=role,
        subject=subject,
        valid_from=valid_from,
        valid_until=valid_until,
        actor=cast.security.member,
        now=NOW,
    )


@pytest.mark.parametrize(
    "roles", [(Role.CLERK, Role.AUDIT_ADMINISTRATOR), (Role.AUDIT_ADMINISTRATOR, Role.CLERK)]
)
def test_an_administrator_holds_nothing_else_on_any_day_to_come(
    cast: District, roles: tuple[Role, Role]
) -> None:
    later, now = roles
    grant(cast, later, valid_from=SEPTEMBER)
    with pytest.raises(Mistake, match="不得兼任"):
        grant(cast, now)
    assert grant(cast, now, valid_until=SEPTEMBER).role == now


def test_who_was_an_administrator_becomes_one_again_with_another_account(cast: District) -> None:
    grant(cast, Role.SYSTEM_ADMINISTRATOR, valid_until=SEPTEMBER)
    with pytest.raises(Mistake, match="当过三员"):
        grant(cast, Role.SYSTEM_ADMINISTRATOR, valid_from=SEPTEMBER)


def test_a_membership_has_a_day_on_which_it_holds(cast: District) -> None:
    with pytest.raises(Mistake, match="没有一天有效"):
        grant(cast, Role.CLERK, valid_until=TODAY)
