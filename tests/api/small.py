"""A dozen inputs of a small business, as files: enough for the whole loop in seconds."""

import json
from pathlib import Path

VENTS = (
    ("2026-07-06", "Two customers cancelled because they never understood what they pay for."),
    ("2026-07-28", "Another customer cancelled: could not say what the subscription is good for."),
    ("2026-08-19", "Cancellations again. Customers leave since they do not see what they pay for."),
    ("2026-09-08", "The newsletter went well, three replies from people who want to buy."),
    ("2026-09-22", "Lost a customer who cancelled and asked what the subscription does for him."),
    ("2026-10-12", "I spent the whole day on invoices and hated every minute of it."),
)
CHANNELS, SEGMENTS = ("email", "linkedin"), ("bakery", "cafe")


def small(folder: Path) -> Path:
    """Write the files of a business and of two creators; the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    describe = {"business_name": "Loafline", "business_model": ["b2b", "saas"], "currency": "USD"}
    (folder / "business.json").write_text(json.dumps(describe))
    vents = [{"id": f"v{n}", "at": f"{day}T08:00:00Z", "text": said}
             for n, (day, said) in enumerate(VENTS)]  # fmt: skip
    (folder / "vents.jsonl").write_text("\n".join(map(json.dumps, vents)))
    creators = [_creator("c-1", "silent"), _creator("c-2", "accept")]
    (folder / "creators.jsonl").write_text("\n".join(map(json.dumps, creators)))
    pieces = {"email": _letter(), "blog_post": _page()}
    made = {kind: [{"first": "Too short.", "revision": text}] for kind, text in pieces.items()}
    (folder / "deliverables.json").write_text(json.dumps(made))
    return folder


def _creator(name: str, answers: str) -> dict[str, object]:
    return {
        "id": name, "name": f"Creator {name}", "specializations": ["b2b_saas"],
        "artifact_types": ["email", "blog_post"], "capacity": 5,
        "price_cents": {"email": 12000, "blog_post": 50000},
        "behaviour": {"answers": answers, "after_hours": 3},
    }  # fmt: skip


def _letter() -> str:
    """A letter that says what a brief about customers who leave asks for."""
    said = (
        "The urgent day came of the quiet weeks before it, and so that is what you pay for. ",
        "There is one thing worth looking at each week, and it takes a few minutes. ",
        "What has been built up would be lost, and it is worth something by now. ",
        "The next such day is already on the calendar, so let us find your own date. ",
        "Customers told us that they no longer saw what the subscription was good for. ",
        "So here is an ordinary week with it and an ordinary week without it, side by side. ",
        "On Monday the list says what comes up, and on Friday nothing is left over. ",
        "Without it the same Friday is spent on looking for what was due on Tuesday. ",
    )
    closing = "Look at your next four weeks: [open the list]"
    return f"Subject: What the quiet weeks are for\n\n{''.join(said) * 2}\n\n{closing}\n"


def _page() -> str:
    """A page on the same, in other words."""
    said = (
        "Quiet weeks keep an urgent day away. You see here which week did it, and how. ",
        "Minutes suffice: look once a week at the only thing that may slip. ",
        "A year of records answers questions nobody could answer before; leaving loses them. ",
        "Your own next hard day has a date. Find it before it finds you. ",
        "People who left said they had stopped seeing any use in paying. We took that to heart. ",
        "Compare two Fridays: a calm one, and one full of searching. ",
        "Each month you get one page: what was kept from going wrong, in plain figures. ",
        "Stop when that page is empty twice in a row; we would, too. ",
    )
    return f"# What you pay for when nothing happens\n\n{''.join(said) * 4}\n\n[See four weeks]\n"
