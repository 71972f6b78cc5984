"""Which captions a film has."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.blocks.struct_block import StructBlockValidationError

from tests.training import builders
from training.courses.blocks import VideoLesson
from training.courses.captions import Captions, captions_of, preferred
from training.courses.files import receive_file

SPOKEN, CHINESE = Captions("en", 1, spoken=True), Captions("zh-hans", 2)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({}, ()),
        ({"captions": None, "subtitles": []}, ()),
        ({"captions": 1}, (SPOKEN,)),
        ({"subtitles": [{"language": "zh-hans", "file": 2}]}, (CHINESE,)),
        (
            {"captions": 1, "subtitles": [{"type": "item", "id": "x", "value": {"language": "zh-hans", "file": 2}}]},
            (SPOKEN, CHINESE),
        ),
        ({"captions": 1, "subtitles": [{"language": "en", "file": 3}]}, (SPOKEN,)),
        ({"subtitles": [{"language": "de", "file": None}]}, ()),
    ],
)
def test_each_language_once_the_spoken_first(value, found):
    assert captions_of(value, spoken="en") == found


def test_everybody_reads_their_own_language_where_it_is_there():
    both = (SPOKEN, CHINESE)
    assert preferred(both, language="zh-hans") is CHINESE
    assert preferred(both, language="de") is SPOKEN
    assert preferred((), language="en") is None


@pytest.mark.django_db
def test_one_file_for_each_language():
    film, german, chinese = (
        receive_file(upload=SimpleUploadedFile(name, data), kind=kind, title="", department=builders.department())
        for kind, name, data in (
            ("video", "f.webm", b"\x1a\x45\xdf\xa3 film"),
            ("captions", "de.vtt", b"WEBVTT de"),
            ("captions", "zh.vtt", b"WEBVTT zh"),
        )
    )
    block = VideoLesson()

    def value(*languages):
        entries = [
            {"type": "item", "id": language, "value": {"language": language, "file": file.pk}}
            for language, file in zip(languages, (german, chinese), strict=True)
        ]
        return block.to_python({"title": "Film", "film": film.pk, "subtitles": entries})

    assert len(block.clean(value("de", "zh-hans"))["subtitles"]) == 2
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(value("de", "de"))
    assert list(refused.value.block_errors) == ["subtitles"]
