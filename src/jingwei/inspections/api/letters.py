"""Letters of assistance sent and received, and what outsiders inspected here (R-PRO-09)."""

from ninja import Router

from jingwei.inspections.doors import letters, outsiders
from jingwei.registry.terms import Role

router = Router()
letters.LETTERS.of(roles=()).mount(router, "/letters")
letters.NEW.open(router, "/letters")
letters.REGISTER.open(router, "/letters/received")
letters.LETTER.mount(router, "/letters/{id:letter_id}", "协助函")
# An enterprise tells of outsiders too, and reads what it told.
outsiders.OUTSIDERS.of(roles=()).mount(router, "/outsiders", plural="outsiders")
outsiders.NEW.of(roles=(*outsiders.REPORTERS, Role.ENTERPRISE_CONTACT)).open(router, "/outsiders")
