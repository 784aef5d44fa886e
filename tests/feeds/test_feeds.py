"""Product feeds as shops' programs write them, and as they come out when something went wrong."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

from bot.feeds.feed import read
from bot.feeds.row import FeedError, Problem, Row

PLAIN = "name,kind,ingredients\nGlow Mask,mask,\"Aqua, Kaolin\"\nDew Serum,serum,\"Aqua, Niacinamide\"\n"


def rows_of(path: Path) -> tuple[list[Row], list[Problem]]:
    found = list(read(path).rows)
    return [one for one in found if isinstance(one, Row)], [one for one in found if isinstance(one, Problem)]


def feed(tmp_path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = tmp_path / "feed"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def test_a_plain_table_has_name_kind_and_ingredients_in_any_order(tmp_path: Path) -> None:
    path = feed(tmp_path, "INCI;Product_Type;Product Name\nAqua, Kaolin;Mask;Glow Mask\n")
    assert rows_of(path) == ([Row(line=2, name="Glow Mask", sort="Mask", ingredients="Aqua, Kaolin")], [])


def test_shopify_names_a_product_once_and_lists_its_variants_below(tmp_path: Path) -> None:
    lines = io.StringIO()
    table = csv.writer(lines)
    table.writerow(["Handle", "Title", "Body (HTML)", "Vendor", "Type", "Variant SKU"])
    listed = "<h3>Ingredients</h3><p>Aqua, Kaolin, Bentonite &amp; Co, Glycerin</p>"
    body = f"<p>Soft.</p>\n<script>alert('x')</script>{listed}"
    table.writerow(["glow", "Glow Mask", body, "Lumo", "Face Mask", "1"])
    table.writerow(["glow", "", "", "", "", "2"])
    table.writerow(["dew", "", "", "", "", "3"])
    rows, problems = rows_of(feed(tmp_path, lines.getvalue()))
    listed = "Aqua, Kaolin, Bentonite & Co, Glycerin"
    assert rows == [Row(line=2, name="Glow Mask", brand="Lumo", sort="Face Mask", ingredients=listed)]
    assert [problem.reason for problem in problems] == ["no title"]


def test_googles_table_keeps_ingredients_in_its_details(tmp_path: Path) -> None:
    head = "id\ttitle\tdescription\tlink\tbrand\tg:product_type\tproduct_detail\n"
    row = '1\t3" Glow Mask\tSoft\thttps://shop.example/1\tLumo\tSkin > Masks\tGeneral:Ingredients:Aqua, Kaolin\n'
    (found,), problems = rows_of(feed(tmp_path, head + row))
    assert problems == []
    assert (found.name, found.sort, found.ingredients) == ('3" Glow Mask', "Skin > Masks", "Aqua, Kaolin")
    assert found.url == "https://shop.example/1"


XML = """<?xml version="1.0"?>
<rss xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>
<item><g:id>1</g:id><title>Mask &amp; Glow</title><g:brand>Lumo</g:brand><g:product_type>Masks</g:product_type>
<g:product_detail><g:attribute_name>Ingredients</g:attribute_name><g:attribute_value>Aqua, Kaolin</g:attribute_value>
</g:product_detail></item>
<item><title>Dew & Co Serum</title></item>
<item><title>Broken <b>mask</title></item>
<item><title><![CDATA[<i>Calm</i> Cream]]></title></item>
</channel></rss>"""


def test_each_item_of_googles_xml_is_read_by_itself(tmp_path: Path) -> None:
    rows, problems = rows_of(feed(tmp_path, XML))
    assert [row.name for row in rows] == ["Mask & Glow", "Dew & Co Serum", "Calm Cream"]
    assert rows[0].ingredients == "Aqua, Kaolin"
    assert problems == [Problem(line=7, reason="an item that is no well-formed XML")]


def test_no_entity_of_a_document_is_ever_expanded(tmp_path: Path) -> None:
    declared = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    bomb = f'<?xml version="1.0"?>{declared}<rss><item><title>&b;</title></item></rss>'
    with pytest.raises(FeedError, match="DOCTYPE"):
        rows_of(feed(tmp_path, bomb))
    outside = "<rss><item><title>&secret;</title></item></rss>"
    rows, _ = rows_of(feed(tmp_path, outside))
    assert rows[0].name == "&secret;"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
def test_letters_are_right_in_whatever_encoding_they_were_written(tmp_path: Path, encoding: str) -> None:
    text = "name,kind,ingredients\n" + "".join(f"Crème Éclat {n},moisturiser,Eau d'hamamélis\n" for n in range(30))
    rows, problems = rows_of(feed(tmp_path, text, encoding))
    assert problems == []
    assert [row.name for row in rows] == [f"Crème Éclat {n}" for n in range(30)]
    assert rows[0].ingredients == "Eau d'hamamélis"


def test_a_file_put_together_from_two_encodings_is_read_line_by_line(tmp_path: Path) -> None:
    mixed = "name,kind\nCrème Une,mask\n".encode() + "Crème Deux,mask\n".encode("cp1252")
    assert [row.name for row in rows_of(feed(tmp_path, mixed))[0]] == ["Crème Une", "Crème Deux"]


def test_a_missing_column_is_named_with_what_is_allowed(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match=r"name, product name, .*there is: price, stock"):
        rows_of(feed(tmp_path, "price,stock\n3,4\n"))


def test_an_open_quote_costs_no_row(tmp_path: Path) -> None:
    text = (
        "name,kind,ingredients\n"
        'Glow Mask,mask,"Aqua, Kaolin\n'
        'Dew Serum,serum,"Aqua, Niacinamide"\n'
        '"Calm Cream,moisturiser,Aqua\n'
        'Silk Oil,oil,"Squalane"\n'
    )
    rows, problems = rows_of(feed(tmp_path, text))
    assert [row.name for row in rows] == ["Glow Mask", "Dew Serum", "Calm Cream", "Silk Oil"]
    assert [(problem.line, problem.lost) for problem in problems] == [(2, False), (4, False)]


def test_a_row_that_cannot_be_read_is_named_and_the_others_are_in(tmp_path: Path) -> None:
    text = "name,kind,ingredients\nGlow Mask,mask,Aqua\n,serum,Aqua\nDew,serum,a,b,c\nCalm Cream,cream,Aqua\nShort\n"
    rows, problems = rows_of(feed(tmp_path, text))
    assert [row.name for row in rows] == ["Glow Mask", "Calm Cream", "Short"]
    assert [(problem.line, problem.reason) for problem in problems] == [(3, "no name"), (4, "5 cells instead of 3")]


def test_a_list_over_several_lines_is_one_cell(tmp_path: Path) -> None:
    rows, problems = rows_of(feed(tmp_path, 'name,kind,ingredients\nGlow,mask,"Aqua,\n\nKaolin"\nDew,serum,Aqua\n'))
    assert problems == []
    assert [(row.line, row.ingredients) for row in rows] == [(2, "Aqua,\nKaolin"), (5, "Aqua")]


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ('=HYPERLINK("http://evil.example","Glow")', ""),
        ("@SUM(1+1)*cmd|' /C calc'!A0", ""),
        ("-2+3+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0"),
        ('="Glow Mask"', "Glow Mask"),
        ("<b onclick=x()>Glow</b> <script>steal()</script>Mask", "Glow Mask"),
        ("Glow &lt;Mask&gt; &amp; more", "Glow <Mask> & more"),
        ("Glow\u202e\u200bMask\x07", "Glow Mask"),
    ],
)
def test_nothing_in_a_cell_is_run_or_kept_but_its_words(tmp_path: Path, cell: str, name: str) -> None:
    lines = io.StringIO()
    csv.writer(lines).writerows([["name", "kind"], [cell, "mask"]])
    rows, problems = rows_of(feed(tmp_path, lines.getvalue()))
    assert [row.name for row in rows] == ([name] if name else [])
    assert [problem.reason for problem in problems] == ([] if name else ["the name is a formula"])


@pytest.mark.parametrize("content", [b"", b"\n\n", b"PK\x03\x04rest of a sheet", b"<rss></rss>"])
def test_what_is_no_feed_is_said(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(FeedError):
        rows_of(feed(tmp_path, content))


def test_of_fifty_thousand_rows_each_bad_one_is_named_and_memory_does_not_grow(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    spoilt = {7: ",mask,Aqua", 20_000: '=HYPERLINK("http://evil.example"),mask,Aqua', 49_999: "Dew,serum,a,b,c"}
    with path.open("w") as file:
        file.write("name,kind,ingredients\n")
        for number in range(50_000):
            file.write(spoilt.get(number, f'Glow Mask {number},mask,"Aqua, Kaolin, Glycerin"') + "\n")
    tracemalloc.start()
    found = Counter(row.line if isinstance(row, Problem) else 0 for row in read(path).rows)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == {0: 49_997, **{number + 2: 1 for number in spoilt}}
    assert most < 1_000_000 < path.stat().st_size
