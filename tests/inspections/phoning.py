"""The officer's phone as tests use it: Django's client, signed in, posting what the pages post."""

import base64
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from jingwei.inspections.contents import contents_now
from jingwei.inspections.models import Inspection
from tests.inspections.walking import picture
from tests.people import Person

DRAWN = "data:image/png;base64," + base64.b64encode(picture("navy")).decode()
HERE = {"latitude": "34.1801", "longitude": "117.1701", "accuracy": "12"}


@dataclass(frozen=True, slots=True)
class Phone:
    """One person's phone."""

    client: Client

    @classmethod
    def of(cls, person: Person) -> "Phone":
        """The phone of somebody who has signed in."""
        return cls(person.sign_in(Client()))

    def see(self, page: str, task: Inspection | None = None, **query: Any) -> HttpResponse:
        """Open a page."""
        return self.client.get(_address(page, task), query)  # type: ignore[return-value]

    def send(self, page: str, task: Inspection | None = None, **fields: Any) -> HttpResponse:
        """Send a form; what is None is left out."""
        given = {name: value for name, value in fields.items() if value is not None}
        return self.client.post(_address(page, task), given)  # type: ignore[return-value]

    def enter(self, task: Inspection, code: str, *present: Person, **fields: Any) -> HttpResponse:
        """Enter with these officers beside."""
        ids = [person.roster.pk for person in present]
        return self.send(
            "phone_enter", task, **{"code": code, "way": "scan", "present": ids, **HERE, **fields}
        )

    def sign(self, task: Inspection, *officers: Person, **fields: Any) -> HttpResponse:
        """Sign the record with these officers and the enterprise."""
        drawn = {f"sign_officer_{person.roster.pk}": DRAWN for person in officers}
        record = task.records.select_related("inspection__visit").filter(voided_at=None).first()
        digest = contents_now(record).digest if record else ""
        usual = {"enterprise_name": "白露", "sign_enterprise": DRAWN, "digest": digest}
        return self.send("phone_sign", task, **{**drawn, **usual, **fields})


def photo(content: bytes | None = None, name: str = "现场.png") -> SimpleUploadedFile:
    """An upload as the phone's camera gives it."""
    return SimpleUploadedFile(name, picture() if content is None else content, "image/png")


def filled(task: Inspection, *, fails: int = 0) -> dict[str, str]:
    """Every point of the standing record filled in; the first ``fails`` of them do not conform."""
    record = task.records.get(voided_at=None)
    fields = {
        "version": str(record.version),
        "person_name": "白露",
        "person_post": "安全总监",
        "is_recusal_asked": "on",
        "findings": "",
        "statement": "",
    }
    for entry in record.entries.all():
        is_bad = entry.position <= fails
        fields[f"result_{entry.position}"] = "fails" if is_bad else "conforms"
        fields[f"note_{entry.position}"] = "标签过期" if is_bad else ""
    return fields


def text(answer: HttpResponse) -> str:
    """The page's text."""
    return answer.content.decode()


def _address(page: str, task: Inspection | None) -> str:
    return reverse(page, args=[task.pk] if task else [])
