"""What is written: pages that keep secrets, the same bytes each time, pictures from bare pixels."""

from __future__ import annotations

import hashlib
import io
import json
import re
from dataclasses import replace

import pytest
from PIL import Image, ImageCms

from famedit.core.article import ArticleFields, HeroImage
from famedit.core.errors import BadInput, NotFound
from famedit.core.reply import ReplyStatus
from famedit.services import images
from famedit.services.writers.page import ExportOptions, public, write_folder, write_single
from famedit.services.writers.table import WRITERS, writer
from tests.services.articles import BORN, CANARIES, article, article_with_canaries, jpeg, png, reply

OPTIONS = ExportOptions()


@pytest.mark.parametrize("row", WRITERS, ids=lambda row: row.id)
def test_nothing_internal_is_ever_written(row) -> None:  # noqa: ANN001 - a Writer
    page, replies, pictures = article_with_canaries()
    written = row.write(public(page, replies, pictures), OPTIONS)
    everything = b"\n".join([*written.files.values(), *(name.encode() for name in written.files)]).lower()
    if row.id == "markdown":
        # the form that can be imported again says where the article came from, and nothing else of this
        everything = everything.replace(CANARIES["source-id"].encode(), b"").replace(CANARIES["source"].encode(), b"")
    leaked = [name for name, canary in CANARIES.items() if canary.encode() in everything]
    assert leaked == []
    assert b"canary" not in everything
    if row.id != "markdown":
        assert b"everybody sees this" in everything


def test_a_page_says_nothing_of_hidden_replies() -> None:
    shown = [reply(1, "One."), reply(3, "Three.")]
    hidden = [reply(2, "Two.", ReplyStatus.HIDDEN)]
    page = article(ArticleFields(headline="A", body="B"))
    with_hidden = write_folder(public(page, [shown[0], *hidden, shown[1]], {}), OPTIONS)
    without = write_folder(public(page, [shown[0], shown[1]], {}), OPTIONS)
    assert with_hidden.files == without.files


def test_the_same_revision_gives_the_same_bytes() -> None:
    page, replies, pictures = article_with_canaries()
    for row in WRITERS:
        first, second = (row.write(public(page, replies, pictures), OPTIONS) for _ in range(2))
        assert first.files == second.files
        assert list(first.files) == list(second.files)


def test_the_folder_is_whole_and_its_links_are_relative() -> None:
    page, replies, pictures = article_with_canaries()
    written = write_folder(public(page, replies, pictures), OPTIONS)
    html = written.files["index.html"].decode()
    assert set(re.findall(r'(?:src|href)="((?:images/|style)[^"]*)"', html)) == set(written.files) - {
        "index.html",
        "manifest.json",
    }
    assert 'src="/' not in html
    assert "file:" not in html
    assert "<script" not in html.replace('<script type="application/ld+json"', "")
    manifest = json.loads(written.files["manifest.json"])
    assert manifest["article"] == "a-page-with-secrets"
    assert (manifest["revision"], manifest["replies"]) == (4, 2)
    assert set(manifest["files"]) == set(written.files) - {"manifest.json"}
    for name, facts in manifest["files"].items():
        assert facts["sha256"] == hashlib.sha256(written.files[name]).hexdigest()
        assert facts["bytes"] == len(written.files[name])


def test_one_file_holds_everything() -> None:
    page, replies, pictures = article_with_canaries()
    written = write_single(public(page, replies, pictures), OPTIONS)
    (html,) = (data.decode() for data in written.files.values())
    assert html.count('src="data:image/') == 2
    assert '<link rel="stylesheet"' not in html
    assert "<style" in html
    assert "images/" not in re.sub(r"base64,[^\"]*", "", html)


def test_likers_are_named_only_when_wanted() -> None:
    liked = replace(reply(1, "One."), liked_by=("Zinnia",), likes=1)
    page = public(article(ArticleFields(headline="A")), [liked], {})
    assert b"Zinnia" in write_folder(page, OPTIONS).files["index.html"]
    assert b"Zinnia" not in write_folder(page, ExportOptions(likers=False)).files["index.html"]


def test_a_picture_the_desk_has_lost_is_left_out() -> None:
    fields = ArticleFields(headline="A", body=f"![x](media/{'0' * 64})", hero=HeroImage(sha256="1" * 64, alt="x"))
    for row in WRITERS:
        row.write(public(article(fields), (), {}), OPTIONS)


def test_an_unknown_format_is_named() -> None:
    assert writer("html").in_folder
    with pytest.raises(NotFound, match="Choose one of html, single, markdown"):
        writer("pdf")


# Pictures -----------------------------------------------------------------------------------------------------------


def test_a_picture_leaves_everything_but_its_pixels_behind() -> None:
    data = jpeg(60, 40, turned=True, canary="canary-camera")
    assert b"canary-camera" in data
    page = images.for_page(data)
    assert b"canary" not in page.data
    assert b"Exif" not in page.data
    assert (page.width, page.height, page.suffix) == (40, 60, ".jpg")
    assert images.examine(data) == images.PictureFacts(40, 60, "image/jpeg")
    assert not Image.open(io.BytesIO(page.data)).info.get("comment")


def test_a_wide_picture_is_made_smaller() -> None:
    page = images.for_page(png(3200, 100))
    assert (page.width, page.height, page.suffix) == (1600, 50, ".png")
    assert images.for_page(png(3200, 100), widest=None).width == 3200


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "suffix", "mode"),
    [
        (encoded(Image.new("L", (4, 4), 7), "PNG"), ".png", "RGB"),
        (encoded(Image.new("P", (4, 4), 7), "GIF"), ".png", "RGB"),
        (encoded(Image.new("P", (4, 4), 7), "GIF", transparency=7), ".png", "RGBA"),
        (encoded(Image.new("RGBA", (4, 4), (1, 2, 3, 255)), "PNG"), ".png", "RGB"),
        (encoded(Image.new("RGBA", (4, 4), (1, 2, 3, 4)), "PNG"), ".png", "RGBA"),
        (encoded(Image.new("RGBA", (4, 4), (1, 2, 3, 4)), "WEBP"), ".png", "RGBA"),
        (encoded(Image.new("RGB", (4, 4), (1, 2, 3)), "WEBP"), ".jpg", "RGB"),
        (encoded(Image.new("CMYK", (4, 4), (1, 2, 3, 4)), "JPEG"), ".jpg", "RGB"),
        (encoded(Image.new("I;16", (4, 4), 65535), "PNG"), ".png", "RGB"),
        (encoded(Image.new("1", (4, 4), 1), "PNG"), ".png", "RGB"),
    ],
)
def test_kinds_of_pictures(data: bytes, suffix: str, mode: str) -> None:
    page = images.for_page(data)
    assert page.suffix == suffix
    assert Image.open(io.BytesIO(page.data)).mode == mode


def test_sixteen_bits_keep_their_brightness() -> None:
    page = images.for_page(encoded(Image.new("I;16", (2, 2), 0x8080), "PNG"))
    assert Image.open(io.BytesIO(page.data)).getpixel((0, 0)) == (128, 128, 128)


def test_colours_are_brought_to_srgb() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    good = encoded(Image.new("RGB", (2, 2), (200, 30, 30)), "PNG", icc_profile=profile.tobytes())
    broken = encoded(Image.new("RGB", (2, 2), (200, 30, 30)), "PNG", icc_profile=b"no profile at all")
    for data in (good, broken):
        page = images.for_page(data)
        assert Image.open(io.BytesIO(page.data)).getpixel((0, 0)) == (200, 30, 30)
        assert "icc_profile" not in Image.open(io.BytesIO(page.data)).info


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"not a picture", "no JPEG, PNG, WebP or GIF"),
        (b"", "no JPEG"),
        (encoded(Image.new("RGB", (3, 3)), "BMP"), "no JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no JPEG"),
        (jpeg(200, 200)[:-200], "damaged"),
        (png(200, 200, (1, 2, 3))[:150], "damaged"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        images.examine(data, "x.png")
    with pytest.raises(BadInput, match=words):
        images.for_page(data)


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    big = encoded(Image.new("1", (10_000, 6_000)), "PNG")
    assert len(big) < 100_000
    with pytest.raises(BadInput, match="10000 x 6000 pixels"):
        images.examine(big, "bomb.png")


def test_a_file_of_too_many_bytes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MOST_BYTES", 10)
    with pytest.raises(BadInput, match="larger than"):
        images.examine(png())


def test_the_times_on_a_page_are_the_articles_own() -> None:
    page = article(ArticleFields(headline="A"), published_at=BORN)
    html = write_folder(public(page, (), {}), OPTIONS).files["index.html"].decode()
    assert "2025-03-21" in html
    assert "2026" not in html
