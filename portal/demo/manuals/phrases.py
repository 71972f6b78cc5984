"""The sentences of the manuals in both languages. `{x}` is filled from the facts in `systems`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """Everything that a manual says around its facts, in one language. `index` picks it from a pair of texts."""

    index: int
    words: dict[str, str]
    remove: tuple[str, ...]
    install: tuple[str, ...]
    inspect: tuple[str, ...]
    diagnose: tuple[str, ...]
    daily: tuple[str, ...]


ENGLISH = Phrases(
    index=0,
    words={
        "contents": "Contents", "introduction": "About this manual", "warning": "WARNING", "caution": "CAUTION", "note": "NOTE",
        "removal": "Removing the {x}", "installation": "Installing the {x}", "inspection": "Inspecting the {x}",
        "torques": "Tightening torques", "overview": "Overview", "tool": "Special tool", "part": "Part number", "fastener": "Fastener",
        "torque": "Torque", "then": "then", "codes": "Fault codes", "code": "Code", "meaning": "Meaning", "limit": "Limit", "check": "Deciding check",
        "fluids": "Fluids and capacities", "system": "System", "fluid": "Fluid", "diagram": "Arrangement", "position": "Position", "name": "Name", "quantity": "Qty",
        "circuit": "Circuit diagram", "edition": "Edition", "models": "Models", "page": "Page", "schedule": "Maintenance schedule", "interval": "Interval", "work": "Work",
        "operation": "Operation and care", "symptom": "Symptom", "diagnosis": "Diagnosis of {x}", "pinout": "Pin assignment", "pin": "Pin", "wire": "Wire", "signal": "Signal",
    },
    remove=(
        "Read the warning at the beginning of this chapter. {caution}",
        "Disconnect the negative terminal of the battery and wait one minute.",
        "Mark the position of the {name} against its carrier so that it can be installed in the same place.",
        "Attach the special tool {tool} as shown. Do not use another tool: the {name} would be damaged.",
        "Loosen the {bolt} in three stages from the outside to the inside.",
        "Take off the {name} and put it down on a clean surface. Close all openings with plugs.",
        "Discard bolts that were tightened by angle. They have stretched and must not be used again.",
    ),
    install=(
        "Clean the contact faces. Remove remains of sealant with a plastic scraper, never with a metal one.",
        "Put the new {name}, part number {part}, in place and align it with the marks.",
        "Fit the {bolt} by hand first. Then tighten to {torque}.",
        "Connect all plugs and hoses in the reverse order. Each connector must latch audibly.",
        "Fill in the fluid that is named for this chapter: {fluid}.",
        "Check for leaks and noise at idle for three minutes, then read out the fault memory.",
        "Note the work in the service record with the edition of this manual.",
    ),
    inspect=(
        "Look at the {name} for cracks, wear and traces of fluid. Compare with the arrangement in this chapter.",
        "Measure with a calibrated instrument. Limit: {measure}.",
        "When the limit is passed, replace the {name} (part number {part}).",
        "Repeat the measurement after the first 500 km.",
    ),
    diagnose=(
        "Read out the fault memory and save the freeze-frame data before clearing anything.",
        "Check the plug of the {name} for corrosion and bent pins. Pull gently at each wire.",
        "Check the supply: ignition on, plug disconnected, measure between pin 1 and ground. Nominal: 4.75 to 5.25 V.",
        "Carry out the deciding check: {check}.",
        "If the value is outside the limit, replace the {name} (part number {part}) with special tool {tool}.",
        "Clear the fault {code}, drive for 15 minutes with changing load and read out again.",
        "If {code} returns at once, the wiring between control unit and {name} is interrupted or short-circuited to ground.",
    ),
    daily=(
        "Check the {name} before every journey, with the vehicle on level ground.",
        "If the warning lamp stays on, do not drive on; ask your dealer.",
        "Use {fluid} only. Other products void the warranty.",
        "Have the {name} inspected at every service. Limit: {measure}.",
        "Keep children away while you work on the {name}.",
    ),
)  # fmt: skip

CHINESE = Phrases(
    index=1,
    words={
        "contents": "目录", "introduction": "关于本手册", "warning": "警告", "caution": "小心", "note": "提示",
        "removal": "拆卸{x}", "installation": "安装{x}", "inspection": "检查{x}",
        "torques": "拧紧力矩", "overview": "概述", "tool": "专用工具", "part": "零件号", "fastener": "紧固件",
        "torque": "力矩", "then": "再转", "codes": "故障码", "code": "代码", "meaning": "含义", "limit": "极限值", "check": "判定检查",
        "fluids": "油液与容量", "system": "系统", "fluid": "油液", "diagram": "布置图", "position": "位置", "name": "名称", "quantity": "数量",
        "circuit": "电路图", "edition": "版本", "models": "车型", "page": "页", "schedule": "保养计划", "interval": "间隔", "work": "作业",
        "operation": "使用与维护", "symptom": "症状", "diagnosis": "{x} 的诊断", "pinout": "针脚分配", "pin": "针脚", "wire": "导线", "signal": "信号",
    },
    remove=(
        "阅读本章开头的警告。{caution}",
        "断开蓄电池负极并等待一分钟。",
        "标记{name}相对于支架的位置，以便按原位安装。",
        "按图安装专用工具 {tool}。不得使用其他工具，否则会损坏{name}。",
        "由外向内分三次松开{bolt}。",
        "取下{name}，放在干净的台面上，并用堵头封住所有开口。",
        "报废按角度拧紧过的螺栓。这些螺栓已被拉伸，不得重复使用。",
    ),
    install=(
        "清洁接触面。用塑料刮刀清除密封胶残留，切勿使用金属刮刀。",
        "将新的{name}（零件号 {part}）放到位并对准标记。",
        "先用手拧入{bolt}，再拧紧至 {torque}。",
        "按相反顺序连接所有插头和软管。每个插头必须听到卡入声。",
        "加注本章规定的油液：{fluid}。",
        "怠速运转三分钟，检查有无泄漏和异响，然后读取故障存储器。",
        "在维修记录中注明本手册的版本。",
    ),
    inspect=(
        "检查{name}有无裂纹、磨损和渗漏痕迹，并与本章布置图对照。",
        "用经过校准的量具测量。极限值：{measure}。",
        "超过极限值时更换{name}（零件号 {part}）。",
        "行驶 500 公里后重复测量。",
    ),
    diagnose=(
        "先读取故障存储器并保存冻结帧数据，再进行清除。",
        "检查{name}插头有无腐蚀和弯曲的针脚，轻拉每根导线。",
        "检查供电：打开点火开关，断开插头，测量 1 号针脚对地电压。标准值：4.75 至 5.25 V。",
        "进行判定检查：{check}。",
        "若数值超出极限，用专用工具 {tool} 更换{name}（零件号 {part}）。",
        "清除故障 {code}，变负荷行驶 15 分钟后再次读取。",
        "若 {code} 立即重现，则控制单元与{name}之间的线路断路或对地短路。",
    ),
    daily=(
        "每次出车前，将车辆停在平地上检查{name}。",
        "警告灯常亮时请勿继续行驶，请咨询经销商。",
        "只可使用{fluid}。使用其他产品将失去保修。",
        "每次保养时检查{name}。极限值：{measure}。",
        "对{name}作业时请让儿童远离。",
    ),
)  # fmt: skip
