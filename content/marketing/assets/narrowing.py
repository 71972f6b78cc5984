"""How a person narrows the assets that they may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from content.library.models.publication import LANGUAGES
from content.marketing.assets.models import Asset, Keyword
from portal.network.models import Brand

LONGEST_WORDS, MOST_WORDS = 100, 8


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What was chosen; "" is no choice."""

    words: str = ""
    kind: str = ""
    brand: str = ""
    keyword: str = ""
    language: str = ""

    @classmethod
    def read(cls, sent: Mapping[str, Any]) -> Narrowing:
        """From an address. What is no choice counts for none."""
        text = {
            name: str(sent.get(name, ""))[:LONGEST_WORDS].replace("\0", "")
            for name in ("q", "kind", "brand", "keyword", "language")
        }
        return cls(
            words=text["q"].strip(),
            kind=text["kind"] if text["kind"] in Asset.Kind.values else "",
            brand=text["brand"],
            keyword=text["keyword"],
            language=text["language"] if text["language"] in dict(LANGUAGES) else "",
        )

    @property
    def any(self) -> bool:
        """Whether anything was chosen."""
        return any((self.words, self.kind, self.brand, self.keyword, self.language))

    def of(self, assets: QuerySet[Asset]) -> QuerySet[Asset]:
        """Those of `assets` that fit. Every word has to be in the title, description, keywords or collection."""
        for word in self.words.split()[:MOST_WORDS]:
            assets = assets.filter(_says(word))
        if self.kind:
            assets = assets.filter(kind=self.kind)
        if self.language:
            assets = assets.filter(language=self.language)
        if self.brand:
            shown = Asset.brands.through._default_manager.filter(asset=OuterRef("pk"), brand__code=self.brand)
            assets = assets.filter(Exists(shown))
        if self.keyword:
            named = Asset.keywords.through._default_manager.filter(asset=OuterRef("pk"), keyword__code=self.keyword)
            assets = assets.filter(Exists(named))
        return assets


def _says(word: str) -> Q:
    texts = ("title", "title_zh", "description", "description_zh", "collection")
    said = Q()
    for name in texts:
        said |= Q(**{f"{name}__icontains": word})
    named = Asset.keywords.through._default_manager.filter(asset=OuterRef("pk"))
    named = named.filter(Q(keyword__name__icontains=word) | Q(keyword__name_zh__icontains=word))
    return said | Q(Exists(named))


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose among the assets that the person may see, and nothing of others."""

    kinds: list[tuple[str, str]]
    brands: list[Brand]
    keywords: list[Keyword]
    languages: list[tuple[str, str]]


def choices(assets: QuerySet[Asset]) -> Choices:
    """Four statements."""
    ids = assets.order_by().values("pk")
    brands = Asset.brands.through._default_manager.filter(asset__in=ids).values("brand")
    keywords = Asset.keywords.through._default_manager.filter(asset__in=ids).values("keyword")
    kinds = set(assets.order_by().values_list("kind", flat=True).distinct())
    languages = set(assets.order_by().values_list("language", flat=True).distinct())
    return Choices(
        kinds=[(value, str(label)) for value, label in Asset.Kind.choices if value in kinds],
        brands=list(Brand.objects.filter(pk__in=brands)),
        keywords=list(Keyword.objects.filter(pk__in=keywords)),
        languages=[(value, str(label)) for value, label in LANGUAGES if value in languages],
    )
