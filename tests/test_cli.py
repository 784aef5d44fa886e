"""`bot plan` and `bot label` as they are typed, rightly and wrongly."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from icalendar import Calendar
from typer.testing import CliRunner

from bot.cli import app
from bot.nlu.reader import Reader
from tests.conftest import ROOT
from tests.small import small

LIST = "Water, Niacinamide 4%, Retinol, Phenoxyethanol, Glycolic Acid, Zorbatrol. May contain Mica"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """One reader for all tests: it takes half a second to build."""
    return Reader(small(tmp_path_factory.mktemp("small")))


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: Reader) -> Path:
    """A project with the small knowledge and the real sentences."""
    small(tmp_path / "data/knowledge")
    monkeypatch.setattr("bot.nlu.reader.Reader", lambda knowledge: reader)
    (tmp_path / "data/answers").symlink_to(ROOT / "data/answers")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


def _bot(*arguments: str, given: str | bytes | None = None) -> Result:
    result = CliRunner().invoke(app, list(arguments), input=given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def _said(result: Result) -> str:
    """What was printed, without line ends and table rules."""
    return " ".join(result.output.replace("─", " ").split())


def test_a_plan_is_a_table_of_days() -> None:
    result = _bot("plan", "retinol", "clay mask", "niacinamide serum", "--used-to-it")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    rows = [line.split()[0] for line in lines if line.strip().split(" ")[0].endswith("day")]
    assert rows == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    assert "Morning" in result.output
    assert result.output.count("● retinoid") >= 2
    assert "■ mask" in result.output
    assert "rest night" in result.output
    assert "Retinol with clay mask: Clay dries, and then a retinoid stings. Source: The book of layers" in _said(result)
    assert "Not on your shelf, but part of it: cleanser, moisturiser and sunscreen." in _said(result)


@pytest.mark.parametrize("columns", [60, 80, 140])
def test_nothing_is_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    name = "Brightening Overnight Retinol Concentrate Number Seven"
    for result in (_bot("plan", name, "clay mask"), _bot("label", LIST)):
        assert result.exit_code == 0
        assert max(len(line) for line in result.stdout.splitlines()) <= columns
        assert "…" not in result.stdout


def test_commas_part_products() -> None:
    assert _bot("plan", "retinol, clay mask").stdout == _bot("plan", "retinol", "clay mask").stdout


def test_what_a_product_is_taken_as_is_said() -> None:
    result = _bot("plan", "Zorba's Retinol 1%", "spf")
    assert "“Zorba's Retinol 1%” is taken as retinol." in result.stderr
    assert "“spf” is taken as sunscreen." in result.stderr
    assert "Zorba's Retinol 1%" in result.stdout
    assert "taken as" not in _bot("plan", "Retinol").stderr


def test_several_actives_in_one_name_are_one_product() -> None:
    result = _bot("plan", "niacinamide 10% + retinol 1%")
    assert "is taken as niacinamide with retinol" in result.stderr
    assert "Your week with niacinamide 10% + retinol 1%." in result.stdout


@pytest.mark.parametrize("unknown", ["zorbatrol", "zorbatrol serum", "🍋", "no retinol"])
def test_the_unknown_is_named_and_left_out(unknown: str) -> None:
    result = _bot("plan", unknown, "niacinamide")
    assert result.exit_code == 0
    assert f"I don't know “{unknown}”. Name what is in it" in result.stderr
    assert f"I don't know {unknown}, so that stays out." in _said(result)
    assert "Your week with niacinamide." in result.stdout


@pytest.mark.parametrize("arguments", [["zorbatrol"], ["zorbatrol", "🍋"], [""], [" , "], ["sensitive skin"]])
def test_without_anything_known_there_is_no_plan(arguments: list[str]) -> None:
    result = _bot("plan", *arguments)
    assert result.exit_code == 1
    assert "There is nothing that I could plan a week with." in result.stderr
    assert result.stdout == ""


def test_a_trait_among_the_products_is_said_to_be_none() -> None:
    result = _bot("plan", "niacinamide", "sensitive skin")
    assert result.exit_code == 0
    assert "“sensitive skin” is no product: say it as --for." in result.stderr


def test_the_plan_is_for_the_person() -> None:
    result = _bot("plan", "retinol", "niacinamide", "--for", "pregnant", "--for", "sensitive skin")
    assert "I leave out retinol for you. Retinoids are left out in pregnancy." in _said(result)
    assert "A trial of two serums" in result.stdout


@pytest.mark.parametrize("command", [["plan", "retinol"], ["label", LIST]])
@pytest.mark.parametrize("said", ["purple", "", "not pregnant"])
def test_an_unknown_person_stops_the_plan(command: list[str], said: str) -> None:
    """Whatever was meant might be the very thing to take care of."""
    result = _bot(*command, "--for", said)
    assert result.exit_code == 1
    assert f"I don't know “{said}”" in result.stderr
    assert result.stdout == ""


def test_starting_out_is_gentler() -> None:
    begun, later = _bot("plan", "retinol"), _bot("plan", "retinol", "--used-to-it")
    assert begun.output.count("● retinoid") == 1 < later.output.count("● retinoid")
    assert "how often to begin" in begun.output
    assert "how often to begin" not in later.output


def test_files_are_written_and_named(project: Path) -> None:
    result = _bot("plan", "retinol", "--ics", "week.ics", "--svg", "week.svg", "--png", "week.PNG")
    assert result.exit_code == 0
    events = Calendar.from_ical((project / "week.ics").read_bytes()).walk("VEVENT")
    assert len(events) == 14
    assert events[0]["dtstart"].dt.weekday() == 0
    assert 0 <= (events[0]["dtstart"].dt.date() - date.today()).days < 7
    assert (project / "week.svg").read_bytes().lstrip().startswith(b"<?xml")
    assert (project / "week.PNG").read_bytes().startswith(b"\x89PNG")
    assert [line for line in result.stdout.splitlines() if line.startswith("Written")] == [
        "Written: week.ics",
        "Written: week.svg",
        "Written: week.PNG",
    ]
    assert sorted(path.name for path in project.iterdir()) == ["data", "week.PNG", "week.ics", "week.svg"]


@pytest.mark.parametrize("option", ["--ics", "--svg", "--png"])
def test_a_path_that_cannot_be_written_is_said_and_leaves_nothing(project: Path, option: str) -> None:
    suffix = option.replace("--", ".")
    (project / f"folder{suffix}").mkdir()
    for path, why in ((f"gone/week{suffix}", "No such file"), (f"folder{suffix}", "Is a directory")):
        result = _bot("plan", "retinol", option, path)
        assert result.exit_code == 1
        assert f"{path} can't be written: {why}" in result.stderr
        assert "Written" not in result.stdout
    assert sorted(path.name for path in project.iterdir()) == ["data", f"folder{suffix}"]


def test_a_former_file_stays_whole_when_writing_fails(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "week.ics").write_text("former")

    def full(path: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    result = _bot("plan", "retinol", "--ics", "week.ics")
    assert result.exit_code == 1
    assert "No space left on device" in result.stderr
    assert (project / "week.ics").read_text() == "former"
    assert sorted(path.name for path in project.iterdir()) == ["data", "week.ics"]


def test_a_picture_goes_by_its_suffix(project: Path) -> None:
    result = _bot("plan", "retinol", "--svg", "week.png")
    assert result.exit_code == 1
    assert "week.png: the name of that file must end in .svg." in result.stderr
    assert not (project / "week.png").exists()


def test_markup_in_a_name_is_only_text() -> None:
    result = _bot("plan", "[red]Night[/red] retinol \x1b[31m[/]")
    assert result.exit_code == 0
    assert "[red]Night[/red] retinol" in _said(result)
    assert "\x1b" not in result.output


def test_a_label_is_a_table_of_what_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    result = _bot("label", LIST)
    assert result.exit_code == 0
    rows = {line.split()[0]: " ".join(line.split()) for line in result.stdout.splitlines() if line.strip()}
    assert "Ingredient list: 6 listed, 4 of them known" in result.stdout
    assert rows["2"] == "2 Niacinamide 4% niacinamide oil balance 4"
    assert rows["3"] == "3 Retinol retinol fine lines"
    assert rows["5"] == "5 Glycolic Acid glycolic acid smoothing at most 1 %, sets acidity"
    assert rows["–"] == "– Mica mica shimmer may contain"
    assert "Zorbatrol" not in result.stdout


def test_columns_that_would_be_empty_are_left_out() -> None:
    plain = _bot("label", "Water, Retinol").stdout
    assert "%" not in plain
    assert "Remark" not in plain


def test_actives_that_clash_are_named_with_their_rule() -> None:
    said = _said(_bot("label", "Water, Retinol, Glycolic Acid, Niacinamide"))
    assert "Among themselves, where each is a product of its own" in said
    assert "use retinol and glycolic acid on different days. Both renew the skin. On different days." in said
    assert "Source: A trial of two serums; The book of layers (study)" in said
    assert "They go together" not in said
    assert "For you" not in said


def test_acids_that_only_set_the_acidity_clash_with_nothing() -> None:
    assert "Both renew the skin" not in _said(_bot("label", LIST))


def test_a_label_is_read_for_the_person() -> None:
    said = _said(_bot("label", LIST, "--for", "pregnant"))
    assert "For you • No, leave retinol out, because of pregnancy. Retinoids are left out in pregnancy." in said


def test_a_text_may_list_several_products() -> None:
    said = _said(_bot("label", "Night serum: Water, Retinol, Mica. Day toner: Water, Glycolic Acid, Mica."))
    assert "Night serum: 3 listed, 2 of them known" in said
    assert "Day toner: 3 listed, 2 of them known" in said
    assert "Among themselves • Not in the same evening" in said


@pytest.mark.parametrize("text", ["", "   ", "Water, Zorbatrol", "🍋", "\x00\x01", "[/red]"])
def test_a_label_with_nothing_known_says_so(text: str) -> None:
    result = _bot("label", given=text)
    assert result.exit_code == 0
    assert "I know nothing of what that text lists." in result.stdout


def test_a_label_comes_from_the_command_line_a_file_or_standard_input(project: Path) -> None:
    listed = LIST.removeprefix("Water, ")
    (project / "list.txt").write_text(listed, encoding="utf-8-sig")
    typed = _bot("label", listed).stdout
    assert _bot("label", given=listed).stdout == typed
    assert _bot("label", "--file", "list.txt").stdout == typed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--file", "gone.txt"], "gone.txt can't be read: No such file or directory."),
        (["--file", "data"], "data can't be read: Is a directory."),
        (["Retinol", "--file", "gone.txt"], "Give either the list itself or --file, not both."),
    ],
)
def test_a_label_that_cannot_be_read_is_said(arguments: list[str], said: str) -> None:
    result = _bot("label", *arguments)
    assert result.exit_code == 1
    assert said in result.stderr
    assert result.stdout == ""


def test_bytes_that_are_no_text_do_no_harm(project: Path) -> None:
    strange = b"\xff\xfe\x00, Retinol (\x1b[2J), \x9f, Niacinamide"
    (project / "strange.bin").write_bytes(strange)
    for result in (_bot("label", given=strange), _bot("label", "--file", "strange.bin")):
        assert result.exit_code == 0
        assert "Retinol ( [2J)" in _said(result)
        assert "niacinamide" in result.stdout
        assert "\x1b" not in result.stdout


def test_an_endless_text_is_said_to_be_cut() -> None:
    result = _bot("label", given="Retinol, " + "Zorbatrol, " * 5000)
    assert result.exit_code == 0
    assert "Only the first 20,000 characters were read." in result.stdout


def test_a_broken_knowledge_file_is_named(project: Path) -> None:
    (project / "data/knowledge/small.yml").write_text("things: [{id: x}]")
    for command in (["plan", "retinol"], ["label", "Retinol"], ["check"]):
        result = _bot(*command)
        assert result.exit_code == 1
        assert "small.yml: things[0]" in result.stderr


def test_other_commands_need_neither_reader_nor_pictures() -> None:
    """A heavy import at the top would make every command wait for it; and nothing here needs Rasa."""
    program = """
import sys
from typer.testing import CliRunner
from bot.cli import app
for command in ["label", "Retinol"], ["plan", "retinol"]:
    result = CliRunner().invoke(app, command)
    print(result.exit_code, [name for name in ("spacy", "matplotlib", "rasa") if name in sys.modules])
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment)
    assert printed.stdout.splitlines() == ["0 []", "0 ['spacy']"], printed
