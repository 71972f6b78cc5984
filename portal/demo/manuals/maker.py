"""The fictional maker: two brands and their models. Velmora builds delivery vans, Tarnhof tractors and loaders."""

from __future__ import annotations

from portal.demo.manuals.values import DemoBrand, DemoModel

MAKER = "Norrvale Vehicle Group"
BRANDS = (DemoBrand("velmora", "Velmora"), DemoBrand("tarnhof", "Tarnhof"))
ACCENTS = {"velmora": (18, 58, 104), "tarnhof": (24, 92, 60)}
"""The printing colour of each brand, red, green and blue of 255."""

MODELS = (
    DemoModel("VLD", "Lodan", "velmora", (2021, 2026)),
    DemoModel("VLX", "Lodan XL", "velmora", (2022, 2026)),
    DemoModel("VLE", "Lodan E", "velmora", (2024, 2026)),
    DemoModel("TK60", "TK 60", "tarnhof", (2019, 2025)),
    DemoModel("TK90", "TK 90", "tarnhof", (2022, 2026)),
    DemoModel("LH40", "LH 40", "tarnhof", (2020, 2026)),
)
