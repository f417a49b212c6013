"""工作台 in the district in full: the number in the menu is what the page lists, for everybody."""

from datetime import datetime, time

import pytest

from jingwei.platform.calendar import SHANGHAI
from jingwei.portal.queries.workbench import count_todo, list_todo
from jingwei.registry.models import Membership
from jingwei.registry.queries import member_of
from jingwei.registry.terms import Role
from tests.demonstration.loaded import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]
AT_NOON = datetime.combine(TODAY, time(12), SHANGHAI)


def test_the_number_in_the_menu_is_the_length_of_the_list_for_everybody() -> None:
    busy = set()
    standing = Membership.objects.in_force(TODAY).select_related("account__officer", "subject", "enterprise")
    for membership in standing:
        member = member_of(membership)
        todo = list_todo(member, now=AT_NOON)
        assert count_todo(member, now=AT_NOON) == len(todo), member
        busy |= {member.role} if todo else set()
    assert busy >= {
        Role.CLERK,
        Role.HEAD,
        Role.OFFICER,
        Role.SUPERVISOR,
        Role.SUPERVISION_LEAD,
        Role.GOVERNMENT_CONFIRMER,
    }
