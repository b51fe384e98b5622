"""The family of errors: the docstring is the message, the class says status and whether to retry.

An error is a sentence beside its concept (`class OfferAlreadyAnswered(Conflict)`); its fields name
the offending value and the way out. HTTP, CLI and model adapters translate, nobody else does.
"""

from typing import Any


class RefleqtError(Exception):
    """Something went wrong."""

    status = 500
    exit_code = 1
    retry_may_help = False

    def __init__(self, detail: str = "", *, remedy: str = "", **fields: Any) -> None:
        self.title = (type(self).__doc__ or "").strip().splitlines()[0]
        self.detail = detail
        self.remedy = remedy
        self.fields = fields
        super().__init__(" ".join(part for part in (self.title, detail, remedy) if part))

    @property
    def name(self) -> str:
        """Machine name of the error, e.g. `OfferAlreadyAnswered`."""
        return type(self).__name__


class BadInput(RefleqtError):
    """The input cannot be taken as it is."""

    status = 422
    exit_code = 2


class TooLarge(BadInput):
    """The input is larger than allowed."""

    status = 413


class NotSignedIn(RefleqtError):
    """Sign in first."""

    status = 401


class NotAllowed(RefleqtError):
    """This account may not do that."""

    status = 403


class NotFound(RefleqtError):
    """There is no such thing here."""

    status = 404
    exit_code = 2


class Conflict(RefleqtError):
    """This was already decided."""

    status = 409


class Gone(RefleqtError):
    """This was here once and is not any more."""

    status = 410


class TooMany(RefleqtError):
    """That was asked too often."""

    status = 429
    retry_may_help = True


class Unavailable(RefleqtError):
    """A part that this needs is not reachable just now."""

    status = 503
    retry_may_help = True


class CheckFailed(RefleqtError):
    """A check did not hold."""
