import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.identity import canonical_url, host_of, identify


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("HTTPS://Courier.Example/A?id=5#top", "https://courier.example/A?id=5"),
        ("https://courier.example/a?utm_source=x&id=5&utm_medium=y", "https://courier.example/a?id=5"),
        ("https://courier.example/a?gclid=1&fbclid=2", "https://courier.example/a"),
        ("https://courier.example/a?utmost=1&b", "https://courier.example/a?utmost=1&b"),
        (" https://courier.example/two words ", "https://courier.example/two%20words"),
        ("https://courier.example/straße", "https://courier.example/straße"),
        ("https://user@Courier.example:8080/", "https://user@courier.example:8080/"),
        ("//courier.example/a", None),
        ("courier.example/a", None),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("https://", None),
        ("http://[::1", None),
        ("https://courier.example/\x00", None),
        ("https://courier.example/\ud800", None),
        ("https://courier.example/<script>", None),
        (5, None),
        (None, None),
    ],
)
def test_an_address_is_the_same_however_it_was_shared(address: object, canonical: str | None) -> None:
    assert canonical_url(address) == canonical


@given(st.text(st.characters() | st.sampled_from("\ud800\udfff\0\r")).map("https://courier.example/".__add__))
def test_a_canonical_address_can_be_stored_and_is_its_own(address: str) -> None:
    url = canonical_url(address)
    if url is not None:
        url.encode("utf-8")
        assert canonical_url(url) == url


def test_the_host_is_named_without_www() -> None:
    assert host_of("https://www.courier.example:8080/a") == "courier.example"


def test_an_id_counts_before_an_address_and_an_address_before_the_rest() -> None:
    assert identify("7", "https://courier.example/a", "file:/a") == ("id:7", "7")
    assert identify("", "https://courier.example/a", "file:/a")[0] == "url:https://courier.example/a"
    assert identify("", None, "file:/a")[0] == "file:/a"


def test_an_id_too_long_for_people_still_tells_articles_apart() -> None:
    (key, shown), (other, _) = identify("x" * 201, None, ""), identify("x" * 201 + "y", None, "")
    assert len(shown) == 12
    assert key != other
