"""A map as Markdown that a founder likes to read: the argument first, then the work, then the money
(style sheet of the rubrics; the page shows the same facts with their receipts)."""

from domain.claims import plural, words
from domain.maps import STANDING, Artifact, Claim, ExecutionMap, Forecast, Objective, Returns
from domain.prose import STAGE_NAMES, counted, day, money, named, number, opened, paragraph

DISCLOSURE = {
    "rules": "Drafted by software, from rules and your evidence; no language model wrote it.",
    "model": "Drafted by software from your evidence, worded by a model, checked by rules.",
}
"""How an output came about, said on it (product X22)."""
MODES = {
    "strict": "Its mode was strict: it says only what evidence carries.",
    "adaptive": "",
    "creative": "Its mode was creative: ideas that nothing speaks for are marked as ideas.",
}
"""How far it may go beyond its evidence, said where that is not as usual (product OU8)."""


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
        ("Ideas to test", _bullets(tuple(one.text for one in plan.ideas))),
        ("How this was made", made_of(plan)),
    ]
    body = "\n\n".join(f"## {heading}\n\n{text}" for heading, text in sections if text)
    return f"# {plan.title}\n\n{body}\n"


def made_of(plan: ExecutionMap) -> str:
    """How it came about, and in which mode."""
    return paragraph(DISCLOSURE[plan.made_by], MODES[plan.mode])


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
        f"The baseline is {number(aim.baseline)}: that is what as many comparable pieces usually "
        f"bring together (n={aim.n} measured), in a range from {number(aim.low)} to "
        f"{number(aim.high)}."
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
    if back.of == "customer":
        stay = "one customer stays" if back.break_even == 1 else f"{back.break_even} customers stay"
        return (
            f"A purchase brought {money(back.value, code)} on average (n={back.n}). The map breaks "
            f"even if {stay} who would have left. How many stay because of a piece is not "
            "measured, so no return is predicted."
        )
    told = (
        f"A conversion was worth {money(back.value, code)} on average (n={back.n} purchases). The "
        f"map breaks even at {counted(back.break_even or 0, 'conversion')}."
    )
    if back.low is None or back.high is None:
        return told
    middle = ""
    if back.middle is not None:
        more = "more" if back.middle >= 0 else "less"
        middle = f" In the middle it returns {abs(back.middle):.0%} {more} than it costs."
    loss = ": at the low end it loses money" if back.low < 0 else ""
    return (
        f"{told}{middle} The expected return lies between {_percent(back.low)} and "
        f"{_percent(back.high)} of the cost{loss}."
    )


def foreseen(said: Forecast) -> str:
    """`7 conversions are the middle; 0 to 15 in 89% of cases (n=18), by 4 December 2026`."""
    metric = said.metric
    return (
        f"{number(said.expected)} {metric} are the middle; {number(said.low)} to "
        f"{number(said.high)} in {said.probability:.0%} of cases (n={said.n}), by "
        f"{day(said.due_on)}"
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
    return paragraph(f"{who}.", plan.pain.text if plan.pain else "", *not_known(plan, "audience"))


def _contents(plan: ExecutionMap) -> str:
    told = [_piece(plan, one) for one in plan.artifacts]
    return "\n\n".join([*told, *not_known(plan, "contents")])


def not_known(plan: ExecutionMap, part: str) -> list[str]:
    """What is not known of a part, in plain words."""
    return [one.text for one in plan.unknown if one.part == part]


def _piece(plan: ExecutionMap, one: Artifact) -> str:
    before = [each for each in plan.artifacts if each.position == one.after]
    after = f" {_after(before[0])}" if before else ""
    out, review = one.out_on or one.due_on, one.review_on or one.due_on
    told = (
        f"**{one.position + 1}. {one.title}.** Its job is to {one.role} "
        f"({STAGE_NAMES[one.funnel_stage]}). A {one.owner} hands it in by {day(one.due_on)}; after "
        f"up to two reviews it goes out on {day(out)}, and on {day(review)} its results are judged."
    )
    if one is not plan.artifacts[0]:
        told = (
            f"**{one.position + 1}. {one.title}.** This one is to {one.role} "
            f"({STAGE_NAMES[one.funnel_stage]}). A {one.owner} hands it in by {day(one.due_on)}; "
            f"it goes out on {day(out)} and is judged on {day(review)}."
        )
    price = f"{money(one.price_low, plan.currency)} to {money(one.price_high, plan.currency)}"
    hours = counted(round(one.own_hours), "hour")
    work = f" It costs {price} and {hours} of yours." if one.own_hours else f" It costs {price}."
    return f"{told}{after}{work}\n\n{_bullets(one.outline)}"


def _after(before: Artifact) -> str:
    """How a piece hangs on the one before it."""
    if before.artifact_type in STANDING:
        return f"It leads to “{before.title}”, which stands by then."
    return f"It follows “{before.title}” and takes up what was asked there."


def _distribution(plan: ExecutionMap) -> str:
    cases = tuple(
        f"{one.text} {f'{one.share:.0%}' if one.share < 1 else 'All'} of the cost goes there."
        for one in plan.channels
    )
    return _bullets((*plan.distribution, *cases))


def _cost(plan: ExecutionMap) -> str:
    code = plan.currency
    told = (
        f"{money(plan.cost_low, code)} to {money(plan.cost_high, code)} in "
        f"all, and {money(plan.reserve, code)} in reserve. The prices are good until "
        f"{day(plan.quote_valid_until)}."
    )
    source = f"They are {plan.prices}." if plan.prices else ""
    return paragraph(told, source, pays(plan.returns, plan) if plan.returns else "")


def _predicted(plan: ExecutionMap) -> str:
    lines = tuple(
        f"{opened(words(one.artifact_type))}: {foreseen(one.forecast)}.{_rests(one.forecast)}"
        for one in plan.artifacts
        if one.forecast
    )
    told = [_bullets(lines), same_ground(plan), *not_known(plan, "predicted")]
    said = "\n\n".join(one for one in told if one)
    return said or "Too few pieces of this kind were measured to predict anything."


def _rests(said: Forecast) -> str:
    return f" It goes by {said.n} {said.alike}." if said.alike else ""


def same_ground(plan: ExecutionMap) -> str:
    """That two forecasts are alike because nothing measured tells their pieces apart, or ''."""
    seen: dict[tuple[float, ...], str] = {}
    for one in plan.artifacts:
        said = one.forecast
        if said is None:
            continue
        name, range_ = words(one.artifact_type), (said.expected, said.low, said.high, said.n)
        if range_ in seen:
            return (
                f"The {seen[range_]} and the {name} have one range, because nothing measured so "
                "far tells one from the other; their results will."
            )
        seen[range_] = name
    return ""


def _counted(plan: ExecutionMap) -> str:
    how = plan.measuring
    if how is None:
        return ""
    told = (
        f"What counts is {how.event}, credited by the {how.model} model{_model(how.model)}. The "
        f"links carry these tags by {day(how.ready_on)}:"
    )
    lines = tuple(
        f"{opened(words(one.artifact_type))}, {_tagged(one)}: `utm_source="
        f"{one.tags.source}&utm_medium={one.tags.medium}&utm_campaign={one.tags.campaign}"
        f"&utm_content={one.tags.content}`"
        for one in plan.artifacts
        if one.tags
    )
    return f"{told}\n\n{_bullets(lines)}"


def _model(name: str) -> str:
    """How the model shares credit, where that takes half a sentence."""
    return " (40% each to the first and the last contact)" if name == "position" else ""


def _tagged(one: Artifact) -> str:
    """Where the links of a piece stand that carry its tags."""
    if one.artifact_type in STANDING:
        return f"links that lead to it from {named(one.channel)}"
    return f"links in it, through {named(one.channel)}"


def _against(plan: ExecutionMap) -> str:
    if plan.against:
        return _claims(plan.against)
    if not plan.weighed:
        return "No belief is held yet, so none speaks against it."
    return f"We looked at {counted(plan.weighed, 'belief')}; none of them speaks against it."


def _bullets(items: tuple[str, ...]) -> str:
    return "\n".join(f"- {opened(item)}" for item in items)


def _percent(part: float) -> str:
    return f"{'−' if part < 0 else '+'}{abs(part):.0%}"
