"""How well kinds of question are told apart, by cross-validation on data/nlu: ours by parts, and Rasa's default.

Run with `make bench-understanding`; `python -m bench.understanding --folds 1` does one fold of five. Rasa's default
pipeline takes part where `make full` has made `.venv-full`: the same folds, trained and asked in that environment. On
all of the data it takes days; `--intents --most 40` is a comparison of an hour.
Figures go to reports/bench-understanding.json too.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml
from rich.console import Console
from rich.table import Table
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import StratifiedKFold

from bot.knowledge.files import load
from bot.nlu import kind_model
from bot.nlu.encoder import Encoder, load_encoder
from bot.nlu.kind_model import KindModel
from bot.nlu.language import ordinary_words
from bot.nlu.reader import Reader, clean
from bot.nlu.reading import Reading

FOLDS = 5
REPORT = Path("reports/bench-understanding.json")
_PEER = Path(".venv-full/bin/python")
_ONE_BY_ONE = 200
"""Messages that are timed one by one, as a server gets them."""

Example = tuple[str, str]


class Fold(NamedTuple):
    """Label and text of what is learnt and of what is asked."""

    train: list[Example]
    test: list[Example]


class Figures(NamedTuple):
    """What one way of telling kinds apart came to on one fold."""

    accuracy: float
    macro_f1: float
    seconds_to_fit: float
    ms_per_message: float


def folds(examples: Sequence[Example]) -> Iterator[Fold]:
    """The same five folds in every run on the same data, each label shared out evenly."""
    labels = [label for label, _ in examples]
    split = StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(labels, labels)
    for train, test in split:
        yield Fold([examples[at] for at in train], [examples[at] for at in test])


def ours(fold: Fold) -> dict[str, Figures]:
    """N-grams only, encoder only, both. Times include the reading of the text; the encoder's fit, its vectors."""
    start = time.perf_counter()
    cleaned = [clean(text) for _, text in fold.train]
    knowledge = load()
    reader = Reader(knowledge, ordinary_words(knowledge, cleaned))
    readings, labels = [reader.read(text) for text in cleaned], [label for label, _ in fold.train]
    read = time.perf_counter() - start
    start = time.perf_counter()
    ngrams = KindModel().fit(readings, labels, None)
    of_ngrams = time.perf_counter() - start
    found = {"n-grams only": _asked(fold, reader, ngrams, None, read + of_ngrams)}
    encoder = load_encoder(threads=2)
    if encoder is None:
        return found
    start = time.perf_counter()
    both = KindModel().fit(readings, labels, encoder)
    of_both = time.perf_counter() - start
    alone = load_encoder(threads=1)
    found["both"] = _asked(fold, reader, both, alone, read + of_both)
    start = time.perf_counter()
    only = kind_model.softmax().fit(kind_model.meanings(readings, encoder), labels)
    of_encoder = time.perf_counter() - start

    def by_meaning(texts: Sequence[str]) -> list[str]:
        assert alone is not None
        asked = [reader.read(clean(text)) for text in texts]
        return [str(label) for label in only.predict(kind_model.meanings(asked, alone))]

    said = by_meaning([text for _, text in fold.test])
    one = _milliseconds(fold, lambda text: by_meaning([text]))
    found["encoder only"] = _figures([label for label, _ in fold.test], said, read + of_encoder, one)
    return found


def _ranked(model: KindModel, readings: list[Reading], encoder: Encoder | None) -> list[list[tuple[str, float]]]:
    return model.ranking(readings, None if encoder is None else kind_model.meanings(readings, encoder))


def _asked(fold: Fold, reader: Reader, model: KindModel, encoder: Encoder | None, seconds: float) -> Figures:
    readings = [reader.read(clean(text)) for _, text in fold.test]
    said = [ranking[0][0] for ranking in _ranked(model, readings, encoder)]
    one = _milliseconds(fold, lambda text: _ranked(model, [reader.read(clean(text))], encoder))
    return _figures([label for label, _ in fold.test], said, seconds, one)


def _milliseconds(fold: Fold, answer: Callable[[str], object]) -> float:
    """The median over some of the texts."""
    times = []
    for _, text in fold.test[:: max(1, len(fold.test) // _ONE_BY_ONE)]:
        start = time.perf_counter()
        answer(text)
        times.append(1000 * (time.perf_counter() - start))
    return sorted(times)[len(times) // 2]


def _figures(labels: list[str], said: list[str], seconds: float, milliseconds: float) -> Figures:
    macro = f1_score(labels, said, labels=sorted({*labels}), average="macro", zero_division=0)
    return Figures(float(accuracy_score(labels, said)), float(macro), seconds, milliseconds)


def peer(fold: Fold) -> Figures:
    """Rasa's default pipeline on the same fold, in an environment of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        by_label: dict[str, list[str]] = defaultdict(list)
        for label, text in fold.train:
            by_label[label].append(text)
        nlu = [
            {"intent": label, "examples": "".join(f"- {' '.join(text.split())}\n" for text in texts)}
            for label, texts in by_label.items()
        ]
        # A response selector wants a response for each of its labels.
        responses = {f"utter_{label}": [{"text": label}] for label in by_label if "/" in label}
        training = {"version": "3.1", "nlu": nlu, "responses": responses}
        (folder / "nlu.yml").write_text(yaml.safe_dump(training, allow_unicode=True), encoding="utf-8")
        (folder / "texts.json").write_text(json.dumps([text for _, text in fold.test]), encoding="utf-8")
        script = Path(__file__).with_name("peer") / "understanding.py"
        subprocess.run([_PEER.absolute(), script, folder], check=True, stdout=subprocess.DEVNULL)
        said = json.loads((folder / "said.json").read_text(encoding="utf-8"))
    labels = [label for label, _ in fold.test]
    return _figures(labels, said["labels"], said["seconds_to_fit"], said["ms_per_message"])


def _examples() -> list[Example]:
    found = []
    for path in sorted(Path("data/nlu").glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = (line.strip() for line in block["examples"].splitlines())
            found += [(block["intent"], line[2:].strip()) for line in lines if line.startswith("- ")]
    return found


def _share(examples: list[Example], share: float, most: int) -> list[Example]:
    """Evenly spread examples of each label: a share of them or at most so many, and at least one for each fold."""
    by_label: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        by_label[example[0]].append(example)
    kept = []
    for ones in by_label.values():
        wanted = min(len(ones), max(FOLDS, min(most, round(share * len(ones)))))
        kept += [ones[at * len(ones) // wanted] for at in range(wanted)]
    return kept


def _note(console: Console, found: dict[str, list[Figures]], number: int, name: str, figures: Figures) -> None:
    """Keeps and tells the figures of one fold: a run takes hours, and what is done of it should not be lost."""
    found[name].append(figures)
    of_fold = f"accuracy {100 * figures.accuracy:.1f} %, macro F1 {100 * figures.macro_f1:.1f} %"
    console.print(f"fold {number + 1} of {FOLDS}, {name}: {of_fold}, fit {figures.seconds_to_fit:.0f} s", style="dim")


def _mean(found: Sequence[Figures]) -> Figures:
    return Figures(*(sum(values) / len(found) for values in zip(*found, strict=True)))


def main() -> None:
    """Measures, prints the table and writes the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=FOLDS, choices=range(1, FOLDS + 1), help="how many of the five")
    parser.add_argument("--peer-folds", type=int, default=None, choices=range(FOLDS + 1), help="for Rasa's default")
    parser.add_argument("--share", type=float, default=1.0, help="of the examples of each label, to save time")
    parser.add_argument("--most", type=int, default=10**6, help="examples of a label, to save time")
    parser.add_argument("--intents", action="store_true", help="take all FAQ entries for one intent, as Rasa does")
    chosen = parser.parse_args()
    of_peer = chosen.folds if chosen.peer_folds is None else chosen.peer_folds
    console = Console()
    examples = _examples()
    if chosen.intents:
        examples = [(label.split("/")[0], text) for label, text in examples]
    examples = _share(examples, chosen.share, chosen.most)
    found: dict[str, list[Figures]] = defaultdict(list)
    for number, fold in enumerate(folds(examples)):
        if number < chosen.folds:
            for name, figures in ours(fold).items():
                _note(console, found, number, name, figures)
        if number < of_peer and _PEER.exists():
            _note(console, found, number, "Rasa's default (DIET)", peer(fold))
    labels = len({label for label, _ in examples})
    table = Table("way", "folds", "accuracy", "macro F1", "fit, s", "ms per message")
    table.title = f"{len(examples):,} examples of {labels} labels; four fifths learnt, one fifth asked"
    for name in sorted(found):
        mean = _mean(found[name])
        table.add_row(
            name,
            str(len(found[name])),
            f"{100 * mean.accuracy:.1f} %",
            f"{100 * mean.macro_f1:.1f} %",
            f"{mean.seconds_to_fit:.1f}",
            f"{mean.ms_per_message:.1f}",
        )
    console.print(table)
    if of_peer and not _PEER.exists():
        console.print("Rasa's default pipeline was left out: there is no .venv-full; `make full` makes it.")
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    ways = {
        name: {"mean": _mean(figures)._asdict(), "folds": [one._asdict() for one in figures]}
        for name, figures in sorted(found.items())
    }
    content = {"examples": len(examples), "labels": labels, "ways": ways}
    REPORT.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    console.print(f"Written: {REPORT}")


if __name__ == "__main__":
    main()
