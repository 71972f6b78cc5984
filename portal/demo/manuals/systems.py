"""What the maker's vehicles are made of: systems, components, fasteners, fluids, faults. Facts only; the sentences
around them are in `phrases`. Every pair of texts is English, Chinese."""

from __future__ import annotations

from dataclasses import dataclass

Both = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Fastener:
    """A bolt or nut, its torque in N·m, and an angle in degrees if it is tightened further by angle."""

    name: Both
    torque: int
    angle: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """A code of SAE J2012 or of the maker, what it says, and the value that decides it."""

    code: str
    meaning: Both
    check: Both


@dataclass(frozen=True, slots=True)
class Component:
    """A part that procedures are written for."""

    name: Both
    part: str
    tool: str
    fasteners: tuple[Fastener, ...]
    measure: Both


@dataclass(frozen=True, slots=True)
class System:
    """A chapter of a manual."""

    key: str
    name: Both
    caution: Both
    fluid: Both
    components: tuple[Component, ...]
    faults: tuple[Fault, ...] = ()


def _c(en: str, zh: str, part: str, tool: str, bolts: list[tuple[str, str, int, int]], measure: Both) -> Component:
    fasteners = tuple(Fastener((b[0], b[1]), b[2], b[3]) for b in bolts)
    return Component((en, zh), part, tool, fasteners, measure)


ENGINE = System(
    "engine", ("Engine", "发动机"),
    ("Let the engine cool to below 40 °C before opening the oil or cooling circuit.", "打开机油或冷却回路前，让发动机冷却至 40 °C 以下。"),
    ("Engine oil VM 5W-30, 6.2 litres with filter", "发动机机油 VM 5W-30，含滤清器 6.2 升"),
    (
        _c("cylinder head", "气缸盖", "20110-V5100", "T10-201", [("Cylinder head bolt", "气缸盖螺栓", 60, 90), ("Camshaft cover bolt", "凸轮轴罩螺栓", 10, 0)], ("Distortion of the sealing face: 0.05 mm at most", "密封面变形量：不超过 0.05 mm")),
        _c("timing chain", "正时链条", "20340-V5210", "T10-214", [("Chain tensioner", "链条张紧器", 45, 0), ("Camshaft sprocket bolt", "凸轮轴链轮螺栓", 50, 90)], ("Chain elongation: 1.2 mm over 20 links at most", "链条伸长量：每 20 节不超过 1.2 mm")),
        _c("oil pump", "机油泵", "20515-V5080", "T10-222", [("Oil pump bolt", "机油泵螺栓", 12, 45), ("Oil drain plug", "放油螺塞", 30, 0)], ("Oil pressure at 80 °C and 2000 rpm: 2.0 bar at least", "80 °C、2000 转/分时机油压力：至少 2.0 bar")),
        _c("crankshaft sensor", "曲轴位置传感器", "20771-V5331", "T10-230", [("Sensor bolt", "传感器螺栓", 8, 0)], ("Resistance at 20 °C: 860 ohm ± 10 %", "20 °C 时电阻：860 欧姆 ± 10 %")),
    ),
    (
        Fault("P0016", ("Crankshaft and camshaft position do not correlate", "曲轴与凸轮轴位置不相关"), ("Timing chain stretched by more than 1.2 mm", "正时链条伸长超过 1.2 mm")),
        Fault("P0300", ("Random misfire detected", "检测到随机失火"), ("Compression difference between cylinders above 2 bar", "各缸压缩压力差大于 2 bar")),
        Fault("P0335", ("Crankshaft position sensor circuit", "曲轴位置传感器电路"), ("Sensor resistance outside 770 to 950 ohm", "传感器电阻不在 770 至 950 欧姆之间")),
        Fault("P0522", ("Engine oil pressure sensor voltage low", "机油压力传感器电压低"), ("Sensor supply below 4.75 V", "传感器供电低于 4.75 V")),
    ),
)  # fmt: skip

COOLING = System(
    "cooling", ("Cooling system", "冷却系统"),
    ("Never open the expansion tank while the coolant is hot: scalding.", "冷却液高温时切勿打开膨胀水箱：有烫伤危险。"),
    ("Coolant VM G48, 8.4 litres, 50 % with water", "冷却液 VM G48，8.4 升，与水 1:1 混合"),
    (
        _c("water pump", "水泵", "21010-V4420", "T10-302", [("Water pump bolt", "水泵螺栓", 22, 0)], ("Bearing play: none may be felt", "轴承间隙：不得有可感知的松动")),
        _c("thermostat", "节温器", "21200-V4011", "T10-305", [("Thermostat housing bolt", "节温器壳体螺栓", 9, 0)], ("Opens at 88 °C, fully open at 102 °C", "88 °C 开启，102 °C 全开")),
        _c("radiator", "散热器", "21400-V4600", "T10-309", [("Radiator bracket bolt", "散热器支架螺栓", 14, 0)], ("Test pressure 1.5 bar for 5 minutes without loss", "1.5 bar 保压 5 分钟无泄漏")),
    ),
    (
        Fault("P0117", ("Coolant temperature sensor voltage low", "冷却液温度传感器电压低"), ("Sensor resistance at 20 °C below 2.2 kilohm", "20 °C 时传感器电阻低于 2.2 千欧")),
        Fault("P0128", ("Coolant below thermostat regulating temperature", "冷却液温度低于节温器调节温度"), ("Thermostat opens below 80 °C", "节温器在 80 °C 以下开启")),
    ),
)  # fmt: skip

FUEL = System(
    "fuel", ("Fuel system", "燃油系统"),
    ("The rail holds up to 1800 bar. Wait two minutes after switching off before loosening any line.", "油轨压力最高 1800 bar。熄火后等待两分钟再松开任何管路。"),
    ("Diesel EN 590, tank 80 litres", "柴油 EN 590，油箱 80 升"),
    (
        _c("injector", "喷油器", "22100-V6105", "T10-401", [("Injector clamp bolt", "喷油器压板螺栓", 8, 180), ("Injection line nut", "高压油管螺母", 27, 0)], ("Return flow in 30 s at idle: 12 ml at most", "怠速 30 秒回油量：不超过 12 ml")),
        _c("high-pressure pump", "高压油泵", "22300-V6201", "T10-405", [("Pump bolt", "油泵螺栓", 25, 0), ("Pump gear nut", "油泵齿轮螺母", 95, 0)], ("Rail pressure at idle: 280 to 320 bar", "怠速油轨压力：280 至 320 bar")),
        _c("fuel filter", "燃油滤清器", "22500-V6009", "T10-408", [("Filter housing screw", "滤清器壳体螺钉", 6, 0)], ("Replace every 60,000 km; drain water every 20,000 km", "每 60,000 公里更换；每 20,000 公里放水")),
    ),
    (
        Fault("P0087", ("Fuel rail pressure too low", "油轨压力过低"), ("Rail pressure while cranking below 200 bar", "起动时油轨压力低于 200 bar")),
        Fault("P0201", ("Injector circuit open, cylinder 1", "1 缸喷油器电路断路"), ("Injector resistance outside 0.2 to 0.6 ohm", "喷油器电阻不在 0.2 至 0.6 欧姆之间")),
    ),
)  # fmt: skip

EXHAUST = System(
    "exhaust", ("Exhaust and emission control", "排气与排放控制"),
    ("Exhaust parts stay hot for an hour. Wear heat-resistant gloves.", "排气部件高温可持续一小时。请佩戴隔热手套。"),
    ("Urea solution AUS 32, tank 17 litres", "车用尿素 AUS 32，容量 17 升"),
    (
        _c("catalytic converter", "三元催化转化器", "23100-V7020", "T10-501", [("Flange nut", "法兰螺母", 24, 0), ("Bracket bolt", "支架螺栓", 20, 0)], ("Back pressure at 3000 rpm: 0.3 bar at most", "3000 转/分时背压：不超过 0.3 bar")),
        _c("oxygen sensor", "氧传感器", "23210-V7107", "T10-504", [("Oxygen sensor", "氧传感器", 50, 0)], ("Heater resistance at 20 °C: 3 to 5 ohm", "20 °C 时加热器电阻：3 至 5 欧姆")),
        _c("particle filter", "颗粒捕集器", "23300-V7044", "T10-507", [("Clamp", "卡箍", 12, 0)], ("Soot load after regeneration: 5 g at most", "再生后积碳量：不超过 5 g")),
    ),
    (
        Fault("P0420", ("Catalyst system efficiency below threshold, bank 1", "催化系统效率低于阈值（第 1 排）"), ("Signal of the downstream oxygen sensor swings by more than 0.3 V", "下游氧传感器信号摆动大于 0.3 V")),
        Fault("P0135", ("Oxygen sensor heater circuit, bank 1 sensor 1", "氧传感器加热电路（第 1 排传感器 1）"), ("Heater resistance outside 3 to 5 ohm", "加热器电阻不在 3 至 5 欧姆之间")),
        Fault("P2002", ("Particle filter efficiency below threshold", "颗粒捕集器效率低于阈值"), ("Pressure difference at idle below 2 mbar", "怠速压差低于 2 mbar")),
    ),
)  # fmt: skip

CLUTCH = System(
    "clutch", ("Clutch", "离合器"),
    ("Clutch dust may harm the lungs. Do not blow it out with compressed air.", "离合器粉尘有害肺部，请勿用压缩空气吹扫。"),
    ("Brake fluid DOT 4 for the clutch circuit", "离合器回路用制动液 DOT 4"),
    (
        _c("clutch disc", "离合器从动盘", "24100-V3030", "T10-601", [("Pressure plate bolt", "压盘螺栓", 22, 0), ("Flywheel bolt", "飞轮螺栓", 60, 90)], ("Lining depth above the rivets: 0.3 mm at least", "摩擦片高出铆钉：至少 0.3 mm")),
        _c("release bearing", "分离轴承", "24260-V3055", "T10-603", [("Slave cylinder bolt", "分泵螺栓", 12, 0)], ("Runs without noise and play", "运转无异响、无间隙")),
    ),
)  # fmt: skip

GEARBOX = System(
    "gearbox", ("Gearbox", "变速箱"),
    ("Support the gearbox with a lift before removing its last bolt.", "拆下最后一个螺栓前，用举升器支撑变速箱。"),
    ("Gear oil VM 75W-80, 2.4 litres", "齿轮油 VM 75W-80，2.4 升"),
    (
        _c("gearbox assembly", "变速箱总成", "25100-V8001", "T10-701", [("Bell housing bolt M12", "离合器壳螺栓 M12", 80, 0), ("Oil filler plug", "加油螺塞", 35, 0)], ("Input shaft end play: 0.05 to 0.15 mm", "输入轴轴向间隙：0.05 至 0.15 mm")),
        _c("selector mechanism", "换挡机构", "25420-V8110", "T10-704", [("Selector cover bolt", "换挡机构盖螺栓", 20, 0)], ("Cable travel at the lever: 48 mm", "换挡杆处拉索行程：48 mm")),
        _c("drive shaft", "传动轴", "25700-V8210", "T10-709", [("Hub nut", "轮毂螺母", 180, 45), ("Shaft flange bolt", "传动轴法兰螺栓", 70, 0)], ("Joint play: 0.2 mm at most", "万向节间隙：不超过 0.2 mm")),
    ),
)  # fmt: skip

BRAKES = System(
    "brakes", ("Brakes", "制动系统"),
    ("Pump the brake pedal until it is firm before moving the vehicle.", "移动车辆前反复踩制动踏板直至变硬。"),
    ("Brake fluid DOT 4, change every two years", "制动液 DOT 4，每两年更换"),
    (
        _c("brake pads", "刹车片", "26100-V9101", "T10-801", [("Calliper guide pin", "制动钳导向销", 30, 0), ("Wheel bolt", "车轮螺栓", 180, 0)], ("Lining thickness: 3.0 mm at least", "摩擦片厚度：至少 3.0 mm")),
        _c("brake disc", "制动盘", "26200-V9120", "T10-803", [("Calliper bracket bolt", "制动钳支架螺栓", 120, 30), ("Disc screw", "制动盘螺钉", 10, 0)], ("Disc thickness: 26.0 mm at least, run-out 0.07 mm at most", "制动盘厚度：至少 26.0 mm，端面跳动不超过 0.07 mm")),
        _c("wheel speed sensor", "轮速传感器", "26410-V9206", "T10-806", [("Sensor bolt", "传感器螺栓", 9, 0)], ("Air gap: 0.4 to 1.1 mm", "气隙：0.4 至 1.1 mm")),
        _c("brake master cylinder", "制动主缸", "26500-V9230", "T10-809", [("Master cylinder nut", "制动主缸螺母", 24, 0), ("Brake line union", "制动管接头", 14, 0)], ("No pressure loss in 60 s at 100 bar", "100 bar 保压 60 秒无压降")),
    ),
    (
        Fault("C0035", ("Wheel speed sensor, front left", "左前轮速传感器"), ("Air gap above 1.1 mm or resistance outside 1.0 to 1.4 kilohm", "气隙大于 1.1 mm 或电阻不在 1.0 至 1.4 千欧之间")),
        Fault("C0110", ("ABS pump motor circuit", "ABS 泵电机电路"), ("Fuse F14 (40 A) and ground G203", "保险丝 F14（40 A）和搭铁点 G203")),
        Fault("C0265", ("Electronic brake control relay circuit", "电子制动控制继电器电路"), ("Relay coil resistance outside 70 to 90 ohm", "继电器线圈电阻不在 70 至 90 欧姆之间")),
    ),
)  # fmt: skip

STEERING = System(
    "steering", ("Steering", "转向系统"),
    ("Have the wheel alignment checked after any work on the steering.", "对转向系统作业后须检查四轮定位。"),
    ("Power steering fluid VM PSF-2, 1.1 litres", "动力转向液 VM PSF-2，1.1 升"),
    (
        _c("steering rack", "转向机", "27100-V2101", "T10-901", [("Rack bolt", "转向机螺栓", 90, 0), ("Steering column pinch bolt", "转向柱夹紧螺栓", 28, 0)], ("Play at the wheel rim: 15 mm at most", "方向盘自由行程：不超过 15 mm")),
        _c("track rod end", "横拉杆球头", "27230-V2120", "T10-904", [("Track rod end nut", "横拉杆球头螺母", 55, 0), ("Lock nut", "锁紧螺母", 50, 0)], ("No play may be felt", "不得有可感知的间隙")),
    ),
)  # fmt: skip

SUSPENSION = System(
    "suspension", ("Suspension", "悬架系统"),
    ("A compressed spring can kill. Use the spring compressor T10-950 only.", "压缩的弹簧可致命。只可使用弹簧压缩器 T10-950。"),
    ("Grease VM LG-2 for the joints", "球节用润滑脂 VM LG-2"),
    (
        _c("shock absorber", "减振器", "28100-V1101", "T10-950", [("Top mount nut", "上支座螺母", 60, 0), ("Lower bolt", "下部螺栓", 110, 0)], ("No oil on the piston rod", "活塞杆无油迹")),
        _c("lower control arm", "下控制臂", "28320-V1120", "T10-953", [("Control arm bolt", "控制臂螺栓", 100, 90), ("Ball joint nut", "球节螺母", 75, 0)], ("Ball joint play: 0.5 mm at most", "球节间隙：不超过 0.5 mm")),
        _c("wheel bearing", "车轮轴承", "28500-V1144", "T10-957", [("Bearing housing bolt", "轴承座螺栓", 80, 45)], ("Noise-free rotation", "转动无异响")),
    ),
)  # fmt: skip

ELECTRICS = System(
    "electrics", ("Electrical system", "电气系统"),
    ("Disconnect the negative terminal of the battery first and connect it last.", "先断开、后连接蓄电池负极。"),
    ("Battery 12 V, 95 Ah AGM", "蓄电池 12 V，95 Ah AGM"),
    (
        _c("alternator", "发电机", "29100-V0101", "T10-101", [("Alternator bolt", "发电机螺栓", 25, 0), ("B+ terminal nut", "B+ 端子螺母", 15, 0)], ("Charging voltage at 2000 rpm: 13.8 to 14.6 V", "2000 转/分时充电电压：13.8 至 14.6 V")),
        _c("starter motor", "起动机", "29200-V0120", "T10-103", [("Starter bolt", "起动机螺栓", 45, 0)], ("Current while cranking: 320 A at most", "起动电流：不超过 320 A")),
        _c("fuse box", "保险丝盒", "29400-V0150", "T10-105", [("Supply terminal nut", "供电端子螺母", 9, 0)], ("Voltage drop across a fuse: 20 mV at most", "保险丝压降：不超过 20 mV")),
        _c("headlamp", "前照灯", "29600-V0171", "T10-108", [("Headlamp screw", "前照灯螺钉", 5, 0)], ("Beam inclination: 1.2 %", "光束倾斜度：1.2 %")),
    ),
    (
        Fault("P0562", ("System voltage low", "系统电压低"), ("Charging voltage below 13.5 V at 2000 rpm", "2000 转/分时充电电压低于 13.5 V")),
        Fault("U0100", ("Lost communication with engine control module", "与发动机控制模块失去通信"), ("CAN resistance between pins 6 and 14: 60 ohm", "6 号与 14 号针脚间 CAN 电阻：60 欧姆")),
        Fault("B1318", ("Battery voltage low", "蓄电池电压低"), ("Rest voltage below 12.2 V", "静置电压低于 12.2 V")),
    ),
)  # fmt: skip

CLIMATE = System(
    "climate", ("Heating and air conditioning", "空调系统"),
    ("Only trained persons may open the refrigerant circuit.", "只有受过培训的人员才可打开制冷剂回路。"),
    ("Refrigerant R-1234yf, 620 g", "制冷剂 R-1234yf，620 g"),
    (
        _c("compressor", "压缩机", "30100-V1501", "T10-151", [("Compressor bolt", "压缩机螺栓", 25, 0), ("Refrigerant line bolt", "制冷剂管螺栓", 20, 0)], ("Clutch air gap: 0.3 to 0.6 mm", "离合器气隙：0.3 至 0.6 mm")),
        _c("cabin filter", "空调滤清器", "30210-V1512", "T10-153", [("Cover screw", "盖板螺钉", 3, 0)], ("Replace every 30,000 km", "每 30,000 公里更换")),
        _c("blower", "鼓风机", "30300-V1520", "T10-155", [("Blower screw", "鼓风机螺钉", 4, 0)], ("Current at the top speed: 24 A at most", "最高挡电流：不超过 24 A")),
    ),
)  # fmt: skip

BODY = System(
    "body", ("Body", "车身"),
    ("Protect cut edges with zinc primer VM ZP-1 before painting.", "涂装前用富锌底漆 VM ZP-1 保护切边。"),
    ("Structural adhesive VM SK-7, curing time 24 hours", "结构胶 VM SK-7，固化时间 24 小时"),
    (
        _c("sliding door", "滑动门", "31100-V1601", "T10-161", [("Runner bolt", "滑轨螺栓", 22, 0), ("Striker screw", "锁扣螺钉", 25, 0)], ("Gap to the side panel: 5.0 mm ± 0.5", "与侧围间隙：5.0 mm ± 0.5")),
        _c("windscreen", "前风挡玻璃", "31200-V1620", "T10-163", [("Wiper arm nut", "雨刮臂螺母", 21, 0)], ("Adhesive bead height: 12 mm", "胶条高度：12 mm")),
        _c("towbar", "拖车钩", "31700-V1690", "T10-169", [("Towbar bolt M14", "拖车钩螺栓 M14", 150, 0), ("Socket plate screw", "插座板螺钉", 6, 0)], ("Nose weight: 120 kg at most", "垂直载荷：不超过 120 kg")),
        _c("rear bumper", "后保险杠", "31500-V1660", "T10-166", [("Bumper screw", "保险杠螺钉", 8, 0)], ("Gap to the tail gate: 6.0 mm", "与尾门间隙：6.0 mm")),
    ),
)  # fmt: skip

HYDRAULICS = System(
    "hydraulics", ("Hydraulic system", "液压系统"),
    ("A jet of hydraulic oil pierces the skin. Release the pressure before opening a line.", "高压油束可穿透皮肤。打开管路前须先泄压。"),
    ("Hydraulic oil TH HLP 46, 64 litres", "液压油 TH HLP 46，64 升"),
    (
        _c("hydraulic pump", "液压泵", "40100-H2001", "T20-201", [("Pump flange bolt", "液压泵法兰螺栓", 86, 0), ("Suction hose clamp", "吸油管卡箍", 6, 0)], ("Delivery at 2000 rpm and 180 bar: 58 l/min at least", "2000 转/分、180 bar 时流量：至少 58 升/分")),
        _c("lift cylinder", "举升油缸", "40320-H2044", "T20-204", [("Cylinder pin bolt", "油缸销轴螺栓", 120, 0), ("Gland nut", "压盖螺母", 400, 0)], ("Drift in 10 minutes under load: 20 mm at most", "负载下 10 分钟下沉量：不超过 20 mm")),
        _c("control valve", "多路阀", "40500-H2070", "T20-207", [("Valve tie rod nut", "阀组拉杆螺母", 42, 0), ("Relief valve cap", "溢流阀盖", 60, 0)], ("Relief pressure: 200 bar + 5", "溢流压力：200 bar + 5")),
        _c("oil cooler", "液压油散热器", "40610-H2081", "T20-209", [("Cooler bracket bolt", "散热器支架螺栓", 25, 0)], ("Oil temperature at full load: 85 °C at most", "满负荷油温：不超过 85 °C")),
    ),
    (
        Fault("SPN 1638 FMI 16", ("Hydraulic oil temperature high", "液压油温度高"), ("Oil cooler blocked, fan belt loose", "油散热器堵塞、风扇皮带松弛")),
        Fault("SPN 521 FMI 3", ("Brake pedal position sensor voltage high", "制动踏板位置传感器电压高"), ("Signal above 4.8 V with the pedal released", "松开踏板时信号高于 4.8 V")),
    ),
)  # fmt: skip

AXLE = System(
    "axle", ("Axles and power take-off", "车桥与动力输出"),
    ("Secure the machine against rolling before raising it.", "举升前固定机器以防溜车。"),
    ("Axle oil TH UTTO, 42 litres", "车桥油 TH UTTO，42 升"),
    (
        _c("front axle", "前桥", "41100-H3001", "T20-301", [("Axle pivot bolt", "前桥摆轴螺栓", 280, 0), ("Wheel nut", "车轮螺母", 330, 0)], ("Pivot play: 0.8 mm at most", "摆轴间隙：不超过 0.8 mm")),
        _c("power take-off clutch", "动力输出离合器", "41400-H3033", "T20-305", [("Cover bolt", "端盖螺栓", 50, 0), ("Shaft nut", "轴螺母", 210, 0)], ("Engagement pressure: 18 bar ± 1", "接合压力：18 bar ± 1")),
    ),
)  # fmt: skip

HIGH_VOLTAGE = System(
    "highvoltage", ("High-voltage system", "高压系统"),
    ("400 V direct current: danger to life. Only high-voltage technicians may work on orange cables.", "400 V 直流电：有生命危险。只有高压技师才可对橙色电缆作业。"),
    ("Battery coolant VM G48-E, 5.1 litres", "电池冷却液 VM G48-E，5.1 升"),
    (
        _c("service disconnect", "维修开关", "50100-E1001", "T30-101", [("Disconnect screw", "维修开关螺钉", 5, 0)], ("Voltage between HV+ and HV- after 5 minutes: 20 V at most", "5 分钟后 HV+ 与 HV- 间电压：不超过 20 V")),
        _c("traction battery", "动力电池", "50200-E1020", "T30-104", [("Battery frame bolt", "电池框架螺栓", 90, 0), ("HV connector screw", "高压插头螺钉", 8, 0)], ("Insulation resistance: 500 ohm per volt at least", "绝缘电阻：至少 500 欧姆/伏")),
        _c("inverter", "逆变器", "50400-E1044", "T30-108", [("Inverter bolt", "逆变器螺栓", 22, 0), ("Phase cable screw", "相线螺钉", 18, 0)], ("Coolant flow: 8 l/min at least", "冷却液流量：至少 8 升/分")),
        _c("on-board charger", "车载充电机", "50500-E1061", "T30-111", [("Charger bolt", "充电机螺栓", 22, 0)], ("Contact resistance of the inlet: 5 milliohm at most", "充电口接触电阻：不超过 5 毫欧")),
    ),
    (
        Fault("P0AA6", ("High-voltage system isolation fault", "高压系统绝缘故障"), ("Insulation resistance below 500 ohm per volt", "绝缘电阻低于 500 欧姆/伏")),
        Fault("P0A0D", ("High-voltage interlock circuit high", "高压互锁电路电压高"), ("A connector of the interlock loop is not latched", "互锁回路中有插头未锁止")),
    ),
)  # fmt: skip

SYSTEMS = {
    system.key: system
    for system in (ENGINE, COOLING, FUEL, EXHAUST, CLUTCH, GEARBOX, BRAKES, STEERING, SUSPENSION, ELECTRICS, CLIMATE, BODY, HYDRAULICS, AXLE, HIGH_VOLTAGE)
}  # fmt: skip
