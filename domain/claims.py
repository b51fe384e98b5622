"""How a belief says itself: one sentence a founder would say, in the direction of its evidence."""

from domain.beliefs import Scope


def words(slug: str) -> str:
    """`quality_manager` as a reader writes it: `quality manager`."""
    return slug.replace("_", " ").strip()


def plural(slug: str) -> str:
    """A segment as a group of people: `quality managers`."""
    name = words(slug)
    return name if name.endswith("s") else f"{name}s"


def claim_of(scope: Scope, direction: int) -> str:
    """The claim of a belief about `scope`; `direction` +1 better, −1 worse than its reference."""
    subject = words(scope.subject)
    if scope.category == "messaging":
        verb = "answer to" if direction > 0 else "pass over"
        return f"{plural(scope.segment).capitalize()} {verb} messages about {subject}."
    if scope.category == "channel":
        bring = "bring" if subject.endswith("s") else "brings"
        how = "more" if direction > 0 else "less"
        return f"{subject.capitalize()} {bring} {how} than our other channels."
    if scope.category == "timing":
        how = "better" if direction > 0 else "worse"
        return f"What goes out on a {subject.capitalize()} does {how} than on other days."
    if scope.category == "competitive":
        return f"{scope.subject} is a rival that we keep meeting."
    if scope.subject.startswith("concern:"):
        topic = words(scope.subject.removeprefix("concern:"))
        standing = "is" if direction > 0 else "is no longer"
        return f"{topic.capitalize()} {standing} a standing concern."
    how = "more" if direction > 0 else "less"
    return f"{plural(scope.subject).capitalize()} answer {how} than our other segments."
