"""Doors, declared: lists, acts, form pages, fields and timelines said once, for people and for programs."""

from jingwei.web.doors.acts import ASIDE, BODY, HEAD, Act, Acts, FormPage
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
    Moment,
    Number,
    Text,
    Title,
    Word,
    answer_of,
    rows_of,
    schema_of,
)
from jingwei.web.doors.filters import Choice, Days, Filter, Pick, Search, Year
from jingwei.web.doors.listing import Batch, Button, Either, Empty, Listing, Tally
from jingwei.web.doors.parts import Parts
from jingwei.web.doors.shown import Shown, tabs_shown
from jingwei.web.doors.table import Table
from jingwei.web.doors.timeline import timeline
from jingwei.web.doors.viewer import Viewer

__all__ = [
    "ASIDE",
    "BODY",
    "EVERYWHERE",
    "FILE",
    "HEAD",
    "PAGE",
    "Act",
    "Acts",
    "Amount",
    "Batch",
    "Button",
    "Choice",
    "Day",
    "Days",
    "Drawn",
    "Either",
    "Empty",
    "Failed",
    "Field",
    "Filter",
    "Flag",
    "FormPage",
    "Lamp",
    "Listing",
    "Moment",
    "Number",
    "Parts",
    "Pick",
    "Search",
    "Shown",
    "Table",
    "Tally",
    "Text",
    "Title",
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
