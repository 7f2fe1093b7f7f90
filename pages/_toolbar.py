"""The toolbar of a chart: in Chinese, without its maker's mark, without a way to send the data anywhere."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from analytics.charts.vector.words import lines_of
from analytics.reports.picture_bundle import picture_name

TOOLBAR: dict[str, Any] = {
    "displaylogo": False,
    "showSendToCloud": False,
    "scrollZoom": False,
    "locale": "zh-CN",
    "locales": {
        "zh-CN": {
            "dictionary": {
                "Autoscale": "自动缩放",
                "Box Select": "框选",
                "Lasso Select": "套索选择",
                "Click to enter Plot title": "标题",
                "Double-click to zoom back out": "双击还原",
                "Download plot": "下载图片",
                "Download plot as a png": "下载为图片",
                "Download plot as a PNG": "下载为图片",
                "Pan": "平移",
                "Reset": "还原",
                "Reset axes": "还原坐标",
                "Reset view": "还原视图",
                "Reset views": "还原视图",
                "Toggle Spike Lines": "辅助线",
                "Zoom": "框选放大",
                "Zoom in": "放大",
                "Zoom out": "缩小",
                "Snapshot succeeded": "已生成图片",
                "Taking snapshot - this may take a few seconds": "正在生成图片",
                "Compare data on hover": "对比",
                "Show closest data on hover": "就近",
                "Double-click on legend to isolate one trace": "双击图例只看一项",
                "Produced with Plotly.js": "",
                "Edit in Chart Studio": "",
            },
            "format": {"decimal": ".", "thousands": ",", "grouping": [3]},
        }
    },
    "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d", "toggleSpikelines", "hoverClosestCartesian", "hoverCompareCartesian"],
    "toImageButtonOptions": {"format": "png", "scale": 2, "filename": "预算绩效透视"},
}


def toolbar(fig: go.Figure) -> dict[str, Any]:
    """The toolbar of a chart, which names the picture that is downloaded by its finding."""
    title = "".join(run.text for line in lines_of(fig.layout.title.text or "") for run in line)
    named = {"filename": picture_name(title)} if title else {}
    return {**TOOLBAR, "toImageButtonOptions": {**TOOLBAR["toImageButtonOptions"], **named}}
