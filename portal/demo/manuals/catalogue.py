"""Every manual that the fictional maker issues."""

from __future__ import annotations

from portal.demo.manuals.values import DemoEdition, DemoManual

_SERVICE, _PARTS, _MARKETING, _PUBLICATIONS = (
    "service-engineering",
    "parts",
    "aftersales-marketing",
    "technical-publications",
)
_VAN = ("engine", "cooling", "fuel", "exhaust", "clutch", "gearbox", "brakes", "steering", "suspension", "electrics",
        "climate", "body")  # fmt: skip
_TRACTOR = ("tengine", "transmission", "hydraulics", "cab")
_VAN_FAULTS = ("engine", "cooling", "fuel", "exhaust", "brakes", "electrics")
_FIRST = (DemoEdition("Edition 1", -400),)


def _manual(
    slug: str,
    title: str,
    number: str,
    kind: str,
    models: tuple[str, ...],
    years: tuple[int, int],
    systems: tuple[str, ...],
    **more: object,
) -> DemoManual:
    values: dict[str, object] = {
        "brand": "tarnhof" if number.startswith("TH") else "velmora",
        "language": "zh-hans" if number.endswith("ZH") else "en",
        "department": _SERVICE,
        "editions": _FIRST,
        **more,
    }
    return DemoManual(
        slug=slug, title=title, document_number=number, kind=kind, models=models, year_from=years[0], year_to=years[1],
        systems=systems, **values,  # type: ignore[arg-type]
    )  # fmt: skip


MANUALS = (
    _manual(
        "lodan-workshop", "Lodan workshop manual", "VM-WM-2101-EN", "workshop", ("VLD", "VLX"), (2021, 2026), _VAN,
        editions=(
            DemoEdition("Edition 1", -780, revised=False),
            DemoEdition(
                "Edition 2",
                -270,
                "Tightening torques of the cylinder head, brake calliper, hub and injection lines changed; chapter on "
                "fault codes added.",
            ),
        ),
        description="All systems of the Lodan: removal, inspection, installation, torques and fault codes.",
    ),
    _manual(
        "lodan-workshop-zh", "Lodan 维修手册", "VM-WM-2101-ZH", "workshop", ("VLD", "VLX"), (2021, 2026),
        ("engine", "exhaust", "brakes", "electrics"), markets=("CN",),
        editions=(DemoEdition("Edition 2", -240),),
        description="发动机、排气、制动和电气系统的拆装、检查、力矩与故障码。",
    ),
    _manual(
        "lodan-diagnosis", "Lodan diagnostic trouble codes", "VM-DG-2104-EN", "diagnostic", ("VLD", "VLX"),
        (2021, 2026), _VAN_FAULTS, description="Trouble codes with symptom, causes, tests and remedy.",
    ),
    _manual(
        "lodan-diagnosis-zh", "Lodan 故障码诊断手册", "VM-DG-2104-ZH", "diagnostic", ("VLD", "VLX"), (2021, 2026),
        _VAN_FAULTS, markets=("CN",), description="各故障码的现象、原因、检测步骤与排除方法。",
    ),
    _manual(
        "lodan-e-high-voltage", "Lodan E high-voltage safety", "VM-HV-2402-EN", "safety", ("VLE",), (2024, 2026),
        ("highvoltage",), roles=("hv-technician",),
        editions=(
            DemoEdition("Edition 1", -520, revised=False),
            DemoEdition("Edition 2", 60, "Takes effect with model year 2027: torque of the HV connector screws."),
        ),
        description="Switching the high voltage off, proving its absence, and work on its components.",
    ),
    _manual(
        "lodan-e-high-voltage-zh", "Lodan E 高压安全手册", "VM-HV-2402-ZH", "safety", ("VLE",), (2024, 2026),
        ("highvoltage",), markets=("CN",), roles=("hv-technician",), editions=(DemoEdition("Edition 1", -500, revised=False),),
        description="高压下电、验电及高压部件作业。",
    ),
    _manual(
        "lodan-wiring", "Lodan wiring diagrams", "VM-WD-2103-EN", "wiring", ("VLD", "VLX", "VLE"), (2021, 2026),
        ("engine", "fuel", "brakes", "electrics", "climate"), department=_PUBLICATIONS,
        description="Circuits, connectors and pins, fuses and grounds.",
    ),
    _manual(
        "lodan-parts", "Lodan parts catalogue", "VM-PC-2107-EN", "parts", ("VLD", "VLX"), (2021, 2026),
        ("engine", "cooling", "brakes", "suspension", "electrics", "body"), department=_PARTS,
        description="Illustrated parts with numbers, pieces and replacement.",
    ),
    _manual(
        "lodan-owner", "Lodan owner's handbook", "VM-OH-2201-EN", "owner", ("VLD", "VLX"), (2021, 2026),
        ("engine", "brakes", "electrics", "climate"), department=_PUBLICATIONS,
        description="What the driver needs to know, from the first drive to the warning lamps.",
    ),
    _manual(
        "lodan-owner-zh", "Lodan 用户手册", "VM-OH-2201-ZH", "owner", ("VLD", "VLX"), (2021, 2026),
        ("engine", "brakes", "electrics", "climate"), department=_PUBLICATIONS, regions=("china",),
        description="日常使用、检查、警告灯与油液容量。",
    ),
    _manual(
        "lodan-towbar", "Towbar fitting instructions", "VM-FI-2205-EN", "fitting", ("VLD", "VLX"), (2021, 2026),
        ("body",), variants=("VAN",), department=_MARKETING, description="Accessory kit VA-31700: towbar with 13-pin socket.",
    ),
    _manual(
        "lodan-body", "Lodan body repair", "VM-BR-2106-EN", "body", ("VLD", "VLX", "VLE"), (2021, 2026), ("body",),
        description="Body dimensions, joints, gaps, and replacement of panels.",
    ),
    _manual(
        "lodan-wheels", "Wheels and tyres", "VM-WT-2208-EN", "other", ("VLD", "VLX", "VLE"), (2021, 2026),
        ("suspension",), department=_PUBLICATIONS, description="Sizes, pressures, torques, balancing.",
    ),
    _manual(
        "tk-workshop", "TK 60 and TK 90 workshop manual", "TH-WM-1901-EN", "workshop", ("TK60", "TK90"), (2019, 2026),
        _TRACTOR, editions=(DemoEdition("Edition 3", -150),),
        description="Engine, transmission, hydraulics and cab of the compact tractors.",
    ),
    _manual(
        "tk-hydraulics", "Hydraulic system TK 60, TK 90 and LH 40", "TH-HY-2002-EN", "workshop",
        ("TK60", "TK90", "LH40"), (2019, 2026), ("hydraulics",),
        description="Circuits, pressures, tests and fault codes of the hydraulic system.",
    ),
    _manual(
        "tk90-maintenance-zh", "TK 90 保养手册", "TH-MS-2203-ZH", "maintenance", ("TK90",), (2022, 2026),
        ("tengine", "transmission", "hydraulics"), department=_PUBLICATIONS, markets=("CN",),
        description="保养周期、油液规格与各项保养作业。",
    ),
    _manual(
        "lh40-handbook-scan", "LH 40 loader service handbook", "TH-OH-1998-EN", "owner", ("LH40",), (2020, 2022),
        ("hydraulics",), serials=("YTHH4??????", "000001", "001999"), department=_PUBLICATIONS, scanned=True, editions=(DemoEdition("Edition 1", -1900, revised=False),),
        description="A printed handbook, scanned: pictures of pages only.",
    ),
)  # fmt: skip
"""Seventeen manuals, six of them Chinese. Two have two editions, and one of these is not in force yet."""
