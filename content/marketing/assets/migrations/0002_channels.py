"""The channels and licences that a network begins with."""

from django.db import migrations

CHANNELS = [
    ("web", "Web", "网页", "picture", "jpeg", "inside", 1600, 1600, 85, 0, False),
    ("email", "E-mail", "电子邮件", "picture", "jpeg", "inside", 800, 800, 80, 0, False),
    ("square", "Social media, square", "社交媒体方图", "picture", "jpeg", "crop", 1080, 1080, 85, 0, False),
    ("print", "Print, CMYK", "印刷（CMYK）", "picture", "tiff", "inside", 0, 0, 90, 300, True),
    ("film-720", "Film, 720p", "视频 720p", "film", "mp4", "inside", 1280, 720, 85, 0, False),
    ("pdf", "Print file", "印刷文件", "print", "as_is", "inside", 0, 0, 85, 0, False),
]
LICENCES = [
    ("own", "Own work", "自有作品", "The maker holds all rights. Dealers use it for the maker's products.", "制造商拥有全部权利，经销商可用于宣传制造商的产品。", False, True),
    ("editorial", "Editorial use only", "仅限编辑用途", "Not in advertisements.", "不得用于广告。", True, False),
]


def begin(apps, schema_editor):
    names = ("code", "name", "name_zh", "kind", "format", "fit", "width", "height", "quality", "dpi", "cmyk")
    Channel = apps.get_model("marketing_assets", "Channel")
    for order, row in enumerate(CHANNELS, start=1):
        facts = dict(zip(names, row, strict=True))
        Channel.objects.get_or_create(code=facts.pop("code"), defaults={**facts, "order": 10 * order})
    names = ("code", "name", "name_zh", "terms", "terms_zh", "needs_attribution", "commercial")
    Licence = apps.get_model("marketing_assets", "Licence")
    for row in LICENCES:
        facts = dict(zip(names, row, strict=True))
        Licence.objects.get_or_create(code=facts.pop("code"), defaults=facts)


class Migration(migrations.Migration):
    dependencies = [("marketing_assets", "0001_assets")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
