"""One person of each kind, over the two departments of the samples."""

from __future__ import annotations

from analytics.access import Person

FENGTAI, CHAOYANG = "丰台区城市管理监督指挥中心", "朝阳区城市管理指挥中心"
AUDITOR, VIEWER, ADMIN = Person("张审", "auditor"), Person("王局", "viewer"), Person("管理", "admin")
CLERK, OTHER_CLERK = Person("李填", "clerk", (FENGTAI,)), Person("赵填", "clerk", (CHAOYANG,))
NOBODY = Person("无名", "")
OF_CHAOYANG = Person("朝阳审", "auditor", districts=("朝阳区",))
EVERYBODY = {one.role or "nobody": one for one in (AUDITOR, VIEWER, ADMIN, CLERK, NOBODY)}
