"""The `bot` command: serve, train, ask, plan a week, read a label, check, evaluate."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer
from msgspec.structs import replace
from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from bot import model, reference, settings_list
from bot.answers.context import Context
from bot.answers.look import load_look
from bot.answers.texts import Texts, load_texts
from bot.checks.examples import problems as example_problems
from bot.knowledge.base import Knowledge
from bot.knowledge.files import KnowledgeError, Problem, load
from bot.quiet import silence
from bot.rules.contradictions import problems as contradiction_problems
from bot.rules.items import Item, Person

if TYPE_CHECKING:
    from bot.insight.groups import Group
    from bot.nlu.reader import Reader

Result = TypeVar("Result")
_MOST_GROUPED = 2000
"""Questions that are compared with one another, the most asked."""

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Lamella: masks, serums and what goes together.")
out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 5005,
    host: Annotated[str, typer.Option(help="The address to listen on; this machine only by default.")] = "127.0.0.1",
    workers: Annotated[
        int, typer.Option(min=1, max=64, envvar="LAMELLA_WORKERS", help="How many processes serve, up to the cores.")
    ] = 1,
) -> None:
    """Train if need be, start the server, and say where it answers."""
    if _taken(host, port):
        err.print(f"Port {port} is taken. Choose another with PORT={port + 1} make run.")
        raise typer.Exit(1)
    _all_right(lambda: load_texts(look=load_look()))
    _train_if_stale()
    command = [
        sys.executable,
        "-m",
        "bot.quiet",
        "run",
        "--interface",
        host,
        "--port",
        str(port),
        "--model",
        str(model.MODEL),
    ]
    environment = {**os.environ, **model.ENVIRONMENT, "LAMELLA_WORKERS": str(workers)}
    counters = None
    if workers > 1 and "PROMETHEUS_MULTIPROC_DIR" not in environment:
        # Where the workers' counters meet, so that whichever is asked for /metrics tells those of all.
        counters = tempfile.TemporaryDirectory(prefix="lamella-counters-")
        environment["PROMETHEUS_MULTIPROC_DIR"] = counters.name
    server = subprocess.Popen(command, env=environment)
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        with _progress("Starting …"):
            while server.poll() is None and not _ready(host, port):
                time.sleep(0.2)
        if server.poll() is None:
            out.print(f"Lamella is ready: http://localhost:{port}/   (Ctrl-C stops it)")
        raise typer.Exit(server.wait())
    except KeyboardInterrupt:
        server.terminate()
        server.wait()
    finally:
        if counters is not None:
            counters.cleanup()


@app.command()
def train(always: Annotated[bool, typer.Option(help="Also when the model is up to date.")] = False) -> None:
    """Train the model when it is older than what it was trained on."""
    _train_if_stale(always=always)


@app.command()
def ask(question: str) -> None:
    """Answer one question, through Rasa as a visitor's would go."""
    _train_if_stale()
    os.environ.update(model.ENVIRONMENT)
    from bot.rehearsal import answers_to

    for text, buttons in answers_to([question]):
        out.print(Panel(text, width=min(100, out.width)), markup=False)
        if buttons:
            out.print("  ".join(f"[ {button} ]" for button in buttons), markup=False)


@app.command()
def check() -> None:
    """Check knowledge, examples, sentences and look.yml, naming each mistake with its file and place."""
    from bot.checks import names, sentences

    def knowledge_and_examples() -> Knowledge:
        knowledge = load()
        _none(*contradiction_problems(knowledge), *example_problems(knowledge.faq))
        return knowledge

    def all_sentences() -> Texts:
        texts = load_texts()
        _none(*sentences.problems(texts))
        return texts

    read = _all_right(knowledge_and_examples, all_sentences, load_look, lambda: _none(*names.problems()))
    knowledge, texts = read[:2]
    out.print(
        f"{len(knowledge.things)} things, {len(knowledge.all_facts)} facts, {len(knowledge.interactions)} rules, "
        f"{len(knowledge.faq)} FAQ, {len(knowledge.sources)} sources, {len(list(texts))} sentences: no mistake found."
    )


@app.command()
def settings() -> None:
    """Show all settings, secrets masked, and what is wrong with them; ends with 1 where something is."""
    os.environ.update(model.ENVIRONMENT)
    silence()
    table = Table("setting", "value", "what it is for", box=None, pad_edge=False)
    for one in settings_list.SETTINGS:
        found = settings_list.value(one, os.environ)
        table.add_row(one.name, f"[dim]{escape(one.usual)}[/dim]" if found is None else escape(found), one.about)
    out.print(table)
    for name in settings_list.unknown(os.environ):
        err.print(f"{name} is no setting of Lamella's. Is it misspelt?")
    wrong = settings_list.problems(os.environ)
    for said in wrong:
        err.print(said, markup=False)
    raise typer.Exit(1 if wrong else 0)


@app.command()
def docs() -> None:
    """Write the pages of docs/ that list rules, masks and serums, ingredients, sources and settings."""
    for path in reference.write(load()):
        out.print(f"Wrote {path}.")


@app.command()
def schemas() -> None:
    """Write the JSON Schema files by which an editor checks the YAML while you type."""
    from bot.schemas import write

    for path in write():
        out.print(f"Wrote {path}.")


@app.command()
def plan(
    products: Annotated[
        list[str], typer.Argument(help='What you own: retinol "clay mask" "vitamin C serum".', show_default=False)
    ],
    person: Annotated[
        list[str] | None,
        typer.Option("--for", help='Whom it is for: "sensitive skin", pregnant. May be given several times.'),
    ] = None,
    used_to_it: Annotated[
        bool, typer.Option("--used-to-it", help="Skin is used to it all: as often as usual, not as one begins.")
    ] = False,
    ics: Annotated[Path | None, typer.Option(help="Write the week as a calendar file, .ics.")] = None,
    svg: Annotated[Path | None, typer.Option(help="Write the week as a picture, .svg.")] = None,
    png: Annotated[Path | None, typer.Option(help="Write the week as a picture, .png.")] = None,
) -> None:
    """Plan a week of mornings and evenings from what you own, so that no rule is broken."""
    for file, suffix in ((ics, ".ics"), (svg, ".svg"), (png, ".png")):
        if file is not None and file.suffix.lower() != suffix:
            _give_up(f"{file}: the name of that file must end in {suffix}.")
    from bot import terminal
    from bot.answers.plan import deciding, gentler, told, week
    from bot.answers.plan_files import calendar, picture
    from bot.nlu.reader import Reader
    from bot.rules.schedule import schedule

    context = _context()
    reader = Reader(context.knowledge)
    context = context._replace(person=_person(reader, person or []))
    shelf = _shelf(context, reader, products)
    planned = schedule(context.knowledge, shelf, context.person, beginning=not used_to_it)
    answer = told(context, planned, beginning=not used_to_it)
    out.print(answer.headline, style="bold", markup=False)
    if not used_to_it and gentler(context, planned):
        out.print(context.texts.say("plan.starting"), markup=False)
    out.print(terminal.plan_table(context, week(context, planned)))
    if answer.cautions:
        out.print(terminal.points(answer.cautions))
    if rules := deciding(context, planned):
        out.print(f"\n{context.texts.say('plan.apart')}", style="bold", markup=False)
        out.print(terminal.rules(context, rules))
    today = date.today()
    monday = today + timedelta(days=-today.weekday() % 7)
    if ics is not None:
        _write(ics, calendar(context, planned, monday=monday))
    for file in (svg, png):
        if file is not None:
            _write(file, picture(context, planned, file.suffix.lower()))


@app.command()
def label(
    text: Annotated[
        str | None, typer.Argument(help="The ingredient list; else it is read from standard input.")
    ] = None,
    file: Annotated[Path | None, typer.Option(help="A file that holds it.")] = None,
    person: Annotated[
        list[str] | None,
        typer.Option("--for", help='Whom it is for: "sensitive skin", pregnant. May be given several times.'),
    ] = None,
) -> None:
    """Read an ingredient list: what is in it, what that does, and what to take care of."""
    from bot import terminal
    from bot.rules.label import LONGEST
    from bot.rules.label import label as read

    context = _context()
    if person:
        from bot.nlu.reader import Reader

        context = context._replace(person=_person(Reader(context.knowledge), person))
    listed = _label_text(text, file)
    found = read(context.knowledge, listed)
    if found.found:
        for product in found.products:
            out.print(terminal.product(context, product))
        out.print(terminal.cautions(context, found))
    else:
        out.print("I know nothing of what that text lists. Paste the whole ingredient list, as the pack has it.")
    if len(listed) > LONGEST:
        out.print(f"Only the first {LONGEST:,} characters were read.")


@app.command()
def evaluate(
    file: Annotated[
        Path, typer.Argument(help="Labelled texts: a JSON object a line with id, text, kind, things, verdict, tags.")
    ] = Path("tests/nlu/evaluation.jsonl"),
    report: Annotated[Path, typer.Option(help="The folder for the report.")] = Path("reports/understanding"),
    gate: Annotated[
        float | None, typer.Option(min=0, max=1, help="The share that must be right overall: 0.95. Below it, exit 1.")
    ] = None,
) -> None:
    """Ask the trained model labelled questions, and say how many it understood and what it took the others for."""
    from bot import evaluation, evaluation_report

    context = _context()
    try:
        cases = evaluation.load_cases(file, context.knowledge)
    except OSError as error:
        _give_up(f"{file} can't be read: {error.strerror}.")
    except evaluation.EvaluationError as error:
        _give_up(str(error))
    _train_if_stale()
    os.environ.update(model.ENVIRONMENT)
    from bot.rehearsal import load_agent

    with _progress(f"Asking {len(cases)} questions …"):
        found = evaluation.evaluate(load_agent(), cases)
    out.print(evaluation_report.on_terminal(found))
    try:
        written = evaluation_report.write(found, report)
    except OSError as error:
        _give_up(f"{report} can't be written: {error.strerror}.")
    out.print("\nWritten: " + ", ".join(map(str, written)), markup=False, soft_wrap=True)
    if gate is not None and found.overall.value < gate:
        _give_up(f"Right overall is {found.overall}; at least {100 * gate:g} % are asked for.")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A Shopify product CSV, a Google Merchant feed, or a table with names.")],
    replace: Annotated[bool, typer.Option("--replace", help="Forget the products that are not in this file.")] = False,
    problems: Annotated[int, typer.Option(min=0, help="How many of the rows with a problem to name.")] = 50,
) -> None:
    """Take in the shop's own products. Visitors can name them at once; a second time changes nothing."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot import terminal
    from bot.feeds.row import FeedError
    from bot.importing import take_in
    from bot.nlu.reader import Reader
    from bot.storage.database import shared
    from bot.storage.errors import SchemaError

    try:
        size = file.stat().st_size
        reader = Reader(_context().knowledge)
        with terminal.reading(out, f"Reading {file.name} …", size) as read:
            summary = take_in(file, reader, shared(), replace=replace, read=read)
    except OSError as error:
        _give_up(f"{file} can't be read: {error.strerror or type(error).__name__}.")
    except (FeedError, SchemaError) as error:
        _give_up(str(error))
    except SQLAlchemyError as error:
        _give_up(f"The database can't be written ({type(error).__name__}). Nothing was changed.")
    out.print(terminal.imported(reader.knowledge, summary))
    if summary.problems and problems:
        out.print(terminal.problems(summary.problems, problems))
    if not summary.rows:
        raise typer.Exit(1)


@app.command()
def unanswered(
    limit: Annotated[int, typer.Option(min=1, help="How many groups at most.")] = 50,
    snippet: Annotated[int | None, typer.Option(min=1, help="Write group number N as YAML to paste.")] = None,
) -> None:
    """List what at least two visitors asked that could not be answered, and what they thought of answers."""
    from collections import Counter

    from bot.insight.snippet import snippet as written
    from bot.storage.database import shared
    from bot.storage.feedback import all_feedback

    groups = _groups()
    if snippet is not None:
        if snippet > len(groups):
            _give_up(f"There are {len(groups)} groups.")
        out.print(written(groups[snippet - 1], _context().knowledge.faq), markup=False, soft_wrap=True, end="")
        return
    for number, group in enumerate(groups[:limit], 1):
        out.print(f"{number:>3}. {group.people} people, {group.times} times", style="bold", markup=False)
        for question in group.questions:
            out.print(f"     {question}", markup=False, soft_wrap=True)
    if not groups:
        out.print("Nothing that two people have asked was left unanswered.")
    given = _read(lambda: all_feedback(shared()))
    counted = Counter((found.kind, found.helpful) for found in given)
    for kind in sorted({found.kind for found in given}):
        out.print(f"{kind}: {counted[kind, True]} found it helpful, {counted[kind, False]} did not.", markup=False)


@app.command()
def report(
    file: Annotated[Path, typer.Option("--out", help="The page to write.")] = Path("report.html"),
    days: Annotated[int, typer.Option(min=1, help="How many of the last days.")] = 90,
) -> None:
    """Write a page of plots: what visitors asked, by day and door, and how they were answered. Nobody is named."""
    from bot.insight.figures import figures
    from bot.insight.page import page
    from bot.storage.database import shared
    from bot.storage.feedback import all_feedback
    from bot.storage.insight import DAY, all_turns

    since = time.time() - days * DAY
    turns = _read(lambda: all_turns(shared(), int(since // DAY)))
    given = [found for found in _read(lambda: all_feedback(shared(), limit=100_000)) if found.given >= since]
    names = {name: thing.name for name, thing in _context().knowledge.things.items()}
    _write(file, page(figures(turns, given), _groups(), names, "What visitors asked").encode())


def _read(read: Callable[[], Result]) -> Result:
    """What a database gives; where it cannot be read, that is said."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.storage.errors import SchemaError

    try:
        return read()
    except SchemaError as error:
        _give_up(str(error))
    except SQLAlchemyError as error:
        _give_up(f"The database can't be read ({type(error).__name__}).")


def _groups() -> list[Group]:
    """What could not be answered, grouped by likeness."""
    from bot.insight.groups import grouped
    from bot.nlu.encoder import load_encoder
    from bot.nlu.reader import Reader
    from bot.storage.database import shared
    from bot.storage.unanswered import most_asked

    asked = _read(lambda: most_asked(shared(), limit=_MOST_GROUPED))
    if not asked:
        return []
    reader = Reader(_context().knowledge)
    return grouped(asked, reader.spelling.vocabulary | reader.spelling.english, load_encoder())


def _context() -> Context:
    """Knowledge and sentences, for nobody yet; where they hold a mistake, each is named."""
    knowledge, texts = _all_right(load, lambda: load_texts(look=load_look()))
    return Context(knowledge, texts, Person())


def _none(*problems: Problem) -> None:
    """Raises KnowledgeError where there is one."""
    if problems:
        raise KnowledgeError(list(problems))


def _all_right(*reads: Callable[[], Any]) -> list[Any]:
    """What each gives; where any finds a mistake, those of all are named, and nothing goes on."""
    given, problems = [], []
    for read in reads:
        try:
            given.append(read())
        except KnowledgeError as error:
            problems += error.problems
    if not problems:
        return given
    for problem in problems:
        err.print(str(problem), markup=False, soft_wrap=True)
    err.print(f"{len(problems)} to mend.")
    raise typer.Exit(1)


def _give_up(message: str) -> NoReturn:
    err.print(message, markup=False, soft_wrap=True)
    raise typer.Exit(1)


def _person(reader: Reader, said: Sequence[str]) -> Person:
    """The person that `--for` speaks of. What is not understood might matter most, so nothing goes on without it."""
    from bot.nlu.shelf import traits

    person = Person()
    for text in said:
        found = traits(reader, text)
        if not found:
            _give_up(
                f"I don't know “{text}” as something about a person. Say for example --for pregnant or --for oily."
            )
        person = person.and_also(found)
    return person


def _shelf(context: Context, reader: Reader, products: Sequence[str]) -> list[Item]:
    """The products that the arguments name; says what was taken as what, and what nobody knows."""
    from bot.nlu.reader import clean
    from bot.nlu.shelf import owned, short, traits

    shelf: list[Item] = []
    for text in [part.strip() for argument in products for part in clean(argument).split(",") if part.strip()]:
        items = owned(reader, text)
        names = " and ".join(_understood(context, item) for item in items)
        if not items and traits(reader, text):
            err.print(f"“{text}” is no product: say it as --for.", markup=False, soft_wrap=True)
            continue
        if not items:
            hint = "Name what is in it or its kind, such as “retinol serum” or “clay mask”."
            err.print(f"I don't know “{text}”. {hint}", markup=False, soft_wrap=True)
        elif names.lower() != text.lower():
            err.print(f"“{text}” is taken as {names}.", markup=False, soft_wrap=True)
        shelf += items or [Item(id="", name=short(text))]
    if not any(item.id for item in shelf):
        _give_up("There is nothing that I could plan a week with.")
    return shelf


def _understood(context: Context, item: Item) -> str:
    """What the rules take a product for: `retinol serum with peptides`."""
    if context.knowledge.things[item.id].kind == "mask":
        return context.name(item)
    contained = context.joined([context.knowledge.things[active].name for active in item.contains])
    return context.name(replace(item, contains=())) + (f" with {contained}" if contained else "")


def _label_text(text: str | None, file: Path | None) -> str:
    if text is not None and file is not None:
        _give_up("Give either the list itself or --file, not both.")
    if text is not None:
        return text
    try:
        if file is not None:
            return file.read_bytes().decode("utf-8-sig", errors="replace")
        if sys.stdin.isatty():
            err.print("Paste the ingredient list, then press Ctrl-D on a line of its own.")
        return sys.stdin.buffer.read().decode("utf-8-sig", errors="replace")
    except OSError as error:
        _give_up(f"{file or 'standard input'} can't be read: {error.strerror}.")


def _write(path: Path, content: bytes) -> None:
    """Writes a file as a whole or not at all."""
    target = path.resolve()
    part = target.with_name(f".{target.name}.part")
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(content)
        else:
            part.write_bytes(content)
            part.replace(target)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        _give_up(f"{path} can't be written: {error.strerror}.")
    out.print(f"Written: {path}", markup=False, soft_wrap=True)


def _train_if_stale(*, always: bool = False) -> None:
    if model.is_current() and not always:
        return
    try:
        _none(*example_problems(load().faq))
        load_texts()
        with _progress("Training, this takes some minutes …"):
            model.train()
    except (KnowledgeError, model.TrainingError) as error:
        err.print(str(error), markup=False, soft_wrap=True)
        err.print("The model was not trained." + (" The former one is still there." if model.MODEL.is_file() else ""))
        raise typer.Exit(1) from None


def _progress(message: str) -> AbstractContextManager[object]:
    """A spinner on a terminal, a line anywhere else."""
    if out.is_terminal:
        return out.status(message)
    out.print(message)
    return nullcontext()


def _taken(host: str, port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((host if host != "0.0.0.0" else "127.0.0.1", port)) == 0


def _ready(host: str, port: int) -> bool:
    try:
        with urllib.request.urlopen(
            f"http://{host if host != '0.0.0.0' else '127.0.0.1'}:{port}/ready", timeout=2
        ) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def main() -> None:
    """Entry point of the `bot` command."""
    app()
