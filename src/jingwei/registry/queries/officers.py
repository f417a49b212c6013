"""Reads of officers and their certificates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jingwei.platform.actors import Actor
from jingwei.platform.errors import NotAllowed
from jingwei.registry import facts
from jingwei.registry.members import Member
from jingwei.registry.models import Certificate, Officer
from jingwei.registry.rules.certificate_valid import certificate_valid
from jingwei.registry.terms import CertificateStatus
from jingwei.rulebook import Numbers, Refuse


def find_certificate(officer: Officer, *, on: date) -> Certificate | None:
    """Return the certificate to look at: the one in force on the day, else the one that lasted longest, else none.

    Looks at the officer's prefetched certificates.
    """
    held = sorted(
        officer.certificates.all(),
        key=lambda each: (each.status_on(on) is CertificateStatus.VALID, each.valid_to),
    )
    in_force = [each for each in held if each.is_in_force(on)]
    found = in_force or held
    return found[-1] if found else None


def get_own_officer(actor: Actor) -> Officer:
    """Return the officer behind the account, with subject and certificates. Raises NotAllowed when there is none."""
    officer_id = actor.officer_id if isinstance(actor, Member) else None
    found = Officer.objects.select_related("subject").prefetch_related("certificates")
    officer = found.filter(pk=officer_id or 0).first()
    if officer is None:
        raise NotAllowed("账号没有对应的执法人员", "由单位经办人核对账号和人员")
    return officer


def is_certified(officer: Officer, *, on: date, numbers: Numbers) -> bool:
    """Whether R-OFF-02 lets the officer inspect on the day."""
    judged = certificate_valid(
        facts.certificate_facts(officer, find_certificate(officer, on=on), on, numbers)
    )
    return not isinstance(judged, Refuse)


def facts_of_certificates(officers: Iterable[Officer], *, on: date, numbers: Numbers) -> list[object]:
    """Return the facts about each officer's certificate and post (R-OFF-02, R-OFF-05b)."""
    return [
        fact
        for each in officers
        for fact in (
            facts.certificate_facts(each, find_certificate(each, on=on), on, numbers),
            facts.post_facts(each, on),
        )
    ]


def facts_of_certificate(certificate: Certificate, *, on: date, numbers: Numbers) -> object:
    """Return the facts about one certificate as it was shown (R-OFF-02); it must come with its officer."""
    return facts.certificate_facts(certificate.officer, certificate, on, numbers)


@dataclass(frozen=True, slots=True)
class VerifiedOfficer:
    """What the public may know of a certificate: whose it is, for which subject, and whether it is valid."""

    name: str
    subject: str
    is_valid: bool


def find_verified_officer(number: str, *, on: date, numbers: Numbers) -> VerifiedOfficer | None:
    """Return whose certificate a number stands for, judged by R-OFF-02 for the day, or None."""
    held = Certificate.objects.filter(number=number).select_related("officer__subject").order_by("id")
    certificate = next((each for each in held if each.status == "valid"), None) or held.last()
    if certificate is None:
        return None
    officer = certificate.officer
    judged = certificate_valid(facts.certificate_facts(officer, certificate, on, numbers))
    return VerifiedOfficer(officer.name, officer.subject.name, not isinstance(judged, Refuse))
