import pytest
from hypothesis import given
from hypothesis import strategies as st

from answer.outlets import KnownOutlets, by_key, outlet_in

OUTLETS = [
    "Reuters",
    "The Guardian",
    "www.theguardian.com",
    "The Harbour Courier",
    "Nordlicht Tageblatt",
    "bbc.co.uk",
    "CNN",
    "Time",
    "Ledger & Quay",
    "USA Today",
]
KNOWN = by_key(OUTLETS)
GUARDIAN = ("The Guardian", "www.theguardian.com")


@pytest.mark.parametrize(
    ("question", "names", "left"),
    [
        ("According to Reuters, who sank?", ("Reuters",), "who sank?"),
        ("Who sank, according to Reuters?", ("Reuters",), "Who sank?"),
        ("Who sank according to a Reuters report?", ("Reuters",), "Who sank?"),
        ("who sank according to reuters?", ("Reuters",), "who sank?"),
        ("Who was quoted in the Guardian?", GUARDIAN, "Who was quoted?"),
        ("What is written in The Guardian about eels?", GUARDIAN, "What is written about eels?"),
        ("According to theguardian.com, who sank?", ("www.theguardian.com",), "who sank?"),
        ("According to the Guardian's report, who sank?", GUARDIAN, "who sank?"),
        (
            "Which collision was reported by The Harbour Courier?",
            ("The Harbour Courier",),
            "Which collision was?",
        ),
        (
            "Which collision was reported by Harbour Courier?",
            ("The Harbour Courier",),
            "Which collision was?",
        ),
        ("Was geschah laut Nordlicht Tageblatt?", ("Nordlicht Tageblatt",), "Was geschah?"),
        ("Was stand im Nordlicht Tageblatt über Aale?", ("Nordlicht Tageblatt",), "Was stand über Aale?"),
        ("What did Reuters report about eels?", ("Reuters",), "What about eels?"),
        ("Who sank according to the BBC?", ("bbc.co.uk",), "Who sank?"),
        ("News from CNN about eels", ("CNN",), "about eels"),
        ("Who spoke in Ledger & Quay?", ("Ledger & Quay",), "Who spoke?"),
        ("Who sank according to USA Today?", ("USA Today",), "Who sank?"),
    ],
)
def test_an_outlet_of_the_library_is_recognised(question, names, left):
    found = outlet_in(question, KNOWN)
    assert found is not None
    assert (found.names, found.question) == (names, left)


@pytest.mark.parametrize(
    "question",
    [
        "What happened according to Merz?",
        "Who sank according to Der Spiegel?",
        "Who arrived in time?",
        "Who arrived in Berlin?",
        "What did Reuters say about its own strike?",
        "Who bought Reuters?",
        "Who was a guardian in the case?",
        "Who works in the Guardians club?",
        "According to the study, who sank?",
        "",
        "in",
        "laut",
    ],
)
def test_what_is_no_outlet_of_the_library_stays_in_the_question(question):
    assert outlet_in(question, KNOWN) is None


@given(st.text(max_size=60), st.sampled_from(OUTLETS))
def test_no_outlet_and_no_question_breaks_it(text, outlet):
    by_key([text])
    outlet_in(text, KNOWN)
    found = outlet_in(f"Who sank according to {outlet}?", KNOWN)
    assert found is not None
    assert outlet in found.names


def test_a_new_outlet_is_known_from_its_first_article(library, make_article):
    known = KnownOutlets(library.library)
    question = "Who sank according to the Evening Star?"
    assert known.named_in(question) is None
    library.put(library.prepare([make_article(outlet="Evening Star")]))
    found = known.named_in(question)
    assert found is not None
    assert found.names == ("Evening Star",)
