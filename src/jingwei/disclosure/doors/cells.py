"""The lamps as pages show them: the cells of the board, the steps of a department's page."""

from typing import Any

from django.urls import reverse

from jingwei.disclosure.lamps import ANNOUNCED, FILED, STANDS_IN, Cell, Lamp
from jingwei.disclosure.terms import Addressee, AnnouncementKind, FilingKind, LampColour, Turn
from jingwei.platform.actors import Actor
from jingwei.registry.members import Member
from jingwei.registry.terms import Role

Shown = dict[str, Any]
LAMPS = {
    LampColour.GREEN: "green",
    LampColour.YELLOW: "amber",
    LampColour.RED: "red",
    LampColour.NONE: "none",
}
UNCONFIRMED = "口径待司法局确认"


def filed_label(kind: FilingKind, addressee: Addressee) -> str:
    """Return what a filing is called on the lamp."""
    above = "（上级）" if addressee is Addressee.SUPERIOR else ""
    return f"{'计划' if kind is FilingKind.PLAN else kind.label}{above}"


def columns() -> list[Shown]:
    """Return the heads of the lamp board: what is announced, then what is filed."""
    announced = [{"label": kind.label.removesuffix("检查"), "group": "公告"} for kind in ANNOUNCED]
    filed = [{"label": filed_label(*each).removesuffix("检查"), "group": "备案"} for each in FILED]
    return [*announced, *filed]


def cells_shown(lamp: Lamp) -> list[Shown]:
    """Return every cell of a lamp, as board and file show it, in the order of ``columns``."""
    counting = {id(cell) for cell in lamp.counting()}
    cells = [*(lamp.announced[kind] for kind in ANNOUNCED), *(lamp.filed[each] for each in FILED)]
    return [
        {
            "colour": LAMPS[cell.colour],
            "words": cell.words,
            "label": column["label"],
            "group": column["group"],
            "counts": id(cell) in counting,
            "url": cell.link or f"{reverse('lamp_detail', args=[lamp.subject.pk])}",
        }
        for cell, column in zip(cells, columns(), strict=True)
    ]


def steps_shown(lamp: Lamp, actor: Actor) -> list[Shown]:
    """Return the rows of a department's page: each thing, where it stands, whose turn it is, and what can be done."""
    may_act = (
        isinstance(actor, Member)
        and actor.role in {Role.CLERK, Role.HEAD}
        and actor.subject_id == lamp.subject.pk
    )
    counting = {id(cell) for cell in lamp.counting()}
    rows = [_step(f"公告　{kind.label}", kind, None, lamp.announced[kind], may_act) for kind in ANNOUNCED]
    rows += [
        _step(
            f"备案　{filed_label(*each)}",
            STANDS_IN[each[0]],
            each,
            lamp.filed[each],
            may_act,
        )
        for each in FILED
    ]
    cells = [*(lamp.announced[kind] for kind in ANNOUNCED), *(lamp.filed[each] for each in FILED)]
    for row, cell in zip(rows, cells, strict=True):
        row["counts"] = id(cell) in counting
    return rows


def _step(
    label: str,
    kind: AnnouncementKind,
    filed: tuple[FilingKind, Addressee] | None,
    cell: Cell,
    may_act: bool,
) -> Shown:
    row: Shown = {
        "label": label,
        "colour": LAMPS[cell.colour],
        "state": cell.colour.label,
        "words": cell.words,
        "url": cell.link,
        "turn": cell.turn.label if cell.turn is not Turn.NOBODY else "",
        "is_open": cell.colour in {LampColour.RED, LampColour.YELLOW},
    }
    if not may_act:
        return row
    if cell.act == "announce":
        asked = f"kind={kind.value}"
        asked += f"&plan={cell.plan.pk}" if cell.plan else ""
        asked += f"&special={cell.special.pk}" if cell.special else ""
        row |= {"act_url": f"{reverse('announcement_new')}?{asked}", "verb": "登记公告"}
    elif cell.act == "file" and filed is not None and cell.announcement is not None:
        row |= {
            "file_url": reverse("announcement_file", args=[cell.announcement.pk]),
            "verb": "重新报送" if cell.filing else "报送备案",
            "kind": filed[0].value,
            "addressee": filed[1].value,
            "addressed": filed[1].label,
            "version": cell.announcement.version,
        }
    elif cell.filing is not None and cell.turn is Turn.SUPERIOR:
        row |= {"act_url": reverse("filing_detail", args=[cell.filing.pk]), "verb": "登记回执"}
    elif cell.turn is Turn.CLERK and kind is AnnouncementKind.PLAN and filed is None:
        to_plan = reverse("plan_detail", args=[cell.plan.pk]) if cell.plan else reverse("plan_list")
        row |= {"act_url": to_plan, "verb": "办理计划"}
    return row
