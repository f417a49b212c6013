"""Doors, declared: lists, acts, form pages, fields and timelines said once, for people and for programs."""

from jingwei.web.doors.acts import ASIDE, BODY, DONE, HEAD, ROW, Act, Acts
from jingwei.web.doors.attempt import Failed, attempt
from jingwei.web.doors.fields import (
    EVERYWHERE,
    FILE,
    PAGE,
    Amount,
    Day,
    Drawn,
    Field,
    Flag,
    Lamp,
    Many,
    Moment,
    Number,
    Text,
    Title,
    Word,
    answer_of,
    rows_of,
    schema_of,
)
from jingwei.web.doors.filters import Choice, Days, Filter, Pick, Search, Typed, Year
from jingwei.web.doors.form_page import FormPage
from jingwei.web.doors.listing import Batch, Button, Either, Empty, Listing, Tally
from jingwei.web.doors.parts import Each, Parts, RowActs
from jingwei.web.doors.shown import Shown, tabs_shown
from jingwei.web.doors.table import Table
from jingwei.web.doors.timeline import timeline
from jingwei.web.doors.viewer import Viewer

__all__ = [
    "ASIDE",
    "BODY",
    "DONE",
    "EVERYWHERE",
    "FILE",
    "HEAD",
    "PAGE",
    "ROW",
    "Act",
    "Acts",
    "Amount",
    "Batch",
    "Button",
    "Choice",
    "Day",
    "Days",
    "Drawn",
    "Each",
    "Either",
    "Empty",
    "Failed",
    "Field",
    "Filter",
    "Flag",
    "FormPage",
    "Lamp",
    "Listing",
    "Many",
    "Moment",
    "Number",
    "Parts",
    "Pick",
    "RowActs",
    "Search",
    "Shown",
    "Table",
    "Tally",
    "Text",
    "Title",
    "Typed",
    "Viewer",
    "Word",
    "Year",
    "answer_of",
    "attempt",
    "rows_of",
    "schema_of",
    "tabs_shown",
    "timeline",
]
