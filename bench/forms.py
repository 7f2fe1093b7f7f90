"""A generator of self-evaluation workbooks: volume for measurements, never sample data."""

from __future__ import annotations

import io
import random

import xlsxwriter

INDICATORS = (
    ("产出指标", "数量指标", "完成服务人次", "≥{n}人次", "{m}人次", 10),
    ("产出指标", "数量指标", "设备维护数量", "{n}台", "{n}台", 10),
    ("产出指标", "质量指标", "验收合格率", "100%", "100%", 10),
    ("产出指标", "质量指标", "系统稳定运行，故障及时修复", "稳定运行", "达到预期指标", 10),
    ("产出指标", "时效指标", "按计划时间完成合同签订与支付", "12月底前", "达到预期指标", 5),
    ("产出指标", "成本指标", "项目预算控制数", "{b}万元", "{e}万元", 5),
    ("效益指标", "经济效益指标", "保障平台安全稳定运行，减少重复投入", "有效保障", "基本达成预期指标且效果较好", 10),
    ("效益指标", "社会效益指标", "为社区居民提供服务支撑", "提供服务", "达到预期指标", 10),
    ("效益指标", "生态效益指标", "改善人居环境", "不断改善", "达到预期指标", 5),
    ("效益指标", "可持续影响指标", "持续提升管理水平", "持续提升", "达到预期指标", 5),
    ("满意度指标", "服务对象满意度指标", "服务对象满意度", "≥90%", "95%", 10),
)


def workbook_of_forms(count: int, seed: int = 1, year: int = 2023, department: str = "海淀区城市管理指挥中心") -> bytes:
    """An .xlsx with `count` forms, one a sheet, in the layout of the national form."""
    random_numbers = random.Random(seed)
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        for number in range(1, count + 1):
            _write_form(workbook.add_worksheet(f"项目{number}"), number, year, department, random_numbers)
    return stream.getvalue()


def _write_form(sheet: xlsxwriter.worksheet.Worksheet, number: int, year: int, department: str, random_numbers: random.Random) -> None:
    budget = round(random_numbers.lognormvariate(3.5, 1.4), 4)
    rate = min(1.0, random_numbers.betavariate(9, 1))
    executed = round(budget * rate, 4)
    score = round(10 * executed / budget, 2) if budget else 0
    rows: list[tuple[object, ...]] = [
        ("项目支出绩效自评表",),
        (f"（{year}年度）",),
        ("项目名称", f"信息化运行维护项目第{number}期"),
        ("主管部门", department, None, None, "实施单位", None, department),
        ("项目资金\n（万元）", None, None, "年初预\n算数", "全年预\n算数", "全年\n执行数", "分值", "执行率", "得分"),
        (None, "年度资金总额", None, budget, budget, executed, 10, f"{executed / budget:.2%}", score),
        (None, "其中：当年财政\n拨款", None, budget, budget, executed, "—", None, "—"),
        (None, "上年结转资金", None, None, None, None, "—", None, "—"),
        (None, "其他资金", None, None, None, None, "—", None, "—"),
        ("年度总体目标", "预期目标", None, None, None, "实际完成情况"),
        (None, f"保障第{number}期平台安全稳定运行。", None, None, None, "完成了全年的运维保障工作。"),
        ("绩\n效\n指\n标", "一级指标", "二级指标", "三级指标", "年度\n指标值", "实际\n完成值", "分值", "得分", "偏差原因分析及改进措施"),
    ]
    total = score
    for level1, level2, level3, target, actual, weight in INDICATORS:
        wanted = random_numbers.randint(5, 900)
        fill = {"n": wanted, "m": wanted + random_numbers.randint(0, 20), "b": budget, "e": executed}
        points = weight - random_numbers.choice((0, 0, 0, 0.5, 1))
        total += points
        reason = "进一步加强管理。" if points < weight else None
        rows.append((None, level1, level2, level3, target.format(**fill), actual.format(**fill), weight, points, reason))
    rows.append(("总分", None, None, None, None, None, 100, round(total, 2)))
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if value is not None:
                sheet.write(row, column, value)
    for row in (2,):
        sheet.merge_range(row, 1, row, 8, rows[row][1])
    sheet.merge_range(4, 0, 8, 0, rows[4][0])
    sheet.merge_range(11, 0, 11 + len(INDICATORS), 0, rows[11][0])
