"""What the departments are asked for in numbers: the fields of a return, each with its label and unit."""

from collections.abc import Mapping
from dataclasses import dataclass

from jingwei.notices.terms import Purpose
from jingwei.platform.errors import Mistake

LARGEST = 10**12


@dataclass(frozen=True, slots=True)
class ReturnField:
    """One number of a return; numbers are whole and not negative."""

    code: str
    label: str
    unit: str
    note: str = ""


MONTHLY = (
    ReturnField("inspections", "涉企行政检查", "次", "有完整检查记录且未转立案的，含本单位自有系统登记的"),
    ReturnField("visits", "入企", "次", "每次进入企业都算，含走访、宣传"),
    ReturnField("enterprises", "被检查企业", "家", "一家企业只算一次"),
    ReturnField("problems", "发现问题", "个"),
    ReturnField("corrections", "责令改正", "件"),
    ReturnField("cases", "立案", "件"),
    ReturnField("penalties", "行政处罚案件", "件", "按决定书日期"),
    ReturnField("fines", "罚没金额", "元", "取整到元"),
)


def fields_of(purpose: Purpose) -> tuple[ReturnField, ...]:
    """Return the numbers that a circular of this purpose asks for; empty where it asks for none."""
    return MONTHLY if purpose is Purpose.MONTHLY else ()


def read_numbers(purpose: Purpose, given: Mapping[str, object]) -> dict[str, int]:
    """Return every number of the return by its code. Raises Mistake naming the first that is missing or wrong."""
    fields = {field.code: field for field in fields_of(purpose)}
    if unknown := sorted(set(given) - set(fields)):
        raise Mistake(f"没有“{unknown[0]}”这个数", f"只填：{'、'.join(fields)}", "numbers")
    return {code: _read(field, given.get(code)) for code, field in fields.items()}


def _read(field: ReturnField, value: object) -> int:
    if value is None or value == "":
        raise Mistake(f"“{field.label}”没有填写", "没有的填 0", field.code)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < LARGEST:
        raise Mistake(f"“{field.label}”为“{value}”", f"填不小于 0 的整数，单位为{field.unit}", field.code)
    return value
