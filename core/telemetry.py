"""Structured logs and metrics, and what must never be logged.

Logs go to stderr as one JSON object a line. Words of people, tokens and keys are never values of a
log line: `redact` drops the fields by name, so that a slip in one call site stays harmless.
"""

import logging
import sys
from pathlib import Path
from traceback import extract_tb
from typing import Any

import structlog
from prometheus_client import Counter, Histogram
from structlog.typing import EventDict

from core.settings import settings

OURS = Path(__file__).parents[1]
"""The folder of our own code."""

NEVER_LOGGED = frozenset(
    {
        "text",
        "answer",
        "words",
        "quote",
        "password",
        "token",
        "refresh_token",
        "access_token",
        "secret",
        "authorization",
        "key",
        "api_key",
        "credentials",
        "email",
        "phone",
        "prompt",
        "body",
    }
)


def counted(counter: Counter) -> int:
    """How often a counter went up in this process, over all its labels."""
    return int(
        sum(s.value for m in counter.collect() for s in m.samples if s.name.endswith("_total"))
    )


tool_calls = Counter("refleqt_tool_calls_total", "Calls of a tool", ["tool", "outcome"])
job_runs = Counter("refleqt_job_runs_total", "Runs of a job", ["job", "outcome"])
job_seconds = Histogram("refleqt_job_seconds", "Seconds that a job took", ["job"])
http_requests = Counter(
    "refleqt_http_requests_total", "HTTP requests", ["route", "method", "status"]
)
http_seconds = Histogram("refleqt_http_seconds", "Seconds until a response began", ["route"])
model_calls = Counter(
    "refleqt_model_calls_total", "Calls of a language model", ["model", "outcome"]
)


def redact(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Replace the value of every field that may carry words or secrets."""
    return {
        name: "[withheld]" if name.lower() in NEVER_LOGGED else value
        for name, value in event.items()
    }


def configure() -> None:
    """Set up logging for this process; safe to call twice."""
    level = logging.getLevelNamesMapping().get(settings().log_level.upper(), logging.WARNING)
    logging.basicConfig(level=level, stream=sys.stderr, format="%(message)s", force=True)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            redact,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        # Looked up at each line: whoever swaps the stream and closes it takes no log line down.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


def logger(name: str) -> Any:
    """A structured logger that carries `name` as its source."""
    return structlog.get_logger(source=name)


def place_of(wrong: BaseException) -> str:
    """Where in our own code an error came from, as `file:line`, or where it was raised at all.

    Its message is never logged, for that may hold somebody's words.
    """
    steps = [(Path(frame.filename), frame.lineno) for frame in extract_tb(wrong.__traceback__)]
    ours = [step for step in steps if step[0].is_relative_to(OURS) and "site-packages" not in
            step[0].parts]  # fmt: skip
    file, line = (ours or steps or [(Path("?"), 0)])[-1]
    return f"{file.relative_to(OURS) if ours else file.name}:{line}"
