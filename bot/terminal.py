"""How a weekly plan and a read label look on a terminal, as wide as it happens to be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console, Group, RenderableType
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from bot.answers.answer import Cell, Mark, Week, citations
from bot.answers.context import Context
from bot.answers.plan import Because
from bot.feeds.row import Problem
from bot.knowledge.base import Knowledge
from bot.knowledge.model import Interaction
from bot.rules.compatibility import RANK, PairVerdict, compatibility
from bot.rules.items import Item
from bot.rules.label import Found, Label, Product, active, adjusts_acidity
from bot.rules.schedule import MOMENTS

if TYPE_CHECKING:
    # The reader comes with it, and most commands need none.
    from bot.importing import Summary

_STYLES: dict[Mark, tuple[str, str]] = {"retinoid": ("magenta", "●"), "acid": ("yellow", "▲"), "mask": ("cyan", "■")}
_WIDEST = 100
_SAID = 6
"""Rules that are told in full."""


def plan_table(context: Context, rows: Week) -> Table:
    """Seven days by morning and evening; what is not for every day is bold."""
    table = Table(box=box.HORIZONTALS, show_lines=True, header_style="bold", pad_edge=False)
    table.add_column("")
    for moment in MOMENTS:
        table.add_column(context.texts.say(f"plan.{moment}"), overflow="fold", max_width=(_WIDEST - 14) // 2)
    for row in rows.rows:
        cells = [
            _cell(context, cell, rows.special(row, moment))
            for moment, cell in zip(MOMENTS, (row.morning, row.evening), strict=True)
        ]
        table.add_row(Text(row.day, style="bold"), *cells)
    return table


def _cell(context: Context, cell: Cell, special: Sequence[str]) -> Text:
    signs = [
        Text(f"{_STYLES[mark][1]} {context.texts.say(f'plan.kind.{mark}').lower()}", style=_STYLES[mark][0])
        for mark in cell.marks
    ]
    if cell.rest:
        signs.append(Text(context.texts.say("plan.rest").lower(), style="italic"))
    elif not cell.names:
        signs.append(Text(context.texts.say("plan.basics").lower()))
    names = Text(", ").join(Text(name, style="bold" if name in special else "") for name in cell.names)
    lines = [*([Text("  ").join(signs)] if signs else []), *([names] if cell.names else [])]
    return Text("\n").join(lines)


def points(sentences: Iterable[str | Text]) -> Table:
    """Sentences one under the other, each with a dot before it."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column()
    grid.add_column(overflow="fold", max_width=_WIDEST)
    for sentence in sentences:
        grid.add_row("•", sentence if isinstance(sentence, Text) else Text(sentence))
    return grid


def rules(context: Context, told: Sequence[Because]) -> Group:
    """Why, rule by rule, each with its sources."""
    said = [
        Text("\n").join([Text(one.says), *([source(context, one.rule)] if one.rule is not None else [])])
        for one in told[:_SAID]
    ]
    more = [Text(f"And {len(told) - _SAID} more of that kind.", style="dim")] if len(told) > _SAID else []
    return Group(points(said), *more)


def source(context: Context, rule: Interaction) -> Text:
    """The titles of a rule's sources and how strong they are."""
    titles = "; ".join(citation.title for citation in citations(context.knowledge, [rule]))
    evidence = context.texts.say(f"common.grade.{rule.grade}").lower()
    return Text(f"{context.texts.say('common.source')}: {titles} ({evidence})", style="dim")


def product(context: Context, one: Product) -> Group:
    """What a list names and what each of it does."""
    listed = [found for found in one.found if not found.may_contain]
    head = Text(f"{_plain(one.name) or 'Ingredient list'}: ", style="bold")
    head.append(f"{one.listed} listed, {len(listed)} of them known", style="not bold")
    if not one.found:
        return Group(head)
    remarks = [_remark(context, found) for found in one.found]
    percents = ["" if found.percent is None else f"{found.percent:g}" for found in one.found]
    table = Table(box=box.HORIZONTALS, header_style="bold", pad_edge=False)
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("On the label", overflow="fold")
    table.add_column("Known as", overflow="fold")
    table.add_column("What it does", overflow="fold")
    if any(percents):
        table.add_column("%", justify="right", no_wrap=True)
    if any(remarks):
        table.add_column("Remark", overflow="fold")
    for found, percent, remark in zip(one.found, percents, remarks, strict=True):
        thing = context.knowledge.things[found.id]
        table.add_row(
            str(found.place or "–"),
            Text(_plain(found.written)),
            Text(thing.name),
            Text(thing.short),
            *([percent] if any(percents) else []),
            *([remark] if any(remarks) else []),
        )
    return Group(head, table)


def _remark(context: Context, found: Found) -> str:
    remarks = []
    if found.may_contain:
        remarks.append("may contain")
    if found.at_most_one_percent:
        remarks.append("at most 1 %")
    if adjusts_acidity(context.knowledge, found):
        remarks.append("sets acidity")
    return ", ".join(remarks)


def cautions(context: Context, read: Label) -> Group:
    """What the actives of a text ask for with the person's skin or state, and among themselves."""
    items = [Item(id=found.id) for found in active(context.knowledge, read.found)]
    found = compatibility(context.knowledge, items, person=context.person)
    among = "Among themselves" if len(read.products) > 1 else "Among themselves, where each is a product of its own"
    parts: list[RenderableType] = []
    for head, pairs in (("For you", found.for_person), (among, found.pairs)):
        by_rule: dict[str, list[PairVerdict]] = {}
        for pair in pairs:
            if pair.rule is not None and RANK[pair.verdict] >= RANK["start_slowly"]:
                by_rule.setdefault(pair.rule.id, []).append(pair)
        if by_rule:
            parts += [Text(f"\n{head}", style="bold"), points(_told(context, told) for told in by_rule.values())]
    return Group(*parts)


def _told(context: Context, pairs: Sequence[PairVerdict]) -> Text:
    """A rule with the pairs that it holds for: the verdict on the first, then the others by name."""
    things, first, rule = context.knowledge.things, pairs[0], pairs[0].rule
    assert rule is not None
    if things[first.b].kind in ("skin", "concern", "state"):
        values = {"thing": things[first.a].name, "trait": things[first.b].name}
        verdict = context.texts.say(f"compatibility.for_person.{first.verdict}", **values)
    else:
        values = {"a": things[first.a].name, "b": things[first.b].name}
        verdict = context.texts.say(f"compatibility.verdict.{first.verdict}", **values)
    likewise = "; ".join(f"{things[pair.a].name} with {things[pair.b].name}" for pair in pairs[1:])
    text = Text(verdict, style="bold")
    for sentence in (f"Likewise {likewise}." if likewise else "", rule.says, rule.do):
        if sentence:
            text.append(f" {sentence}", style="not bold")
    return text.append("\n").append_text(source(context, rule))


def _plain(text: str) -> str:
    """Foreign text without signs that steer a terminal."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


@contextmanager
def reading(console: Console, message: str, size: int) -> Iterator[Callable[[int], object]]:
    """A bar that tells how much of a file of so many bytes was read; anywhere but on a terminal a line."""
    if not console.is_terminal:
        console.print(message, markup=False)
        yield lambda count: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(message, total=size)
        yield lambda count: progress.update(task, completed=count)


def imported(knowledge: Knowledge, summary: Summary) -> Group:
    """What an import has changed, and what the products were taken for."""
    new, changed, unchanged, gone = summary.imported
    lost = len(summary.lost)
    numbers = Text(f"{new} new, {changed} changed, {unchanged} unchanged", style="bold")
    numbers.append(f"{f', {gone} gone' if gone else ''}; {lost} of {summary.rows + lost} rows could not be read.")
    kinds = [
        f"{count} {knowledge.things[kind].name if kind else 'nothing that I have rules for'}"
        for kind, count in summary.kinds.items()
    ]
    told = [Text(f"Read as: {summary.format}."), numbers]
    if kinds:
        told.append(Text(f"They are: {', '.join(kinds)}."))
    told.append(Text(f"In {summary.with_actives} of them I know an active."))
    if not summary.lists_ingredients:
        told.append(Text("No column lists ingredients, so the actives are read off the names alone."))
    return Group(*told)


def problems(found: Sequence[Problem], most: int) -> Group:
    """The rows with a problem, by their lines."""
    table = Table(box=box.HORIZONTALS, header_style="bold", pad_edge=False)
    table.add_column("Line", justify="right")
    table.add_column("What is wrong", overflow="fold")
    table.add_column("Read")
    for problem in found[:most]:
        table.add_row(str(problem.line), Text(problem.reason), "no" if problem.lost else "yes")
    more = [Text(f"And {len(found) - most} more; --problems {len(found)} names them all.")] if len(found) > most else []
    return Group(table, *more)
