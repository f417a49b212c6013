"""Errors that a user can mend. Each says in 中文 what is wrong, where, and what to do."""


class Rejected(Exception):
    """The request cannot be carried out; nothing was written but the attempt. Base of those below."""

    status = 422

    def __init__(self, message: str, remedy: str = "", field: str = "") -> None:
        self.message = message
        self.remedy = remedy
        self.field = field
        super().__init__(message)


class Mistake(Rejected):
    """What was entered is wrong."""


class NotAllowed(Rejected):
    """The actor may not do this."""

    status = 403


class Conflict(Rejected):
    """The thing has changed meanwhile: it is no longer in a state in which this can be done."""

    status = 409


class Busy(Rejected):
    """The database took longer than a page may wait, or somebody else held what was wanted; nothing was written."""

    status = 503
