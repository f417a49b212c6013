"""The classification of industries, down to its divisions."""

import pytest

from jingwei.registry.industries import divisions, industry_name, sections, with_letter
from jingwei.registry.operations import register_enterprise
from jingwei.registry.terms import EnterpriseKind
from jingwei.rulebook import Refused
from tests.people import NOW, district


def test_every_division_lies_in_a_section() -> None:
    assert len(sections()) == 20
    assert len(divisions()) == 97
    assert {letter for letter, _ in divisions().values()} == set(sections())
    assert sorted(divisions()) == [f"{number:02}" for number in range(1, 98)]


@pytest.mark.parametrize(
    ("code", "name"), [("C", "制造业"), ("C14", "食品制造业"), ("C1411", "食品制造业"), ("X", "")]
)
def test_a_code_is_told_as_far_as_it_is_known(code: str, name: str) -> None:
    assert industry_name(code) == name


@pytest.mark.parametrize(("given", "code"), [("1411", "C1411"), ("C14", "C14"), ("99", "99"), ("", "")])
def test_a_code_without_its_letter_gets_it(given: str, code: str) -> None:
    assert with_letter(given) == code


@pytest.mark.django_db
def test_an_enterprise_is_not_registered_under_an_industry_that_does_not_exist() -> None:
    people = district()
    with pytest.raises(Refused, match="属于门类 C"):
        register_enterprise(
            credit_code="91320312DEM000030Y",
            name="徐州映山示例建材有限公司",
            kind=EnterpriseKind.COMPANY,
            region=people.region,
            industry="F30",
            actor=people.supervisor.member,
            now=NOW,
        )
