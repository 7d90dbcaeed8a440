"""The form that takes a file: the same answer as the command, nothing kept, and nothing that can be overrun."""

from __future__ import annotations

import gzip
import html
import io
import re
import tempfile
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bombs import Deflated, deflated, gzipped, zipped
from faultyfiles import COMPOSED
from faultyfiles import zipped as packed
from smallstandard import write_standard
from vrede.article import load_policy
from vrede.validate import Standard, Validator, uploaded
from written import activity, file_of, incoming

ADDRESS = "/nl/validate/"


@pytest.fixture(scope="module")
def standard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a made-up small standard."""
    folder = tmp_path_factory.mktemp("standard")
    write_standard(folder)
    return folder


@pytest.fixture
def form(client: Client, standard: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The site with a standard, and no upload counted yet."""
    from vrede.web.pages.data import validate
    from vrede.web.site.limit import Limit

    monkeypatch.setenv("VREDE_STANDARD", str(standard))
    monkeypatch.setattr(validate, "limit", Limit("test", 12, 60, 2))
    return client


def post(client: Client, data: bytes, name: str = "a.xml", address: str = ADDRESS):  # type: ignore[no-untyped-def]
    """Upload bytes."""
    return client.post(address, {"file": SimpleUploadedFile(name, data)})


@pytest.mark.parametrize(
    ("address", "title"), [("/nl/validate/", "Ziet het ministerie"), ("/en/validate/", "Will the ministry")]
)
def test_the_form_is_there_in_both_languages(client: Client, address: str, title: str) -> None:
    """A form with a file and a token; never kept by a cache."""
    answer = client.get(address)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert title in text
    assert 'type="file"' in text
    assert "csrfmiddlewaretoken" in text
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_linked_file_is_seen(form: Client) -> None:
    """Yes, with the activity as the ministry sees it."""
    text = post(form, file_of(activity(inside=incoming()))).content.decode()
    assert "Ja. Elke activiteit" in text
    assert "EUR 900.000" in text


def test_a_failing_link_gets_its_element_to_paste(form: Client) -> None:
    """The old form, and what to write instead, escaped once."""
    bad = incoming('ref="XM-DAC-7" provider-activity-id="NL-1-PPR-29481"')
    text = post(form, gzip.compress(file_of(activity(inside=bad))), "a.xml.gz", "/en/validate/").content.decode()
    element = "&lt;provider-org ref=&quot;XM-DAC-7&quot; provider-activity-id=&quot;XM-DAC-7-PPR-29481&quot;&gt;"
    assert f"<code>{element}&lt;narrative&gt;Ministerie&lt;/narrative&gt;&lt;/provider-org&gt;</code>" in text


@pytest.mark.parametrize("name", [name for name in COMPOSED if name not in ("empty", "broken gzip")])
def test_the_form_answers_as_the_command_does(form: Client, standard: Path, name: str) -> None:
    """The one answer about a file, word for word."""
    validator = Validator(Standard(standard), load_policy(), datetime.now(UTC), at_site=True)
    (source,) = uploaded("a.xml", COMPOSED[name])
    for address, lang in (("/nl/validate/", "nl"), ("/en/validate/", "en")):
        text = post(form, COMPOSED[name], "a.xml", address).content.decode()
        assert html.escape(validator.check(source).verdict.said(lang)) in text  # type: ignore[arg-type]


def test_a_readme_in_a_zip_is_named(form: Client) -> None:
    """Its name and that it was not judged, and no headings with nothing below."""
    data = packed(("README.txt", b"hi"), ("a.xml", file_of(activity(inside=incoming()))))
    text = post(form, data, "x.zip", "/en/validate/").content.decode()
    part = text[text.index("x.zip/README.txt") : text.index("x.zip/a.xml")]
    assert "It was not judged." in part
    assert "<h3>" not in part


def test_a_name_that_is_an_attack_is_a_name(form: Client) -> None:
    """File names and values are escaped."""
    text = post(form, file_of(activity(identifier="&lt;script>x")), "<script>y.xml").content.decode()
    assert "<script>x" not in text
    assert "<script>y" not in text


def test_nothing_is_written(form: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """An upload of several MB stays in memory: whatever would make a temporary file fails."""

    def refuse(*_args: object, **_words: object) -> None:
        raise AssertionError("a file was made")

    for name in ("NamedTemporaryFile", "TemporaryFile", "mkstemp", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, refuse)
    filler = f"<!-- {'x' * 4_000_000} -->"
    assert post(form, file_of(activity(inside=incoming() + filler))).status_code == 200


def test_more_than_50_mb_is_refused_unread(form: Client) -> None:
    """413, with what to do; the body is not read."""
    answer = form.post(ADDRESS, b"x", content_type="multipart/form-data; boundary=b", CONTENT_LENGTH=str(60 << 20))
    assert answer.status_code == 413
    assert "50 MB" in answer.content.decode()


@pytest.mark.parametrize("form_of", ["gzip", "gzip that lies", "zip", "zip in zip"])
def test_a_bomb_of_10_gb_is_said(form: Client, form_of: str) -> None:
    """10 MB out of which 10 GB would come: the page says so, or that a zip in a zip is not opened."""
    packed = deflated(b" ")
    data = gzipped(packed, 4096 if form_of == "gzip that lies" else None)
    if form_of.startswith("zip"):
        data = zipped(packed)
    if form_of == "zip in zip":
        data = zipped(Deflated(zlib.compress(data, 0, -15), len(data)), name=b"in.zip")
    answer = post(form, data, "bomb")
    assert answer.status_code == 200
    assert (
        "ingepakt bestand in een ingepakt bestand" if form_of == "zip in zip" else "meer dan veilig"
    ) in answer.content.decode()


def zip_of(number: int) -> bytes:
    """A zip of so many files that are no XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for n in range(number):
            archive.writestr(f"{n:03}.xml", b"no")
    return out.getvalue()


@pytest.mark.parametrize(
    ("held", "lang", "words"),
    [
        (20, "en", ""),
        (23, "en", "This zip holds 23 files; the first 20 are checked below and the other 3 are not"),
        (23, "nl", "Deze zip bevat 23 bestanden; de eerste 20 zijn hieronder gecontroleerd en de andere 3 niet"),
        (502, "en", "This zip holds 502 files; the first 20 are checked below and the other 482 are not"),
    ],
)
def test_files_of_a_zip_that_are_not_checked_are_counted(form: Client, held: int, lang: str, words: str) -> None:
    """Twenty at most; how many were left out, why, and what to do."""
    text = post(form, zip_of(held), "a.zip", f"/{lang}/validate/").content.decode()
    assert text.count('<section aria-labelledby="f') == 20
    assert words in text
    assert ('role="status"' in text) is bool(words)


def test_a_file_is_checked_before_anything_was_built(
    form: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without any snapshot the form and its answer are there, and the other pages say that there is no data."""
    from vrede.web.site import page_cache

    monkeypatch.setenv("VREDE_LAKE", str(tmp_path / "none"))
    page_cache.forget()
    assert 'type="file"' in form.get(ADDRESS).content.decode()
    assert "Ja. Elke activiteit" in post(form, file_of(activity(inside=incoming()))).content.decode()
    assert form.get("/nl/").status_code == 503


def test_no_file_is_checked_where_the_list_of_the_withheld_is_gone(
    form: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Whom a report must not name is not known then: 503, and no report."""
    monkeypatch.setenv("VREDE_LAKE", str(tmp_path / "none"))
    monkeypatch.setenv("VREDE_SUPPRESS", str(tmp_path / "gone.csv"))
    answer = post(form, file_of(activity(inside=incoming())))
    assert answer.status_code == 503
    assert "Elke activiteit" not in answer.content.decode()


def test_no_file_is_said(form: Client) -> None:
    """400, with the form again."""
    answer = form.post(ADDRESS, {})
    assert answer.status_code == 400
    assert "Kies eerst" in answer.content.decode()


def test_a_form_of_another_site_is_refused(form: Client) -> None:
    """403 without the token, in our own words; with it, the answer."""
    strict = Client(enforce_csrf_checks=True)
    assert post(strict, file_of(activity())).status_code == 403
    page = strict.get(ADDRESS).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    file = SimpleUploadedFile("a.xml", file_of(activity()))
    assert strict.post(ADDRESS, {"file": file, "csrfmiddlewaretoken": token[1]}).status_code == 200


def test_too_many_at_once_wait(form: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """429 with how long to wait."""
    from vrede.web.pages.data import validate
    from vrede.web.site.limit import Limit

    monkeypatch.setattr(validate, "limit", Limit("test", 1, 60, 2))
    assert post(form, file_of(activity())).status_code == 200
    answer = post(form, file_of(activity()))
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 61


# what of the standard is not there | language | before a file is chosen | after
WITHOUT = """
all | nl | deze site heeft de standaard niet opgehaald | Of het bestand aan de structuur, codelijsten en regels van de IATI-standaard voldoet is niet gecontroleerd: de standaard is hier niet opgehaald
all | en | this site has not fetched the standard | was not checked: the standard has not been fetched here
mapping/2.03/mapping.xml | nl | het exemplaar van deze site is niet heel | niet gecontroleerd: het exemplaar van de standaard hier is niet heel
rulesets/2.03/standard.json | en | copy of the standard is not whole | was not checked: the copy of the standard here is not whole
schemas/2.03/iati-activities-schema.xsd | en | copy of the standard is not whole | was not checked: the copy of the standard here is not whole
codelists/non-embedded/OrganisationRegistrationAgency.xml | nl | het exemplaar van deze site is niet heel | niet gecontroleerd: het exemplaar van de standaard hier is niet heel
"""
CASES = [tuple(cell.strip() for cell in row.split("|")) for row in WITHOUT.strip().splitlines()]


@pytest.mark.parametrize("other", [None, b"", b"<html/>", b"\xff\x00"])
@pytest.mark.parametrize(("gone", "lang", "before", "after"), CASES)
def test_without_the_standard_it_is_said_whether_the_ministry_sees_a_file(
    form: Client,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    gone: str,
    lang: str,
    before: str,
    after: str,
    other: bytes | None,
) -> None:
    """Before the file is chosen and after: what is not checked and why, in the page's language, without a path or another's words."""
    folder = tmp_path / "standard"
    if gone != "all":
        write_standard(folder)
        (folder / gone).unlink()
        if other is not None:
            (folder / gone).write_bytes(other)
    monkeypatch.setenv("VREDE_STANDARD", str(folder))
    address = f"/{lang}/validate/"
    first = html.unescape(form.get(address).content.decode())
    bad = incoming('ref="XM-DAC-7" provider-activity-id="NL-1-PPR-29481"')
    answer = post(form, file_of(activity(inside=bad + "<x/>")), address=address)
    second = html.unescape(answer.content.decode())
    assert answer.status_code == 200
    assert before in first and after not in first
    assert before in second and after in second
    assert 'provider-activity-id="XM-DAC-7-PPR-29481"' in second
    assert not re.search(
        r"officiële validator neemt het bestand aan\.|the official validator accepts the file\.", second
    )
    for text in (first, second):
        assert str(tmp_path) not in text and "vrede get standard" not in text and "standard.json" not in text
        assert lang == "en" or not re.search(r"not (been )?(fetched|checked|whole)|missing|cannot be", text)


def test_a_standard_that_is_fetched_is_used_at_once(
    form: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without a restart; and one that is damaged later is not used any more."""
    monkeypatch.setenv("VREDE_STANDARD", str(tmp_path))
    data = file_of(activity(inside=incoming() + "<x/>"))

    def checked() -> bool:
        text = post(form, data).content.decode()
        assert ("0.3.1" in text) is ("standard.broken" not in text and "standard.absent" not in text)
        return "0.3.1" in text

    assert not checked()
    write_standard(tmp_path)
    assert checked()
    (tmp_path / "mapping" / "2.03" / "mapping.xml").write_text("<mappings/>")
    assert not checked()


def test_versions_that_cannot_be_checked_are_named(form: Client) -> None:
    """The small standard has activities of 2.03 alone: they are checked, and the form names all others."""
    text = form.get("/en/validate/").content.decode()
    assert "activities in version 1.01, 1.02, 1.03, 1.04, 1.05, 2.01, 2.02; organisations in version 1.01" in text
    assert "standard.broken" not in post(form, file_of(activity())).content.decode()


def test_only_this_page_takes_anything(form: Client) -> None:
    """A post anywhere else is refused as before."""
    assert form.post("/nl/", {"q": "x"}).status_code == 405
    assert form.put(ADDRESS, b"x").status_code == 405


def test_the_limit_forgets() -> None:
    """After its time an address may ask again, and old addresses are dropped."""
    from vrede.web.site.limit import Limit, TooMuch

    now = [0.0]
    limit = Limit("test", 1, 60, 1, clock=lambda: now[0])
    with limit.work("a"):
        pass
    with pytest.raises(TooMuch), limit.work("a"):
        pass
    now[0] = 61.0
    with limit.work("a"), pytest.raises(TooMuch), limit.work("b"):
        pass
