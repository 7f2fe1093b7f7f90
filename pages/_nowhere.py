"""What answers an address that nobody wrote a rule for: a sentence, and for who opened it as a page the way back."""

from __future__ import annotations

from starlette.responses import HTMLResponse, PlainTextResponse, Response

SAID = "没有这个地址"
PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{said} · 预算绩效透视</title><link rel="icon" type="image/svg+xml" href="{root}client/icon.svg">
<link rel="stylesheet" href="{root}client/palette.css"><link rel="stylesheet" href="{root}client/sign_in.css"></head>
<body><main><h1>预算绩效透视</h1><h2>{said}</h2><p class="said">可能是链接抄错了，或者这一页已经改名。</p><a href="{root}">回到首页</a></main></body></html>"""


def nowhere(path: str, document: bool) -> Response:
    """404 for this path below the root, wherever the root stands; `document`: a person opened it, and no script."""
    if not document:
        return PlainTextResponse(SAID, status_code=404)
    return HTMLResponse(PAGE.format(said=SAID, root="../" * (path.count("/") - 1) or "./"), status_code=404, headers={"Cache-Control": "no-store"})
