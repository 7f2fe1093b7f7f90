"""Which pages there are. Who may open them stands in analytics/roles.toml; a page without a rule there opens to nobody."""

# section, file, title, icon; the address of a page is its file name
SCREENS = (
    ("看结果", "overview", "总览", ":material/monitoring:"),
    ("看结果", "briefing", "简报", ":material/summarize:"),
    ("看结果", "compare", "区际对比", ":material/balance:"),
    ("看结果", "experts", "专家评分", ":material/groups:"),
    ("看结果", "accounts", "部门决算", ":material/account_balance:"),
    ("查问题", "findings", "疑点清单", ":material/rule:"),
    ("查问题", "explanations", "单位说明", ":material/forum:"),
    ("查问题", "execution", "执行率", ":material/filter_alt:"),
    ("查问题", "scores", "得分分布", ":material/bar_chart:"),
    ("查问题", "variance", "预决算差异", ":material/difference:"),
    ("查问题", "project", "项目档案", ":material/description:"),
    ("查问题", "likeness", "雷同自评表", ":material/content_copy:"),
    ("查问题", "uneven", "同类情形评分不一", ":material/rule_settings:"),
    ("查问题", "rules", "规则", ":material/gavel:"),
    ("管数据", "self_check", "公开前自查", ":material/fact_check:"),
    ("管数据", "imports", "数据导入", ":material/upload_file:"),
    ("管系统", "users", "用户", ":material/manage_accounts:"),
    ("管系统", "trail", "操作日志", ":material/history:"),
    ("更多", "screen", "大屏", ":material/slideshow:"),
    ("更多", "help", "帮助", ":material/help:"),
)
