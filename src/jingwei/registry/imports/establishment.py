"""A department's return to the establishment check: the columns of the roster, without those of the card's term."""

from dataclasses import replace
from datetime import date

from jingwei.platform.errors import Mistake
from jingwei.platform.spreadsheets.layout import Layout
from jingwei.platform.spreadsheets.running import stray_ids
from jingwei.platform.spreadsheets.tables import open_table
from jingwei.platform.spreadsheets.unread import unanswered
from jingwei.registry.imports.officers import LAYOUT as ROSTER
from jingwei.registry.operations import ReturnedPerson

SHOWN = 20  # bad rows named in the message; more are counted
OPTIONAL = ("resident_id", "staff", "unit", "post", "number")
# What is not compared where it is missing, so that a department would seem to have been right.
_COMPARED = {"resident_id": "人员只凭姓名和证号对应", "staff": "人员性质不核对", "number": "证号不核对"}
EXPLAIN = "按模板的列名改写标题，用不着的列删去，再报送"
LAYOUT = Layout(
    kind="establishment",
    title="编制报表",
    remarks=(
        "本单位在编在岗和持证的人员每人一行，不在编的持证人员也要列出。",
        "身份证号用来与名册对应；没有的凭姓名和证号对应。",
        "空着的格子不核对。",
    ),
    columns=(
        ROSTER.column("name"),
        *(
            replace(ROSTER.column(name), is_required=False, widens=_COMPARED.get(name, ""))
            for name in OPTIONAL
        ),
    ),
    unneeded=(
        *ROSTER.unneeded,
        *(
            title
            for column in ROSTER.columns
            if column.name not in {"name", *OPTIONAL}
            for title in (column.title, *column.aliases)
        ),
    ),
)


def read_return(content: bytes, *, name: str, today: date) -> list[ReturnedPerson]:
    """Return the people of a sheet as departments send it; one wrong row and the sheet goes back whole.

    A person left out would look as if the department did not know them, and so would a column that nobody read. Raises
    Mistake for a file that cannot be read, for columns that may hold what is compared and are not known, and for wrong rows with line, column, value and remedy of the first of them.
    """
    table = open_table(content, name=name, layout=LAYOUT)
    if refusal := unanswered(table.unread, table.lacking, EXPLAIN):
        raise refusal
    people, wrong = [], []
    for each in table.rows(today):
        problems = [*each.problems, *stray_ids(each, LAYOUT.columns)]
        wrong += [f"第 {each.row.line} 行{problem}" for problem in problems]
        values = each.row.values
        people.append(
            ReturnedPerson(
                line=each.row.line,
                name=values["name"] or "",
                resident_id=values["resident_id"] or "",
                staff=values["staff"],
                unit=values["unit"] or "",
                post=values["post"] or "",
                certificate_number=values["number"] or "",
            )
        )
    if wrong:
        more = f"；另有 {len(wrong) - SHOWN} 处" if len(wrong) > SHOWN else ""
        raise Mistake("报表有误：" + "；".join(wrong[:SHOWN]) + more, "在原表上更正后重新报送", "file")
    return people
