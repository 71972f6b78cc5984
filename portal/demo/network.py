"""The demo's dealer network: regions, tiers, job roles and ten dealers. Who works there is in `people`.

Everything is written by code (`get_or_create` by code), so a second run changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.demo.manuals.api import BRANDS
from portal.network.models import Brand, Dealer, DealerTier, JobRole, Region

REGIONS = (
    ("world", "World", None),
    ("europe", "Europe", "world"),
    ("central-europe", "Central Europe", "europe"),
    ("northern-europe", "Northern Europe", "europe"),
    ("china", "China", "world"),
    ("east-china", "East China", "china"),
    ("south-china", "South China", "china"),
    ("north-america", "North America", "world"),
)
TIERS = (("flagship", "Flagship dealer"), ("dealer", "Dealer"), ("service-point", "Service point"))
ROLES = (
    ("technician", "Technician"),
    ("hv-technician", "High-voltage technician"),
    ("service-adviser", "Service adviser"),
    ("sales-adviser", "Sales adviser"),
    ("parts-clerk", "Parts clerk"),
    ("dealer-manager", "Dealer manager"),
)


@dataclass(frozen=True, slots=True)
class DemoDealer:
    """A dealer by the codes of its tier and region; `brands` are positions in the maker's list of brands."""

    code: str
    name: str
    tier: str
    region: str
    brands: tuple[int, ...]


DEALERS = (
    DemoDealer("CE-101", "Autohaus Lindental", "flagship", "central-europe", (0, 1)),
    DemoDealer("CE-102", "Landtechnik Wiesner", "dealer", "central-europe", (1,)),
    DemoDealer("CE-103", "Service Moosbach", "service-point", "central-europe", (0,)),
    DemoDealer("NE-201", "Fjordby Bil & Maskin", "dealer", "northern-europe", (0, 1)),
    DemoDealer("NE-202", "Harbour Vans", "dealer", "northern-europe", (0,)),
    DemoDealer("EC-301", "东海汽车销售服务", "flagship", "east-china", (0, 1)),
    DemoDealer("EC-302", "江湾商用车", "dealer", "east-china", (0,)),
    DemoDealer("SC-303", "南岭农机", "dealer", "south-china", (1,)),
    DemoDealer("NA-401", "Prairie Line Equipment", "flagship", "north-america", (1,)),
    DemoDealer("NA-402", "Lakeshore Vans", "dealer", "north-america", (0,)),
)


DEPARTMENTS = (
    ("service-engineering", "Service Engineering"),
    ("parts", "Parts"),
    ("technical-publications", "Technical Publications"),
    ("aftersales-marketing", "Aftersales Marketing"),
)


def build_network() -> None:
    """Brands, regions, tiers, roles, dealers."""
    brands = [Brand.objects.get_or_create(code=brand.key, defaults={"name": brand.name})[0] for brand in BRANDS]
    regions: dict[str, Region] = {}
    for code, name, parent in REGIONS:
        regions[code] = Region.objects.get_or_create(
            code=code, defaults={"name": name, "parent": regions[parent] if parent else None}
        )[0]
    tiers = {
        code: DealerTier.objects.get_or_create(code=code, defaults={"name": name, "rank": rank})[0]
        for rank, (code, name) in enumerate(TIERS)
    }
    for code, name in ROLES:
        JobRole.objects.get_or_create(code=code, defaults={"name": name})
    for row in DEALERS:
        dealer, _ = Dealer.objects.get_or_create(
            code=row.code, defaults={"name": row.name, "tier": tiers[row.tier], "region": regions[row.region]}
        )
        dealer.brands.set([brands[position] for position in row.brands])
