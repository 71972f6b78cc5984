"""The fictional maker: two brands, their models, and every manual that it issues."""

from __future__ import annotations

from portal.demo.manuals.values import DemoBrand, DemoEdition, DemoManual, DemoModel

BRANDS = (DemoBrand("velmora", "Velmora"), DemoBrand("tarnhof", "Tarnhof"))
"""Velmora builds delivery vans, Tarnhof tractors and loaders."""

MODELS = (
    DemoModel("VLC", "Courier", "velmora", (2021, 2026)),
    DemoModel("VLX", "Courier XL", "velmora", (2022, 2026)),
    DemoModel("VLE", "Courier E", "velmora", (2024, 2026)),
    DemoModel("T60", "T60", "tarnhof", (2019, 2025)),
    DemoModel("T90", "T90", "tarnhof", (2022, 2026)),
    DemoModel("L40", "L40 Loader", "tarnhof", (2020, 2026)),
)

_FIRST = (DemoEdition("2025-03", -600),)
_TWO = (
    DemoEdition("2024-09", -780),
    DemoEdition("2026-02", -270, "Tightening torques of the cylinder head and the brake calliper changed."),
)
_WITH_FUTURE = (
    DemoEdition("2025-06", -520),
    DemoEdition("2027-01", 60, "Takes effect with model year 2027."),
)
VAN_SYSTEMS = (
    "engine",
    "cooling",
    "fuel",
    "exhaust",
    "clutch",
    "gearbox",
    "brakes",
    "steering",
    "suspension",
    "electrics",
    "climate",
    "body",
)
TRACTOR_SYSTEMS = (
    "engine",
    "cooling",
    "fuel",
    "clutch",
    "gearbox",
    "hydraulics",
    "brakes",
    "steering",
    "electrics",
    "axle",
)

MANUALS = (
    DemoManual("courier-workshop", "Courier workshop manual", "VM-WM-2101-EN", "velmora", "workshop", "en", ("VLC", "VLX"), "service-engineering", VAN_SYSTEMS, _TWO),
    DemoManual("courier-workshop-zh", "Courier 维修手册", "VM-WM-2101-ZH", "velmora", "workshop", "zh-hans", ("VLC", "VLX"), "service-engineering", ("engine", "cooling", "brakes", "electrics"), _FIRST, markets=("CN",)),
    DemoManual("courier-diagnosis", "Courier diagnostic manual", "VM-DG-2104-EN", "velmora", "diagnostic", "en", ("VLC", "VLX"), "service-engineering", ("engine", "fuel", "exhaust", "brakes", "electrics"), _FIRST),
    DemoManual("courier-diagnosis-zh", "Courier 故障诊断手册", "VM-DG-2104-ZH", "velmora", "diagnostic", "zh-hans", ("VLC", "VLX"), "service-engineering", ("engine", "exhaust", "brakes"), _FIRST, markets=("CN",)),
    DemoManual("courier-e-high-voltage", "Courier E high-voltage safety", "VM-HV-2402-EN", "velmora", "safety", "en", ("VLE",), "service-engineering", ("highvoltage",), _WITH_FUTURE, roles=("hv-technician",)),
    DemoManual("courier-wiring", "Courier wiring diagrams", "VM-WD-2103-EN", "velmora", "wiring", "en", ("VLC", "VLX", "VLE"), "technical-publications", ("electrics", "climate"), _FIRST),
    DemoManual("courier-parts", "Courier parts catalogue", "VM-PC-2107-EN", "velmora", "parts", "en", ("VLC", "VLX"), "parts", ("engine", "brakes", "suspension", "body"), _FIRST),
    DemoManual("courier-owner-zh", "Courier 用户手册", "VM-OH-2201-ZH", "velmora", "owner", "zh-hans", ("VLC",), "technical-publications", ("brakes", "climate", "electrics"), _FIRST, regions=("china",)),
    DemoManual("courier-towbar", "Towbar fitting instructions", "VM-FI-2205-EN", "velmora", "fitting", "en", ("VLC", "VLX"), "aftersales-marketing", ("body",), _FIRST),
    DemoManual("courier-body", "Courier body repair", "VM-BR-2106-EN", "velmora", "body", "en", ("VLC", "VLX", "VLE"), "service-engineering", ("body", "suspension"), _FIRST),
    DemoManual("t60-workshop", "T60 and T90 workshop manual", "TH-WM-1901-EN", "tarnhof", "workshop", "en", ("T60", "T90"), "service-engineering", TRACTOR_SYSTEMS, _FIRST),
    DemoManual("tractor-hydraulics", "Hydraulic system, T60, T90 and L40", "TH-HY-2002-EN", "tarnhof", "workshop", "en", ("T60", "T90", "L40"), "service-engineering", ("hydraulics", "axle"), _FIRST),
    DemoManual("t90-maintenance-zh", "T90 保养手册", "TH-MS-2203-ZH", "tarnhof", "maintenance", "zh-hans", ("T90",), "technical-publications", ("engine", "hydraulics", "cooling"), _FIRST, markets=("CN",)),
    DemoManual("l40-handbook-scan", "L40 loader service handbook (scan)", "TH-OH-1998-EN", "tarnhof", "owner", "en", ("L40",), "technical-publications", ("hydraulics",), _FIRST, scanned=True),
)  # fmt: skip
"""Fourteen manuals, five of them Chinese, one of over 150 pages, one scanned, one with two editions, one with an
edition that is not in force yet."""
