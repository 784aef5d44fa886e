"""The weekly plan in words, and as rows that a table and a picture are drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from bot.answers.answer import Answer, AnswerStep, Cell, Citation, Mark, Row, Week, citations
from bot.answers.context import Context
from bot.knowledge.model import Interaction, Moment
from bot.rules.compatibility import RANK, PairVerdict, pair
from bot.rules.items import Item
from bot.rules.layering import slot
from bot.rules.schedule import DAYS, MOMENTS, LeftOut, Plan, Session, most_uses, schedule

MARKS: dict[Mark, str] = {"retinoid": "retinoid", "acid": "exfoliating_acid", "mask": "mask"}
"""What a session is marked by, the strongest first, and the class that it is known by."""

_STIRRING = ("medium", "high")
"""How irritating a thing is that makes an evening no rest night."""
_NAMED = 4
"""Products that a headline names; more are counted."""
_REASONS = 3
_CAUTIONS = 3
"""Of what the person's skin asks for with the planned things; the plan itself already follows all of it."""


class Because(msgspec.Struct, frozen=True, kw_only=True):
    """Why the week looks as it does: of which two things a rule says what; None where no rule is known."""

    says: str
    rule: Interaction | None


def plan(context: Context, shelf: Sequence[Item], *, beginning: bool = False) -> Answer:
    """A week from what the person owns; with `beginning`, as often as one begins with."""
    return told(context, schedule(context.knowledge, shelf, context.person, beginning=beginning), beginning=beginning)


def at(context: Context, planned: Plan, session: Session, asked: Sequence[Item] = ()) -> Answer:
    """One session of a plan: what goes on then, and what of the shelf is in no session at all.

    Of what is `asked` for it is said whether all of it is on.
    """
    row = week(context, planned).rows[session.day]
    rest = session.moment == "evening" and row.evening.rest
    names = [shown(context, step.item) for step in session.steps if step.removes is None]
    key = "rest" if rest else session.moment
    headline = context.texts.say(f"plan.at.{key}", day=row.day, things=_in_order(context, names))
    if asked:
        on = {item.id for item in asked} <= {item.id for item in session.items}
        headline = context.texts.say(f"plan.at.{'is_on' if on else 'is_not'}", plan=headline)
    return Answer(
        kind="plan",
        headline=headline,
        cautions=left_out(context, planned.left_out),
        sources=_sources(context, [], planned),
        suggestions=context.texts.all(f"plan.at.next.{session.moment}"),
        about=tuple(item.id for item in session.items if item.id in context.knowledge.things),
    )


def days_of(context: Context, planned: Plan, things: Sequence[Item]) -> Answer:
    """On which mornings and evenings of a plan some things are on, and why one is on none."""
    lines = []
    for item in dict.fromkeys(owned for owned in _all(planned) if owned.id in {thing.id for thing in things}):
        for moment in MOMENTS:
            on = [session.day for session in planned.sessions if session.moment == moment and item in session.items]
            if on:
                days = context.joined([day_name(context, day) for day in on])
                lines.append(context.texts.say(f"plan.on.{moment}", thing=shown(context, item), days=days))
    lines += left_out(context, [one for one in planned.left_out if one.item.id in {thing.id for thing in things}])
    return Answer(
        kind="plan",
        headline=lines[0],
        reasons=tuple(lines[1:]),
        suggestions=context.texts.all("plan.next"),
        about=tuple(thing.id for thing in things),
    )


def rest_nights(context: Context, items: Sequence[Item], *, beginning: bool) -> Answer:
    """Which evenings of the week are rest nights."""
    planned = schedule(context.knowledge, items, context.person, beginning=beginning)
    days = [row.day for row in week(context, planned).rows if row.evening.rest]
    said = context.texts.say("plan.rests" if days else "plan.no_rests", days=context.joined(days), count=len(days))
    facts = [fact for item in _stinging(context, planned) for fact in context.facts(item, "start")[:1]]
    return Answer(
        kind="plan",
        headline=said,
        reasons=tuple(fact.says for fact in facts[:1]),
        sources=citations(context.knowledge, facts[:1]),
        suggestions=context.texts.all("plan.next"),
        about=tuple(item.id for item in items if item.id in context.knowledge.things),
    )


def fixed(context: Context) -> Answer:
    """Single evenings are not moved by hand: what may be asked instead."""
    return Answer(
        kind="plan", headline=context.texts.say("plan.fixed"), suggestions=context.texts.all("plan.next")
    )


def how_often(context: Context, *, accustomed: bool) -> Answer:
    """The person said whether their skin is used to actives: how often the next plans use them."""
    return Answer(
        kind="tell",
        headline=context.texts.say("plan.used_to_it" if accustomed else "plan.new_to_it"),
        suggestions=context.texts.all("shelf.next"),
    )


def told(context: Context, planned: Plan, *, beginning: bool = False) -> Answer:
    """A plan in words: what is the same every day once, then the days, then what is left out, and why all that.

    There is a step for each day, unless all days are the same.
    """
    knowledge, texts = context.knowledge, context.texts
    items = _used(planned)
    rules = [found.rule for found in deciding(context, planned) if found.rule is not None]
    rows = week(context, planned)
    lines = _days(context, rows)
    parts = [part for item in items for part in (item, *(Item(id=active) for active in item.contains))]
    return Answer(
        kind="plan",
        headline=_headline(context, planned, items),
        reasons=(
            _everyday(context, planned, same=not lines, starting=beginning and gentler(context, planned)),
            *(found.says for found in _once(context, planned, _shaping(context, planned))[:_REASONS]),
        ),
        steps=tuple(AnswerStep(text=line) for line in lines),
        week=rows if lines else None,
        cautions=tuple(
            dict.fromkeys(
                (
                    *left_out(context, planned.left_out),
                    *beside_medicines(context, planned),
                    *context.personal_cautions(parts)[:_CAUTIONS],
                    *missing(context, planned),
                )
            )
        ),
        sources=_sources(context, rules, planned),
        suggestions=texts.all("plan.next"),
        decided_by=tuple(rule.id for rule in rules),
        about=tuple(dict.fromkeys(item.id for item in _all(planned) if item.id in knowledge.things)),
    )


def gentler(context: Context, planned: Plan) -> bool:
    """Whether something planned may be used more often once skin is used to it."""
    return any(
        most_uses(context.knowledge, item, context.person, beginning=True)
        < most_uses(context.knowledge, item, context.person)
        for item in _used(planned)
    )


def deciding(context: Context, planned: Plan) -> list[Because]:
    """Why things are left out, then what keeps things apart, the strictest first.

    Each rule is told once, and of each two products one rule.
    """
    against = [found for left in planned.left_out for found in left.rules if left.reason in ("person", "clashes")]
    return _once(context, planned, [*against, *_shaping(context, planned)])


def shown(context: Context, item: Item) -> str:
    """What a product is called: as its owner calls it, else as the knowledge does."""
    return item.product or item.name or context.name(item)


def week(context: Context, planned: Plan) -> Week:
    """The plan as rows of names."""
    strong = [_is_strong(context, session) for session in planned.sessions]
    any_strong = any(strong[1::2])
    cells = [
        Cell(
            names=tuple(shown(context, item) for item in session.items),
            marks=_marks(context, session),
            rest=session.moment == "evening" and any_strong and not is_strong,
        )
        for session, is_strong in zip(planned.sessions, strong, strict=True)
    ]
    return Week(
        rows=tuple(
            Row(day=day_name(context, number), morning=cells[2 * number], evening=cells[2 * number + 1])
            for number in range(len(DAYS))
        ),
        daily={
            moment: tuple(shown(context, item) for item in _every(planned, moment) if item in _used(planned))
            for moment in MOMENTS
        },
    )


def day_name(context: Context, number: int) -> str:
    """The name of a day, counted from 0, Monday."""
    return context.texts.say(f"plan.day.{DAYS[number].lower()}")


def left_out(context: Context, left: Iterable[LeftOut]) -> tuple[str, ...]:
    """Why things are in no session; things with the same reason share a sentence."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for one in left:
        deciding = one.rules[0] if one.reason in ("person", "clashes") and one.rules else None
        says = deciding.rule.says if deciding is not None and deciding.rule is not None else ""
        other = _other(context, deciding, one.item) if one.reason == "clashes" and deciding is not None else ""
        groups.setdefault((one.reason, other, says), []).append(shown(context, one.item))
    return tuple(
        context.texts.say(
            f"plan.left_out.{reason}",
            things=context.joined(list(dict.fromkeys(names)), by="or" if reason == "unknown" else "and"),
            other=other,
            says=says,
        ).strip()
        for (reason, other, says), names in groups.items()
    )


def beside_medicines(context: Context, planned: Plan) -> tuple[str, ...]:
    """What of the plan does not go with a medicine that is not planned, the strictest for each medicine."""
    said = []
    for medicine in (one.item for one in planned.left_out if one.reason == "prescription"):
        found = (pair(context.knowledge, medicine, item) for item in _used(planned))
        against = [one for one in found if one.rule is not None and RANK[one.verdict] >= RANK["separate_times"]]
        for worst in sorted(against, key=lambda one: -RANK[one.verdict])[:1]:
            if worst.rule is not None:
                said += [worst.rule.says, worst.rule.do]
    return tuple(sentence for sentence in said if sentence)


def missing(context: Context, planned: Plan) -> tuple[str, ...]:
    """What everyone needs and the shelf does not have, as a sentence; nothing where nothing is missing."""
    held = {name for item in _all(planned) for name in (item.id, item.form)}
    names = [context.name(Item(id=name)) for name in planned.missing if name not in held]
    return (context.texts.say("plan.missing", things=context.joined(names)),) if names else ()


def _used(planned: Plan) -> list[Item]:
    """The shelf's things that have a session, each once."""
    return list(dict.fromkeys(item for session in planned.sessions for item in session.items))


def _stinging(context: Context, planned: Plan) -> list[Item]:
    return [item for item in _used(planned) if item.id in context.knowledge.things and context.stings(item)]


def _all(planned: Plan) -> list[Item]:
    return [*_used(planned), *(left.item for left in planned.left_out)]


def _headline(context: Context, planned: Plan, items: Sequence[Item]) -> str:
    if not items:
        return context.texts.say("plan.headline.nothing" if planned.left_out else "plan.headline.basics")
    key = "plan.headline.some" if len(items) <= _NAMED else "plan.headline.many"
    names = context.joined([shown(context, item) for item in items])
    return context.texts.say(key, things=names, count=len(items))


def _everyday(context: Context, planned: Plan, *, same: bool, starting: bool) -> str:
    """What goes on every morning and every evening."""
    lines = [
        context.texts.say(
            f"plan.every.{moment}",
            things=_in_order(context, [shown(context, item) for item in _every(planned, moment)]),
        )
        for moment in MOMENTS
    ]
    lines += [context.texts.say("plan.same")] if same else []
    lines += [context.texts.say("plan.starting")] if starting else []
    return " ".join(lines)


def _days(context: Context, rows: Week) -> list[str]:
    """For each day what not every day has; nothing where all days are the same."""
    if not any(rows.special(row, moment) for row in rows.rows for moment in MOMENTS):
        return []
    lines: list[str] = []
    for row in rows.rows:
        more = {moment: _in_order(context, rows.special(row, moment)) for moment in MOMENTS}
        if row.evening.rest and not more["evening"]:
            key = "before_rest" if more["morning"] else "rest"
        else:
            key = "both" if all(more.values()) else next((moment for moment in MOMENTS if more[moment]), "nothing")
        lines.append(context.texts.say(f"plan.line.{key}", day=row.day, **more))
    return lines


def _in_order(context: Context, names: Sequence[str]) -> str:
    """Names as `a, b, then c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])}, {context.texts.say('plan.then').lower()} {names[-1]}"


def _every(planned: Plan, moment: Moment) -> list[Item]:
    """What is in each morning, or in each evening, in order, and what everyone needs then."""
    sessions = [session for session in planned.sessions if session.moment == moment]
    fullest = max(sessions, key=lambda session: sum(not step.owned for step in session.steps))
    return [
        step.item
        for step in fullest.steps
        if step.removes is None and (not step.owned or all(step.item in session.items for session in sessions))
    ]


def _parts(context: Context, item: Item) -> tuple[str, ...]:
    thing = context.knowledge.things.get(item.id)
    return (item.id, *item.contains, *(thing.contains if thing is not None else ()))


def _marks(context: Context, session: Session) -> tuple[Mark, ...]:
    parts = [part for item in session.items for part in _parts(context, item)]
    return tuple(
        mark for mark, known_by in MARKS.items() if any(context.knowledge.is_a(part, known_by) for part in parts)
    )


def _is_strong(context: Context, session: Session) -> bool:
    things = context.knowledge.things
    parts = [part for item in session.items for part in _parts(context, item) if part in things]
    return bool(_marks(context, session)) or any(things[part].irritancy in _STIRRING for part in parts)


def _other(context: Context, found: PairVerdict, item: Item) -> str:
    """Of the two that a verdict is on, the one that is not in the product."""
    other = found.a if found.b in _parts(context, item) else found.b
    return context.knowledge.things[other].name


def _shaping(context: Context, planned: Plan) -> list[PairVerdict]:
    """What keeps things apart that have a time of day in common, so that it takes a rule to do it."""
    moments = context.knowledge.moments
    return [found for found in planned.apart if set(moments[found.a]) & set(moments[found.b])]


def _once(context: Context, planned: Plan, found: Iterable[PairVerdict]) -> list[Because]:
    told: list[Because] = []
    seen: set[object] = set()
    for verdict in found:
        a, b = (_holder(context, planned, part) for part in (verdict.a, verdict.b))
        pair = frozenset((a, b))
        if pair in seen or (verdict.rule is not None and verdict.rule.id in seen):
            continue
        seen |= {pair, *([verdict.rule.id] if verdict.rule is not None else [])}
        if verdict.rule is None:
            says = context.texts.say("plan.no_rule", a=a, b=b)
        else:
            says = context.texts.say("plan.because", a=a, b=b, says=verdict.rule.says)
        told.append(Because(says=says, rule=verdict.rule))
    return told


def _holder(context: Context, planned: Plan, part: str) -> str:
    """What to call a part of a rule: the one product that is or holds it, else by its own name."""
    holders = [item for item in _all(planned) if part in _parts(context, item)]
    return shown(context, holders[0]) if len(holders) == 1 else context.knowledge.things[part].name


def _sources(context: Context, rules: Sequence[Interaction], planned: Plan) -> tuple[Citation, ...]:
    """The first source of each of the rules; where no rule decided, those of the steps."""
    founded: list[object] = list(rules) or [slot(context.knowledge, step) for step in planned.sessions[0].steps]
    cited = [citation for entry in founded for citation in citations(context.knowledge, [entry], most=1)]
    return tuple({citation.title: citation for citation in cited}.values())[:_REASONS]
