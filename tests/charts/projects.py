"""A few projects as `project_list` gives them: fully executed, low, without a rate, without a score, of another district."""

import pandas

COLUMNS = ["project_id", "name", "district", "department", "budget_base", "executed", "execution_rate", "unspent", "score_stated"]
ROWS = [
    ["a", "综合窗口人员经费", "丰台区", "政务局", 100.0, 100.0, 1.0, 0.0, 98.0],
    ["b", "监督员工资", "丰台区", "指挥中心", 80.0, 40.0, 0.5, 40.0, 92.0],
    ["c", "<b>接诉即办</b>", "丰台区", "指挥中心", 10.0, 8.0, 0.8, 2.0, 84.0],
    ["d", "律师费", "朝阳区", "朝阳中心", 12.0, 4.0, 1 / 3, 8.0, None],
    ["e", "单位存疑的项目", "朝阳区", "朝阳中心", None, None, None, None, None],
]


def projects() -> pandas.DataFrame:
    return pandas.DataFrame(ROWS, columns=COLUMNS).astype({"score_stated": float}).assign(backwards=False)


def tree() -> pandas.DataFrame:
    return projects().rename(columns={"budget_base": "budget"}).dropna(subset=["budget"]).assign(projects=1)


def words(figure) -> str:
    """Everything a figure shows or says on hover."""
    return str(figure.to_dict())
