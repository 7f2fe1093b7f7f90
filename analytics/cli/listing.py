"""What the commands print for people: every figure with its cell, nothing left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any

from analytics.cli.text import table
from analytics.reading.records import KINDS, AmountUnit, FileReading, Form, Problem, as_json
from analytics.wording import amount, rate, score, shown, year

if TYPE_CHECKING:
    import pandas

    from analytics.store import BatchInfo, FilePlan, Outcome, Record, VersionInfo

SEVERITY = {"error": "错误", "warning": "警告", "note": "提示"}
UNIT_STATUS = {"stated": "按表所写", "proven": "已印证", "corrected": "已更正", "suspect": "存疑"}
STATUS = {"active": "有效", "withdrawn": "已撤回", "damaged": "已损坏，未计入"}
FIELDS = {"fiscal_year": ("年度", "--year 2021"), "district": ("区", "--district 丰台区"), "department": ("预算部门", "--department 部门名称")}
FIGURES = {"name": "名称", "initial_budget": "年初预算", "budget": "预算", "executed": "执行", "score": "得分"}


def reading_text(reading: FileReading) -> str:
    """A file as it was read: forms, what no reader used, problems."""
    head = f"=== {reading.file}：{len(reading.forms)} 张表，{len(reading.problems)} 个问题"
    parts = [head, *(_form_text(form) for form in reading.forms)]
    if reading.unread:
        parts.append("未读取的文字：\n" + table(("工作表", "单元格", "文字"), [(one.sheet, one.where, one.text) for one in reading.unread]))
    if reading.problems:
        parts.append("问题：\n" + problems_text([reading]))
    return "\n\n".join(parts)


def _form_text(form: Form) -> str:
    unit = form.amount_unit
    name = (form.project.name if form.project else None) or form.title or ""
    where = "  ".join(str(part) for part in (form.fiscal_year, form.district, form.department) if part)
    lines = [
        f"[{form.sheet} {form.range}] {KINDS.get(form.kind, form.kind)}：{name}",
        f"  {where}  {_unit_words(unit)}",
    ]
    if form.total_score is not None:
        lines.append(f"  总分 {_cell(form.total_score, form.cells, 'total_score')}，等级 {form.grade or '—'}")
    return "\n".join([*lines, *_blocks(form)])


def _unit_words(unit: AmountUnit) -> str:
    printed = f"金额单位：{unit.printed or '未写明'}"
    if unit.used is None:
        return f"{printed}，存疑，金额暂不采用" if unit.status == "suspect" else "没有金额"
    return f"{printed}，按{unit.used}读取（{UNIT_STATUS.get(unit.status, unit.status)}）"


def _blocks(form: Form) -> Iterator[str]:
    if form.funding:
        names = ("initial_budget", "revised_budget", "executed", "weight", "execution_rate_stated", "score")
        rows = [(line.label, *(_cell(getattr(line, name), line.cells, name) for name in names)) for line in form.funding]
        yield table(("资金来源", "年初预算数（万元）", "全年预算数（万元）", "全年执行数（万元）", "分值", "执行率", "得分"), rows)
    if form.indicators:
        names = ("level1", "level2", "level3", "target", "actual", "weight", "score")
        rows = [tuple(_cell(getattr(line, name), line.cells, name) for name in names) for line in form.indicators]
        yield table(("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"), rows)
    if form.rows:
        names = list(dict.fromkeys(name for row in form.rows for name in row.values))
        head = ("table", "name", "level")
        rows = [(*(getattr(row, name) for name in head), *(_cell(row.values.get(name), row.cells, name) for name in names)) for row in form.rows]
        yield table(("表", "名称", "层级", *_headings(names)), rows)


def _cell(value: Any, cells: Mapping[str, str], name: str) -> str:
    """The value with its address; a blank has none."""
    if value is None:
        return ""
    return f"{as_json(value)} [{cells[name]}]" if name in cells else str(as_json(value))


def _headings(names: Iterable[str]) -> list[str]:
    from analytics.charts.form_beside import label
    from analytics.metrics.cards import CARDS

    return [CARDS[name].heading if name in CARDS else label(name) for name in names]


def problems_text(readings: Iterable[FileReading]) -> str:
    """The problems of files with their places and remedies."""
    return problem_lines((reading.file, one) for reading in readings for one in reading.problems)


def problem_lines(found: Iterable[tuple[str, Problem]]) -> str:
    """Problems, each with the name of its file."""
    rows = [(SEVERITY.get(one.severity, one.severity), file, one.sheet, one.where, one.message, one.found, one.expected, one.remedy) for file, one in found]
    return table(("程度", "文件", "工作表", "单元格", "问题", "现为", "应为", "处理办法"), rows)


def question_text(file: str, questions: Iterable[str]) -> str:
    """What a person must answer about a file, and the option to answer with."""
    asked = [FIELDS.get(name, (name, "")) for name in questions]
    return f"{file}：表中没有写明{'、'.join(word for word, _ in asked)}，未导入。请用 {' '.join(option for _, option in asked)} 指定后再导入。"


def import_text(outcome: Outcome, readings: Sequence[FileReading], only_foreseen: bool = False) -> str:
    """What an import did, or would do, file by file, and the problems of what was read."""
    parts = [_foreseen_text(outcome) if only_foreseen else _outcome_text(outcome)]
    if any(reading.problems for reading in readings):
        parts.append("问题：\n" + problems_text(readings))
    return "\n\n".join(part for part in parts if part)


def _outcome_text(outcome: Outcome) -> str:
    lines = [f"已导入 {info.file}：批次 {info.batch_id}，{info.forms} 张表，{info.projects} 个项目" for info in outcome.batches if not info.instead_of]
    lines += _told(outcome)
    if outcome.batches:
        lines.append(f"{_counts(outcome)}；数据版本 {outcome.version}")
    return "\n".join(lines)


def _foreseen_text(outcome: Outcome) -> str:
    files = [f"将导入 {plan.file}" for plan in outcome.plan.files]
    return "\n".join([*files, *_told(outcome), f"{_counts(outcome)}；没有存储，数据版本仍为 {outcome.version}"])


def _told(outcome: Outcome) -> list[str]:
    lines = [f"重新读取 {file}：新文件为它的金额单位提供了依据" for file in outcome.reread]
    lines += [f"未改变 {file}：同样的文件已在库中" for file in outcome.unchanged]
    lines += [f"已拒绝 {file}：{reason}" for file, reason in outcome.refused]
    return lines + [line for plan in outcome.plan.files for line in _plan_lines(plan)]


def _counts(outcome: Outcome) -> str:
    return f"新增 {outcome.added} 条，替换 {outcome.replaced} 条，保留旧记录 {outcome.left} 条，整体替换去掉 {outcome.removed} 条"


def _plan_lines(plan: FilePlan) -> Iterator[str]:
    for one in plan.replaced:
        changes = "，".join(f"{_figure_name(name)} {_plain(old)} → {_plain(new)}" for name, (old, new) in one.changes.items())
        yield f"  替换 {_titled(one.new)}：{changes or '数字不变'}"
    for word, records in (("保留（新文件中没有）", plan.left), ("去掉（整体替换）", plan.removed)):
        yield from (f"  {word} {_titled(record)}" for record in records)


def _figure_name(name: str) -> str:
    """`score:清扫面积`, of an indicator, is 清扫面积得分."""
    what, _, indicator = name.partition(":")
    return f"{indicator}{'分值' if what == 'weight' else '得分'}" if indicator else FIGURES[name]


def _titled(record: Record) -> str:
    return " ".join(str(part) for part in (record.fiscal_year, record.department, record.name) if part)


def _plain(value: Any) -> str:
    return "空" if value is None else str(as_json(value))


def projects_text(frame: pandas.DataFrame) -> str:
    """The list of projects, amounts in 万元."""
    rows = [
        (
            *(row["project_id"], year(row["fiscal_year"]), row["district"], row["department"], row["name"]),
            *(amount(row["budget_base"]), amount(row["executed"]), rate(row["execution_rate"]), score(row["score_stated"])),
            UNIT_STATUS.get(row["unit_status"], row["unit_status"]),
        )
        for row in frame.to_dict("records")
    ]
    return table(("编号", "年度", "区", "预算部门", "项目名称", "预算（万元）", "执行（万元）", "执行率", "自评得分", "金额单位"), rows, right=(5, 6, 7, 8))


def frame_text(frame: pandas.DataFrame) -> str:
    """Any frame of a metric, each column in the words and format of its card."""
    from analytics.metrics.cards import CARDS

    formats = [CARDS[name].format if name in CARDS else "text" for name in frame.columns]
    rows = [[shown(value, form) for value, form in zip(row, formats, strict=True)] for row in frame.itertuples(index=False, name=None)]
    numeric = [at for at, form in enumerate(formats) if form not in ("text", "yes_no")]
    return table(_headings(map(str, frame.columns)), rows, right=numeric)


def batches_text(batches: Iterable[BatchInfo], versions: Iterable[VersionInfo], damaged: Set[str]) -> str:
    """All batches and versions, times in UTC; `damaged` are the ids of batches that cannot be read."""
    stored = [
        (
            *(info.batch_id, STATUS["damaged" if info.batch_id in damaged else info.status], info.file),
            *(info.forms, info.projects, info.problems, f"{info.imported_at:%Y-%m-%d %H:%M}", info.imported_by),
        )
        for info in batches
    ]
    built = [(f"{'→' if info.current else ' '} {info.version}", f"{info.built_at:%Y-%m-%d %H:%M}", len(info.batches), info.reason) for info in versions]
    first = table(("批次", "状态", "文件", "表", "项目", "问题", "导入时间（UTC）", "导入人"), stored, right=(3, 4, 5))
    return first + "\n\n" + table(("  版本", "构建时间（UTC）", "批次数", "缘由"), built, right=(2,))
