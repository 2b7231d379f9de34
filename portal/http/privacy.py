"""A client leaves no trace: what error reports and logs may hold."""

import logging
import re
from types import TracebackType
from typing import Any

from django.http import HttpRequest
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter


class RequestFreeReporterFilter(SafeExceptionReporterFilter):
    """Drops form data, query string, cookies and local variables from every error report."""

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, str]:
        return {}

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: TracebackType
    ) -> list[tuple[str, Any]]:
        return []

    def get_safe_request_meta(self, request: HttpRequest | None) -> dict[str, str]:
        return {}

    def get_safe_cookies(self, request: HttpRequest | None) -> dict[str, str]:
        return {}


class RedactedExceptionReporter(ExceptionReporter):
    """An error report with the kind of error and the lines of code, without the request and any message."""

    def __init__(
        self,
        request: HttpRequest | None,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        tb: TracebackType | None,
        is_email: bool = False,
    ):
        super().__init__(None, exc_type, exc_value, tb, is_email)

    def get_traceback_data(self) -> dict[str, Any]:
        data = super().get_traceback_data()
        data |= {"exception_value": "(niet bewaard)", "exception_notes": "", "unicode_hint": ""}
        for frame in data["frames"]:
            if cause := frame.get("exc_cause"):
                frame["exc_cause"] = type(cause).__name__
        return data


#: Paths that hold a key which opens something; Django's log lines name the path.
_KEYED = re.compile(
    r"(/(?:klopt-nog|organisaties/uitnodiging|account/bevestigen|account/wachtwoord/nieuw)/)[^/\s]+"
)


class RedactingLogFilter(logging.Filter):
    """Keeps the place of an exception but not its message, which may repeat what was typed.

    A key in an address is left out as well: a link in a mail is for whom it was sent to.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if (redacted := _KEYED.sub(r"\1…", message)) != message:
            record.msg, record.args = redacted, ()
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, traceback = record.exc_info
            last = traceback
            while last is not None and last.tb_next is not None:
                last = last.tb_next
            where = f"{last.tb_frame.f_code.co_filename}:{last.tb_lineno}" if last else "unknown place"
            record.msg = f"{record.getMessage()} ({kind.__name__} at {where})"
            record.args = ()
            record.exc_info = None
            record.exc_text = None
        return True
