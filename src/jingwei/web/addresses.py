"""How addresses name a row: by an id that the database can hold."""

import re


class IdConverter:
    """``<id:…>``: at most 18 digits, always below 2^63; longer ones are not found and reach neither row nor log."""

    regex = "[0-9]{1,18}"

    def to_python(self, text: str) -> int:
        """Return the id as a number."""
        return int(text)

    def to_url(self, row_id: int) -> str:
        """Return the id as it stands in an address."""
        return str(row_id)


def is_id(text: str) -> bool:
    """Whether what a browser sent can be the id of a row."""
    return re.fullmatch(IdConverter.regex, text) is not None
