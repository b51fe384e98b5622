"""A map as Markdown that a founder likes to read: the argument first, then the work, then the money
(style sheet of the rubrics; the page shows the same facts with their receipts)."""

from domain.claims import plural, words
from domain.maps import Artifact, Claim, ExecutionMap, Forecast, Objective, Returns
from domain.prose import STAGE_NAMES, counted, day, money, named, number, opened, paragraph

DISCLOSURE = {
    "rules": "Drafted by software, from rules and your evidence; no language model wrote it.",
    "model": "Drafted by software from your evidence, worded by a model, checked by rules.",
}
"""How an output came about, said on it (product X22)."""


def render(plan: ExecutionMap) -> str:
    """The whole map; each heading stands once, sections without content not at all."""
    sections = [
        ("Why now", _claims(plan.why_now)),
        ("What it is for", _objective(plan)),
        ("Who it is for", _audience(plan)),
        ("The one message", opened(plan.message)),
        ("Contents and timeline", _contents(plan)),
        ("Distribution", _distribution(plan)),
        ("Cost", _cost(plan)),
        ("What is predicted", _predicted(plan)),
        ("How it is counted", _counted(plan)),
        ("What rivals do", _claims(plan.competition) or "No rival is known yet."),
        ("What speaks against it", _against(plan)),
        ("When to stop", _bullets(plan.risks)),
        ("What was weighed and left out", _bullets(plan.rejected)),
        ("What is missing", _bullets(plan.missing)),
        ("How this was made", DISCLOSURE[plan.made_by]),
    ]
    body = "\n\n".join(f"## {heading}\n\n{text}" for heading, text in sections if text)
    return f"# {plan.title}\n\n{body}\n"


def aim_of(aim: Objective) -> str:
    """The objective as a sentence: `Reach 13 conversions by 4 December 2026.`"""
    metric = aim.metric if aim.target != 1 else aim.metric.removesuffix("s")
    return f"{opened(aim.verb)} {number(aim.target)} {metric} by {day(aim.due_on)}."


def usual_of(aim: Objective) -> str:
    """What is usual beside it, with n; or that nothing was measured."""
    if aim.baseline is None or aim.low is None or aim.high is None:
        return "The baseline is 0: nothing alike was measured yet, and that is what this changes."
    stretch = " That is more than was ever usual: a stretch." if aim.stretch else ""
    return (
        f"The baseline is {number(aim.baseline)}: as many comparable pieces reached that in the "
        f"middle (n={aim.n}), and most lay between {number(aim.low)} and {number(aim.high)}."
        f"{stretch}"
    )


def pays(back: Returns, plan: ExecutionMap) -> str:
    """What it takes to pay, and the range of the return."""
    code = plan.currency
    if back.value is None:
        worth = money(back.pays_from or 0, code)
        return (
            "What a conversion is worth is not known. At what is expected the map breaks even from "
            f"{worth} a conversion on."
        )
    told = (
        f"A conversion was worth {money(back.value, code)} on average (n={back.n} purchases). The "
        f"map breaks even at {counted(back.break_even or 0, 'conversion')}."
    )
    if back.low is None or back.high is None:
        return told
    return (
        f"{told} The expected return lies between {_percent(back.low)} and {_percent(back.high)} "
        "of the cost."
    )


def foreseen(said: Forecast) -> str:
    """`7 conversions, most likely 0 to 15 (89 % of the time, n=18), by 4 December 2026`."""
    metric = said.metric
    return (
        f"{number(said.expected)} {metric} in the middle, {number(said.low)} to "
        f"{number(said.high)} with {said.probability:.0%} (n={said.n}), by {day(said.due_on)}"
    )


def _claims(claims: tuple[Claim, ...]) -> str:
    return _bullets(tuple(claim.text for claim in claims))


def _objective(plan: ExecutionMap) -> str:
    aim = plan.objective
    if aim is None:
        return ""
    figures = [
        f"{opened(STAGE_NAMES[one.stage])}: at least {number(one.target)} {one.metric} "
        f"(usual {number(one.low)} to {number(one.high)}, n={one.n})."
        for one in plan.kpis
    ]
    told = paragraph(aim_of(aim), usual_of(aim))
    return "\n\n".join([told, *([_bullets(tuple(figures))] if figures else [])])


def _audience(plan: ExecutionMap) -> str:
    who = plan.persona or plural(plan.segment).capitalize()
    return paragraph(f"{who}.", plan.pain.text if plan.pain else "")


def _contents(plan: ExecutionMap) -> str:
    return "\n\n".join(_piece(plan, one) for one in plan.artifacts)


def _piece(plan: ExecutionMap, one: Artifact) -> str:
    before = [each for each in plan.artifacts if each.position == one.after]
    after = f" It starts from “{before[0].title}”." if before else ""
    out, review = one.out_on or one.due_on, one.review_on or one.due_on
    told = (
        f"**{one.position + 1}. {one.title}.** Its part is to {one.role} "
        f"({STAGE_NAMES[one.funnel_stage]}). A {one.owner} hands it in by {day(one.due_on)}; after "
        f"two reviews it goes out on {day(out)} and is looked at on {day(review)}."
    )
    price = f"{money(one.price_low, plan.currency)} to {money(one.price_high, plan.currency)}"
    hours = counted(round(one.own_hours), "hour")
    work = f" It costs {price} and {hours} of yours." if one.own_hours else f" It costs {price}."
    return f"{told}{after}{work}\n\n{_bullets(one.outline)}"


def _distribution(plan: ExecutionMap) -> str:
    cases = tuple(f"{one.text} {one.share:.0%} of the cost." for one in plan.channels)
    return _bullets((*plan.distribution, *cases))


def _cost(plan: ExecutionMap) -> str:
    code = plan.currency
    told = (
        f"{money(plan.cost_low, code)} to {money(plan.cost_high, code)} in "
        f"all, and {money(plan.reserve, code)} in reserve. The prices are good until "
        f"{day(plan.quote_valid_until)}."
    )
    source = f"They follow {plan.prices}." if plan.prices else ""
    return paragraph(told, source, pays(plan.returns, plan) if plan.returns else "")


def _predicted(plan: ExecutionMap) -> str:
    lines = tuple(
        f"{opened(words(one.artifact_type))}: {foreseen(one.forecast)}."
        for one in plan.artifacts
        if one.forecast
    )
    return _bullets(lines) or "Too few pieces of this kind were measured to predict anything."


def _counted(plan: ExecutionMap) -> str:
    how = plan.measuring
    if how is None:
        return ""
    told = (
        f"What counts is {how.event}, credited by the {how.model} model. The links carry these "
        f"tags by {day(how.ready_on)}:"
    )
    lines = tuple(
        f"{opened(words(one.artifact_type))}, in {named(one.channel)}: `utm_source="
        f"{one.tags.source}&utm_medium={one.tags.medium}&utm_campaign={one.tags.campaign}"
        f"&utm_content={one.tags.content}`"
        for one in plan.artifacts
        if one.tags
    )
    return f"{told}\n\n{_bullets(lines)}"


def _against(plan: ExecutionMap) -> str:
    if plan.against:
        return _claims(plan.against)
    if not plan.weighed:
        return "No belief is held yet, so none speaks against it."
    return f"None of the {counted(plan.weighed, 'belief')} that were looked at speaks against it."


def _bullets(items: tuple[str, ...]) -> str:
    return "\n".join(f"- {opened(item)}" for item in items)


def _percent(part: float) -> str:
    return f"{'−' if part < 0 else '+'}{abs(part):.0%}"
