"""The table to begin with: every column, and a question of each kind as an example."""

from __future__ import annotations

from training.bank.exchange.formats.sheet_writing import write_csv, write_xlsx
from training.bank.exchange.values import Kept, Written
from training.bank.shapes import AnyQuestion, question_from


def _option(place: int, english: str, chinese: str, fraction: float = 0.0) -> dict[str, object]:
    return {"id": str(place), "text": {"en": english, "zh-hans": chinese}, "fraction": fraction}


def _asked(kind: str, english: str, chinese: str, **parts: object) -> AnyQuestion:
    return question_from({"kind": kind, "stem": {"en": english, "zh-hans": chinese}, **parts})


_EXAMPLES: tuple[tuple[str, AnyQuestion], ...] = (
    (
        "EX-1",
        _asked(
            "choice",
            "Which fluid belongs in the brake system?",
            "制动系统应加注哪种液体？",
            options=[
                _option(1, "DOT 4", "DOT 4", 1.0),
                _option(2, "Engine oil", "机油"),
                _option(3, "Water", "水"),
            ],
            explanation={"en": "Oil destroys the seals.", "zh-hans": "机油会损坏密封件。"},
        ),
    ),
    (
        "EX-2",
        _asked(
            "multiple",
            "What must be done before work on a high-voltage system?",
            "在高压系统上作业前必须做什么？",
            options=[
                _option(1, "Pull the service plug", "拔下维修开关", 0.5),
                _option(2, "Prove that no voltage is left", "验明无电压", 0.5),
                _option(3, "Disconnect the horn", "断开喇叭", -0.5),
            ],
        ),
    ),
    (
        "EX-3",
        _asked("true_false", "Brake fluid takes up water.", "制动液会吸水。", answer=True),
    ),
    (
        "EX-4",
        _asked(
            "numeric",
            "To which torque are the wheel nuts tightened?",
            "车轮螺母的拧紧力矩是多少？",
            keys=[{"value": 120.0, "tolerance": 5.0}],
            units=[{"symbol": "N·m"}, {"symbol": "lbf·ft", "factor": 1.3558}],
            unit_required=True,
            wrong_unit_penalty=0.5,
        ),
    ),
    (
        "EX-5",
        _asked(
            "short_text",
            "Which fault code says that the catalyst is worn?",
            "哪个故障码表示催化器效率低？",
            keys=[{"pattern": "P0420"}, {"pattern": "P042*", "fraction": 0.5}],
        ),
    ),
    (
        "EX-6",
        _asked(
            "ordering",
            "Put the steps in order.",
            "请按顺序排列步骤。",
            items=[
                {"id": "1", "text": {"en": "Ignition off", "zh-hans": "关闭点火开关"}},
                {"id": "2", "text": {"en": "Wait five minutes", "zh-hans": "等待五分钟"}},
                {"id": "3", "text": {"en": "Measure", "zh-hans": "测量"}},
            ],
        ),
    ),
    (
        "EX-7",
        _asked(
            "matching",
            "What belongs together?",
            "请配对。",
            pairs=[
                {"id": "1", "prompt": {"en": "ABS", "zh-hans": "ABS"}, "choice": "1"},
                {"id": "2", "prompt": {"en": "SRS", "zh-hans": "SRS"}, "choice": "2"},
            ],
            choices=[
                {"id": "1", "text": {"en": "Brakes", "zh-hans": "制动"}},
                {"id": "2", "text": {"en": "Airbag", "zh-hans": "安全气囊"}},
                {"id": "3", "text": {"en": "Engine", "zh-hans": "发动机"}},
            ],
        ),
    ),
    (
        "EX-8",
        _asked(
            "gap_fill",
            "Tighten to [[1]] N·m, then turn by [[2]] degrees.",
            "拧紧至 [[1]] N·m，再转 [[2]] 度。",
            gaps=[
                {"kind": "gap_number", "id": "1", "weight": 2, "keys": [{"value": 30.0, "tolerance": 1.0}]},
                {"kind": "gap_text", "id": "2", "keys": [{"pattern": "90"}]},
            ],
        ),
    ),
    (
        "EX-9",
        _asked(
            "essay",
            "Describe how you find the cause of a parasitic current.",
            "请说明如何查找静态漏电的原因。",
            criteria=[
                {
                    "id": "1",
                    "text": {"en": "Procedure", "zh-hans": "步骤"},
                    "levels": [
                        {"id": "1", "points": 0, "text": {"en": "none", "zh-hans": "无"}},
                        {"id": "2", "points": 3, "text": {"en": "complete", "zh-hans": "完整"}},
                    ],
                }
            ],
        ),
    ),
)


def template(form: str, *, language: str) -> Written:
    """The table, with headings in English or Chinese as `language` says. `form` is "csv" or "xlsx"."""
    kept = [
        Kept(name=name, identifier=name, asked=asked, categories=("Examples",), tags=("example",))
        for name, asked in _EXAMPLES
    ]
    write = write_xlsx if form == "xlsx" else write_csv
    return write(kept, language=language)
