"""A knowledge that is small enough to know every answer by heart, so that tests can be exact about it."""

from __future__ import annotations

from pathlib import Path

from bot.knowledge.base import Knowledge
from bot.knowledge.files import load

SMALL = """
sources:
  - {id: book, title: The book of layers, url: "https://example.org/book"}
  - {id: trial, title: A trial of two serums}
slots:
  - {id: cleanse, name: cleanse, says: "Wash with {thing}.", wait_minutes: [0, 0], sources: [book], grade: C}
  - {id: mask_rinse, name: mask, says: "Spread {thing}.", wait_minutes: [5, 10], sources: [book], grade: C}
  - {id: serum, name: serum, says: "Smooth in {thing}.", wait_minutes: [2, 3], sources: [book], grade: C}
  - {id: moisturise, name: moisturiser, says: "Smooth {thing} over it.", wait: "About a minute.",
     wait_minutes: [1, 1], sources: [book], grade: C}
  - {id: protect, name: sunscreen, says: "Put on {thing}.", moments: [morning], wait: "15 minutes before the sun.",
     wait_minutes: [15, 15], sources: [book], grade: A}
things:
  - {id: cleanser, kind: product, name: cleanser, use: {slot: cleanse, sources: [book], grade: C}}
  - {id: moisturiser, kind: product, name: moisturiser, use: {slot: moisturise, sources: [book], grade: C}}
  - {id: sunscreen, kind: product, name: sunscreen, mass: true, aliases: [spf],
     use: {slot: protect, moments: [morning], per_week: [7, 7], sources: [book], grade: A}}
  - {id: serum, kind: product, name: serum, use: {slot: serum, sources: [book], grade: C}}
  - {id: mask, kind: mask, name: mask,
     use: {slot: mask_rinse, removal: rinse, minutes: [5, 10], per_week: [1, 1], moments: [evening], sources: [book],
       grade: C}}
  - {id: mask.clay, kind: mask, name: clay mask, is_a: [mask]}
  - {id: exfoliating_acid, kind: class, name: exfoliating acid}
  - {id: aha, kind: class, name: AHA, is_a: [exfoliating_acid]}
  - {id: retinoid, kind: class, name: retinoid}
  - {id: retinol, kind: ingredient, name: retinol, is_a: [retinoid], short: fine lines, irritancy: medium,
     inci: [Retinol],
     use: {slot: serum, per_week: [2, 3], start_per_week: [1, 1], moments: [evening], sources: [book], grade: C}}
  - {id: tretinoin, kind: ingredient, name: tretinoin, is_a: [retinoid], prescription: true}
  - {id: glycolic_acid, kind: ingredient, name: glycolic acid, is_a: [aha], short: smoothing, irritancy: medium,
     inci: [Glycolic Acid],
     use: {slot: serum, per_week: [1, 2], moments: [evening], sources: [book], grade: C}}
  - {id: niacinamide, kind: ingredient, name: niacinamide, short: oil balance, irritancy: very low, inci: [Niacinamide],
     use: {slot: serum, per_week: [7, 14], sources: [book], grade: C}}
  - {id: phenoxyethanol, kind: ingredient, name: phenoxyethanol, short: a preservative, inci: [Phenoxyethanol]}
  - {id: mica, kind: ingredient, name: mica, short: shimmer, inci: [Mica]}
  - {id: peel, kind: ingredient, name: strong peel,
     use: {slot: serum, per_week: [0, 0], moments: [evening], sources: [book], grade: C}}
  - {id: skin.sensitive, kind: skin, name: sensitive skin}
  - {id: state.pregnant, kind: state, name: pregnancy, aliases: [pregnant]}
interactions:
  - {id: retinoid_and_acid, between: [retinoid, exfoliating_acid], verdict: alternate_days,
     says: "Both renew the skin.", do: "On different days.", sources: [trial, book], grade: B}
  - {id: mask_and_retinoid, between: [mask, retinoid], verdict: start_slowly,
     says: "Clay dries, and then a retinoid stings.", sources: [book], grade: C}
  - {id: mask_and_acid, between: [mask, exfoliating_acid], verdict: avoid,
     says: "That is one exfoliation too many.", sources: [book], grade: C}
  - {id: niacinamide_and_retinoid, between: [niacinamide, retinoid], verdict: "yes", says: "They go together.",
     sources: [book], grade: C}
  - {id: niacinamide_and_acid, between: [niacinamide, exfoliating_acid], verdict: "yes", says: "They go together.",
     sources: [book], grade: C}
  - {id: niacinamide_and_mask, between: [niacinamide, mask], verdict: "yes", says: "They go together.",
     sources: [book], grade: C}
  - {id: retinoid_and_pregnancy, between: [retinoid, state.pregnant], verdict: avoid,
     says: "Retinoids are left out in pregnancy.", sources: [trial], grade: A}
  - {id: retinoid_and_sensitive, between: [retinoid, skin.sensitive], verdict: start_slowly,
     says: "Sensitive skin needs patience.", sources: [book], grade: C}
"""


def small(folder: Path) -> Knowledge:
    """The small knowledge, from a file in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "small.yml").write_text(SMALL, encoding="utf-8")
    return load(folder)
