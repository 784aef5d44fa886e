"""A week of mornings and evenings from what somebody owns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from typing import Literal

import msgspec

from bot.knowledge.base import Knowledge
from bot.knowledge.model import Moment, Verdict
from bot.rules.compatibility import RANK, PairVerdict, compatibility, for_trait, kept_from
from bot.rules.items import NOBODY, Item, Person
from bot.rules.layering import PUT_ON, Step, layering, slot_of, with_removal

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOMENTS: tuple[Moment, ...] = ("morning", "evening")
SESSIONS = len(DAYS) * len(MOMENTS)
MOST_SERUMS = 3
"""Serums in one session (The Ordinary's advice, source `ref-19`)."""

_ALL = (1 << SESSIONS) - 1
_MORNINGS = sum(1 << session for session in range(0, SESSIONS, 2))
_DISTANCES = [[min(abs(a - b), SESSIONS - abs(a - b)) for b in range(SESSIONS)] for a in range(SESSIONS)]
"""How many sessions lie between two; the week goes round."""
_BY_MOMENT = {"morning": _MORNINGS, "evening": _ALL & ~_MORNINGS}
_UNTOLD = {"very low": 14, "low": 7, "medium": 2, "high": 1, "": 1}
"""Uses a week where the knowledge has no figure: the more a thing irritates, the fewer."""

_OTHER_SESSION = 1
_OTHER_DAY = 0
_NEVER = SESSIONS
_BASICS = ("cleanser", "moisturiser", "sunscreen")
"""What everyone uses with everything; having no rule for it does not keep a treatment from its day."""
_WANT_REST = ("retinoid", "exfoliant")
"""What asks for rest nights in between while skin is new to it (source `skin-cycling-bowe`)."""
_HOURS = 12
"""Between a morning and its evening, as a plan reckons."""

_GAPS: dict[Verdict, int | None] = {
    "yes": None,
    "yes_in_order": None,
    "no_rule": _OTHER_SESSION,
    "start_slowly": _OTHER_SESSION,
    "separate_times": _OTHER_SESSION,
    "alternate_days": _OTHER_DAY,
    "ask_professional": _NEVER,
    "avoid": _NEVER,
}
"""How far a verdict keeps two things apart in a plan, in sessions; what is not known to go together stays apart."""

Reason = Literal["person", "prescription", "never", "clashes", "moments", "no_room", "later", "unknown"]


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A morning or an evening. `day` counts from 0, Monday."""

    day: int
    moment: Moment
    steps: tuple[Step, ...]
    """In order; those that are not `owned` are the cleanser, moisturiser or sunscreen that everyone needs."""

    @property
    def items(self) -> tuple[Item, ...]:
        """What is put on of one's own, in order."""
        return tuple(step.item for step in self.steps if step.owned and step.removes is None)


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """A thing that is in no session: for whom or what it is not, and the rules that say so."""

    item: Item
    reason: Reason
    rules: tuple[PairVerdict, ...] = ()


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A week. `sessions` are Monday morning to Sunday evening, all fourteen."""

    sessions: tuple[Session, ...]
    left_out: tuple[LeftOut, ...] = ()
    apart: tuple[PairVerdict, ...] = ()
    """The rules that keep two of the planned things apart, the strictest first: why the week looks as it does."""
    missing: tuple[str, ...] = ()
    """Products that everyone needs and that were not on the shelf."""

    def uses(self, item: Item) -> int:
        """How often a week a thing is used."""
        return sum(item in session.items for session in self.sessions)


class _Owned(msgspec.Struct, kw_only=True):
    """A thing while its sessions are chosen; sets of sessions are bits, Monday morning the lowest."""

    item: Item
    place: int
    slot: str
    most: int
    a_day: int
    allowed: int
    usual: Moment
    """When it is used rather, where it may be used at either time: the first that its use names."""
    rivals: dict[int, int]
    """By `place`, how many sessions lie between the two at least; `_OTHER_DAY` is any other day."""
    rests: bool = False
    """Whether the days before and after are free of it and of others that rest."""
    taken: int = 0


def schedule(knowledge: Knowledge, shelf: Sequence[Item], person: Person = NOBODY, *, beginning: bool = False) -> Plan:
    """A week that uses each thing as often as its rules allow, breaks none of them, and leaves no room unused.

    Never in one session are things whose pair has no rule, asks to start slowly, or to separate; never on one day those
    that ask for alternate days; never within its hours those that a rule keeps apart so long; of two that should not
    meet at all, the one further back on the shelf is left out. Things take turns, so that none crowds out another.
    With `beginning`, and for what the person's skin asks to start slowly with, the frequency to start with counts; with
    `beginning` a day without any retinoid or exfoliant comes before and after each day with one.
    The same thing twice is planned once. An empty shelf gives a week of cleanser, moisturiser and sunscreen.
    """
    left_out: list[LeftOut] = []
    owned = _choose(knowledge, list(dict.fromkeys(shelf)), person, left_out, beginning=beginning)
    apart = _rivals(knowledge, owned, left_out)
    serums = [one for one in owned if one.slot == "serum"]
    for one in owned:
        if not one.rivals and not one.rests and one.slot != "serum" and one.most >= SESSIONS:
            one.taken = one.allowed
    waiting = sorted((one for one in owned if not one.taken), key=_turn)
    while waiting:
        waiting = [one for one in waiting if _place(one, owned, serums)]
    left_out += [
        LeftOut(item=one.item, reason=_without_room(one), rules=_rules_of(one, apart))
        for one in owned
        if not one.taken
    ]
    sessions = tuple(_session(knowledge, owned, session) for session in range(SESSIONS))
    missing = dict.fromkeys(step.item.id for session in sessions for step in session.steps if not step.owned)
    planned = {part for one in owned if one.taken for part in parts_of(knowledge, one.item)}
    return Plan(
        sessions=sessions,
        left_out=tuple(left_out),
        apart=tuple(found for found in apart if found.a in planned and found.b in planned),
        missing=tuple(missing),
    )


def _choose(
    knowledge: Knowledge, shelf: list[Item], person: Person, left_out: list[LeftOut], *, beginning: bool
) -> list[_Owned]:
    owned: list[_Owned] = []
    for item in shelf:
        parts = parts_of(knowledge, item)
        if not parts:
            left_out.append(LeftOut(item=item, reason="unknown"))
        elif any(knowledge.things[part].prescription for part in parts):
            left_out.append(LeftOut(item=item, reason="prescription"))
        elif against := kept_from(knowledge, item, person):
            left_out.append(LeftOut(item=item, reason="person", rules=tuple(against)))
        else:
            most = most_uses(knowledge, item, person, beginning=beginning)
            if most == 0:
                left_out.append(LeftOut(item=item, reason="never"))
                continue
            allowed = _ALL
            for part in parts:
                allowed &= sum(_BY_MOMENT[moment] for moment in knowledge.moments[part])
            if item.moment is not None:
                allowed &= _BY_MOMENT[item.moment]
            slot = slot_of(knowledge, item)
            owned.append(
                _Owned(
                    item=item,
                    place=len(owned),
                    slot=slot,
                    most=most,
                    a_day=1 if most <= len(DAYS) else 2,
                    allowed=allowed,
                    usual=_usual(knowledge, item, parts, allowed),
                    rivals={},
                    rests=beginning and any(knowledge.is_a(part, name) for part in parts for name in _WANT_REST),
                )
            )
    return owned


def _usual(knowledge: Knowledge, item: Item, parts: Sequence[str], allowed: int) -> Moment:
    """The evening for what exfoliates, as the facts on exfoliating acids advise, else the first that its use names."""
    if allowed & _BY_MOMENT["evening"] and any(knowledge.is_a(part, "exfoliant") for part in parts):
        return "evening"
    return knowledge.moments[item.contains[0] if item.contains else item.id][0]


def most_uses(knowledge: Knowledge, item: Item, person: Person = NOBODY, *, beginning: bool = False) -> int:
    """How often a week a known product may be used at most: as its strictest part allows.

    For what a person's skin asks to start slowly with it is the frequency to start with, and once a week where it asks
    for more than that.
    """
    parts = parts_of(knowledge, item)
    slowly = [found for part in parts for found in for_trait(knowledge, Item(id=part), person)]
    most = min(_most(knowledge, part, beginning=beginning or bool(slowly)) for part in parts)
    return min(most, 1) if any(RANK[found.verdict] >= RANK["separate_times"] for found in slowly) else most


def parts_of(knowledge: Knowledge, item: Item) -> list[str]:
    """What a product is and holds, by id; nothing where it is, or holds, something unknown or not for putting on."""
    thing = knowledge.things.get(item.id)
    if thing is None or thing.kind not in PUT_ON:
        return []
    parts = [item.id, *thing.contains, *item.contains, *([item.form] if item.form in knowledge.things else [])]
    return parts if all(part in knowledge.things for part in parts) else []


def _most(knowledge: Knowledge, name: str, *, beginning: bool) -> int:
    """The most uses a week of one thing."""
    for above, _ in knowledge.lineage[name]:
        use = knowledge.things[above].use
        if use is not None:
            figures = (use.start_per_week or use.per_week) if beginning else (use.per_week or use.start_per_week)
            if figures is not None:
                return figures[1]
    return _UNTOLD[knowledge.things[name].irritancy] if knowledge.things[name].kind in ("ingredient", "class") else 14


def _at_any_time(item: Item) -> Item:
    """How far two things stay apart does not hang on when the shelf's owner means to use them."""
    return msgspec.structs.replace(item, moment=None) if item.moment is not None else item


def _gap(verdict: PairVerdict) -> int | None:
    if verdict.rule is None and (verdict.a in _BASICS or verdict.b in _BASICS):
        return None
    if verdict.verdict == "avoid" and verdict.rule is not None and verdict.rule.apart_hours is not None:
        return max(1, -(-verdict.rule.apart_hours // _HOURS))
    return _GAPS[verdict.verdict]


def _rivals(knowledge: Knowledge, owned: list[_Owned], left_out: list[LeftOut]) -> list[PairVerdict]:
    """Notes for each two things how far they stay apart, and takes out the later of two that must not meet."""
    rules: dict[tuple[str, str], PairVerdict] = {}
    for one, other in combinations(list(owned), 2):
        if one not in owned or other not in owned:
            continue
        found = compatibility(knowledge, (_at_any_time(one.item), _at_any_time(other.item))).pairs
        gaps = [gap for verdict in found if (gap := _gap(verdict)) is not None]
        if _NEVER in gaps:
            owned.remove(other)
            deciding = tuple(verdict for verdict in found if _gap(verdict) == _NEVER)
            left_out.append(LeftOut(item=other.item, reason="clashes", rules=deciding))
            continue
        both_masks = knowledge.is_a(one.item.id, "mask") and knowledge.is_a(other.item.id, "mask")
        if one.slot == other.slot != "serum" or both_masks:
            gaps.append(_OTHER_SESSION)
        if gaps:
            # Another day keeps apart more than another session and less than two sessions.
            one.rivals[other.place] = other.rivals[one.place] = max(gaps, key=lambda gap: gap or 1.5)
            rules.update({(verdict.a, verdict.b): verdict for verdict in found if _gap(verdict) is not None})
    return sorted(rules.values(), key=lambda rule: -RANK[rule.verdict])


def _turn(one: _Owned) -> tuple[bool, int, int]:
    """Whose turn it is in a round: first what needs days of its own, and of that what may be used most often."""
    shares_days = all(gap == _OTHER_SESSION for gap in one.rivals.values())
    return shares_days, one.most if shares_days else -one.most, one.place


def _free(one: _Owned, owned: Sequence[_Owned], serums: Sequence[_Owned]) -> int:
    """The sessions that a thing may still have, as bits."""
    if one.taken.bit_count() >= one.most:
        return 0
    free = one.allowed & ~one.taken
    if one.a_day == 1:
        free &= ~_same_day(one.taken)
    for other in owned:
        if other.taken and other.place in one.rivals:
            free &= ~_near(other.taken, one.rivals[other.place])
        if one.rests and other.rests:
            free &= ~_days_beside(other.taken)
    if one.slot == "serum":
        free &= ~_crowded(serums)
    return free


def _without_room(one: _Owned) -> Reason:
    if not one.allowed:
        return "moments"
    return "later" if one.rests else "no_room"


def _crowded(serums: Sequence[_Owned]) -> int:
    """The sessions that hold as many serums as fit."""
    at_least = [_ALL] + [0] * MOST_SERUMS
    for serum in serums:
        for count in range(MOST_SERUMS, 0, -1):
            at_least[count] |= at_least[count - 1] & serum.taken
    return at_least[MOST_SERUMS]


def _place(one: _Owned, owned: Sequence[_Owned], serums: Sequence[_Owned]) -> bool:
    """Gives the thing one more session; False where none is left.

    As far from its other sessions as can be, and of equally far ones where it takes the least room from the others.
    """
    free = _free(one, owned, serums)
    if not free:
        return False
    rivals = [
        (room, one.rivals[other.place])
        for other in owned
        if other.place in one.rivals and (room := _free(other, owned, serums))
    ]
    used = _sessions_in(one.taken)
    load = [0] * SESSIONS
    for other in owned:
        for session in _sessions_in(other.taken):
            load[session] += 1

    def worth(session: int) -> tuple[int, float, int, int]:
        cost = 0.0
        for room, gap in rivals:
            cost += (room & _near(1 << session, gap)).bit_count() / room.bit_count()
        far = min(map(_DISTANCES[session].__getitem__, used)) if used else 0
        usual = 0.5 if _BY_MOMENT[one.usual] >> session & 1 else 0.0
        return far // 2, usual - cost, -load[session], -session

    one.taken |= 1 << max(_sessions_in(free), key=worth)
    return True


@lru_cache(maxsize=1024)
def _near(sessions: int, gap: int) -> int:
    """The sessions that lie too close to some others; the week goes round."""
    if gap == _OTHER_DAY:
        return _same_day(sessions)
    near = sessions
    for shift in range(1, gap):
        near |= sessions << shift | sessions >> (SESSIONS - shift) | sessions >> shift | sessions << (SESSIONS - shift)
    return near & _ALL


@lru_cache(maxsize=1024)
def _sessions_in(sessions: int) -> tuple[int, ...]:
    """The numbers of the sessions in a set of them."""
    return tuple(session for session in range(SESSIONS) if sessions >> session & 1)


def _same_day(sessions: int) -> int:
    mornings, evenings = sessions & _MORNINGS, sessions & ~_MORNINGS
    return sessions | mornings << 1 | evenings >> 1


def _days_beside(sessions: int) -> int:
    """The sessions of the days before and after some others; the week goes round."""
    days = _same_day(sessions)
    return (days << 2 | days >> (SESSIONS - 2) | days >> 2 | days << (SESSIONS - 2)) & _ALL


def _session(knowledge: Knowledge, owned: Sequence[_Owned], session: int) -> Session:
    moment = MOMENTS[session % 2]
    items = [one.item for one in owned if one.taken >> session & 1]
    needed = [Item(id=name) for name in ("cleanser", "moisturiser", *(["sunscreen"] if moment == "morning" else []))]
    steps = layering(knowledge, items, moment).steps if items else layering(knowledge, needed, moment).steps
    if not items:
        steps = tuple(msgspec.structs.replace(step, owned=False) for step in steps)
    return Session(day=session // 2, moment=moment, steps=tuple(with_removal(knowledge, steps)))


def _rules_of(one: _Owned, apart: Sequence[PairVerdict]) -> tuple[PairVerdict, ...]:
    parts = {one.item.id, *one.item.contains}
    return tuple(rule for rule in apart if rule.a in parts or rule.b in parts)
