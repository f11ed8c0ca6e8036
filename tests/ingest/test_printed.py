"""PDFs; those of the tests are written by hand, line by line, as a text layer has it."""

import io

import pypdf
import pytest

from config.errors import InputError
from ingest.printed import MOST_PAGES, read_pdf

RELEASE = [
    "Harbour of Calder reopens",
    "",
    "The harbour of Calder reopens on Monday after a storm had torn a crane from its rails and",
    "blocked the quay for a week. Nobody was hurt, said the mayor, Ada Quist, who thanked the har-",
    "bour crews.",
    "Ferries to the islands sail as usual from Monday noon; tickets that were bought before remain",
    "valid.",
]


def pdf(*pages: list[str], metadata: dict[str, str] | None = None, password: str | None = None) -> bytes:
    """A PDF whose pages hold these lines."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for lines in pages:
        shown = " ".join(f"({line.replace('(', '').replace(')', '')}) Tj 0 -14 Td" for line in lines)
        stream = f"BT /F1 11 Tf 40 780 Td {shown} ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            f"/Resources << /Font << /F1 {font} >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    body, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    body += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    made = (body + f"startxref\n{body.index('xref')}\n%%EOF").encode("latin-1")
    if metadata is None and password is None:
        return made
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made))
    writer.add_metadata(metadata or {})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_wrapped_lines_are_paragraphs_again_and_divided_words_whole() -> None:
    first, second, third = str(read_pdf(pdf(RELEASE), {})["text"]).split("\n")
    assert first == "Harbour of Calder reopens"
    assert second.startswith(
        "The harbour of Calder reopens on Monday after a storm had torn a crane from its rails and b"
    )
    assert second.endswith("who thanked the harbour crews.")
    assert third.endswith("tickets that were bought before remain valid.")


def test_heads_feet_and_page_numbers_are_left_out() -> None:
    pages = [
        ["Port of Calder - Press", f"Page {n} tells of day {n * 7} in the harbour.", f"- {n} -"]
        for n in range(1, 5)
    ]
    pages = [
        [
            page[0],
            *[f"Line {k} of part {n * n + k} of the long report on the storm." for k in range(6)],
            page[2],
        ]
        for n, page in enumerate(pages)
    ]
    text = str(read_pdf(pdf(*pages), {})["text"])
    assert "Press" not in text
    assert "- 2 -" not in text
    assert "Line 3 of part 12" in text


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("Harbour reopens", "Harbour reopens"),
        ("Microsoft Word - x.doc", None),
        ("release_final.docx", None),
        ("", ""),
    ],
)
def test_a_title_is_taken_if_somebody_gave_it(given: str, title: str | None) -> None:
    fields = read_pdf(pdf(RELEASE, metadata={"/Title": given, "/Author": "Port of Calder"}), {})
    assert (fields["title"], fields["authors"]) == (title, "Port of Calder")


def test_the_date_of_the_file_is_no_date_of_publication() -> None:
    assert "published" not in read_pdf(pdf(RELEASE, metadata={"/CreationDate": "D:20260106140000"}), {})


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (pdf([]), "no text"),
        (pdf(RELEASE, password="secret"), "password"),
        (pdf(*[["x"]] * (MOST_PAGES + 1)), "501 pages"),
        (b"%PDF-1.7 broken", "could not be read"),
        (b"", "could not be read"),
    ],
)
def test_what_cannot_be_read_is_told(data: bytes, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read_pdf(data, {})


def test_a_pdf_file_becomes_an_article(article) -> None:
    found = article(pdf(RELEASE), "release.pdf")
    assert found.text.startswith("Harbour of Calder reopens\nThe harbour")
    assert found.published is None
