"""The contact sheet that people look at: every look of a page is what its name says."""

from __future__ import annotations

from PIL import Image, ImageStat

from tests.contact_sheet import LOOKS, pictures, sheet


def test_a_page_is_taken_in_every_look_and_paper_is_light(browser, sample_server, tmp_path):
    files = pictures(browser, sample_server, tmp_path, ["uneven"])
    brightness = {}
    for look, file in zip(LOOKS, files, strict=True):
        with Image.open(file) as picture:
            brightness[look.name] = ImageStat.Stat(picture.convert("L")).mean[0]
            assert look.printed or picture.width == look.width
    assert max(brightness["dark"], brightness["phone-dark"]) < 80
    assert min(brightness["light"], brightness["phone"], brightness["print"]) > 200
    with Image.open(sheet(files, tmp_path / "sheet.png")) as board:
        assert board.width > board.height
