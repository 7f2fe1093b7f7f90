"""The Chinese words for what the trail records."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from analytics.access import ROLES
from analytics.audit import RULES
from analytics.audit.case import ACTIONS as CASE_ACTIONS
from analytics.audit.case import STATUSES
from analytics.audit.use_decisions import DECISIONS, TAKEN_BACK, TAKEN_BACK_WORDS
from analytics.audit.use_of_results import use_rules, uses

ACTIONS = {
    "sign-in": "登录",
    "sign-in-refused": "登录被拒",
    "sign-out": "退出登录",
    "password-change": "修改密码",
    "refused": "拒绝进入",
    "user-add": "开通用户",
    "user-reset": "重设密码",
    "user-role": "改身份和范围",
    "user-disable": "停用用户",
    "user-enable": "启用用户",
    "import": "导入",
    "reread": "重新读取",
    "supersede": "由新文件取代",
    "withdraw": "撤回批次",
    "reinstate": "恢复批次",
    "restore": "回到版本",
    "rebuild": "重建快照",
    "recover": "由批次重建台账",
    "restore-backup": "由备份恢复",
    "open": "新建数据目录",
    "alias": "记住部门写法",
    "classify": "认定项目类别",
    "project-link": "认定同一项目",
    "rule-on": "启用规则",
    "rule-off": "停用规则",
    "use-decision": "决定结果应用",
    "retest": "复核疑点",
    "export": "带走文件",
}
WORDS = {
    "file": "文件",
    "forms": "表",
    "role": "身份",
    "departments": "部门",
    "districts": "区",
    "disabled": "停用",
    "because": "原因",
    "cases": "疑点",
    "to": "到",
    "note": "说明",
    "name": "名称",
    "title": "姓名",
    "opened": "新增",
    "closed": "了结",
    "reopened": "重现",
    "decisions": "当时的决定",
    "sha256": "校验值",
    "value": "内容",
    "page": "页面",
    "decision": "决定",
    "amount": "金额",
    "rule": "规则",
    "command": "命令",
    "what": "内容",
    "replace_whole": "整体替换",
}


@cache
def _values() -> Mapping[str, Mapping[str, str]]:
    """Of a word that stands for one of a few values: what each is called."""
    decisions = {**DECISIONS, TAKEN_BACK: TAKEN_BACK_WORDS}
    return {"role": ROLES, "to": STATUSES, "decision": decisions, "rule": {rule.id: rule.title for rule in use_rules()}}


def value_words(name: str, value: Any) -> Any:
    """What the value that stands under a name is called; the value itself, where it has no name of its own."""
    return _values().get(name, {}).get(value, value) if isinstance(value, str) else value


def subject_words(action: str, subject: str) -> str:
    """What an action was about, where the trail holds a mark: the title of a rule; what was suggested, before the mark of the project."""
    if action in ("rule-on", "rule-off") and subject in RULES:
        return RULES[subject].title
    project, _, use = subject.rpartition("-")
    return f"{uses()[use]} {project}" if action == "use-decision" and use in uses() else subject


def action_words(action: str) -> str:
    """What an action is called; one without a name of its own by its mark."""
    case = action.removeprefix("case-")
    return ACTIONS.get(action) or (CASE_ACTIONS.get(case, case) if action.startswith("case-") else action)
