// Streamlit speaks English only. Words of its own that stand alone in a text node or an attribute are put into Chinese;
// anything else, our own text above all, is left as it is.
(() => {
  "use strict";
  if (!Array.prototype.toSorted) { // Chrome before 110 (Windows 7)
    Object.defineProperty(Array.prototype, "toSorted", { value(compare) { return [...this].sort(compare); }, writable: true, configurable: true });
  }
  // Streamlit would try /page/_stcore/… before /_stcore/… and log an error for it: say where the server is (pages are one level deep).
  window.__streamlit = { ...window.__streamlit, BACKEND_BASE_URL: new URL(".", document.baseURI).href };

  const WORDS = {
    "Upload": "选择文件", "Browse files": "选择文件", "Drag and drop file here": "把文件拖到这里", "Drag and drop files here": "把文件拖到这里", "Drop file here": "把文件拖到这里", "Drop files here": "把文件拖到这里",
    "Remove file": "移除文件", "Upload files": "选择文件", "Upload file": "选择文件", "Add files": "添加文件", "Show previous files": "前面的文件", "Show next files": "后面的文件", "Cancel upload": "取消上传",
    "Choose an option": "请选择", "Choose options": "请选择", "Select an option": "请选择", "Choose or add an option": "选择或输入", "Choose or add options": "选择或输入", "Add an option": "输入", "Add options": "输入",
    "Select all": "全选", "Select matches": "选中匹配项", "Deselect all": "全部取消", "Clear all": "全部清除", "Clear value": "清除", "Clear": "清除", "open": "展开", "Open": "展开", "close": "关闭", "Close": "关闭",
    "No results": "没有符合的选项", "No options to select": "没有可选项", "No options to select.": "没有可选项", "Loading...": "正在载入…", "Loading": "正在载入", "Select": "选择", "Selected": "已选", "options": "选项",
    "Search": "搜索", "Type to search": "输入文字搜索", "Clear search": "清除搜索", "Previous Result": "上一个", "Next Result": "下一个", "Previous result": "上一个", "Next result": "下一个", "Close search": "关闭搜索", "no results": "没有结果",
    "Download as CSV": "下载为 CSV", "Download": "下载", "Fullscreen": "全屏", "Close fullscreen": "退出全屏", "Exit fullscreen": "退出全屏", "View fullscreen": "全屏", "Show/hide columns": "显示或隐藏列", "Clear selection": "清除选择",
    "Show data": "查看数据", "Show chart": "查看图", "More options": "更多", "Copy": "复制", "Copied": "已复制", "Copy to clipboard": "复制", "Copy link": "复制链接", "Copy version to clipboard": "复制版本号", "Copy link to heading": "复制链接", "Link to heading": "链接", "Link": "链接",
    "Sort ascending": "升序", "Sort descending": "降序", "Autosize": "自动列宽", "Pin column": "固定此列", "Unpin column": "取消固定", "Hide column": "隐藏此列", "Format": "格式", "Statistics": "统计", "Filter": "筛选", "Group by": "分组",
    "Automatic": "自动", "Localized": "按地区", "Plain": "原样", "Compact": "缩写", "Dollar": "美元", "Euro": "欧元", "Yen": "日元", "Percent": "百分比", "Scientific": "科学计数", "Accounting": "会计", "Engineering": "工程", "Bytes": "字节", "Duration": "时长",
    "Distance": "相对时间", "Calendar": "日历", "empty": "空", "Index": "序号", "(index)": "序号",
    "Deploy": "发布", "Rerun": "重新运行", "Settings": "设置", "Print": "打印", "Record a screencast": "录屏", "About": "关于", "Clear cache": "清除缓存", "Developer options": "开发选项", "Main menu": "菜单", "Get help": "帮助", "Report a bug": "报告问题",
    "Running...": "正在计算…", "Running": "正在计算", "RUNNING...": "正在计算…", "Stop": "停止", "Stopping...": "正在停止…", "CONNECTING": "正在连接", "Connecting": "正在连接", "Connecting...": "正在连接…", "Disconnected": "连接已断开",
    "Connection error": "连接出错", "Connection lost": "连接已断开", "Connection failed": "连接失败", "Reconnecting": "正在重新连接", "Please wait...": "请稍候…", "Is Streamlit still running?": "服务是否仍在运行？",
    "Streamlit server is not responding. Are you connected to the internet?": "服务没有响应，请检查服务是否仍在运行、网络是否连通。",
    "Page not found": "没有这个页面", "View less": "收起", "View more": "更多", "Expand sidebar": "展开目录", "Collapse sidebar": "收起目录", "Open sidebar": "展开目录", "Close sidebar": "收起目录", "Sidebar navigation": "目录", "Show password text": "显示密码", "Hide password text": "隐藏密码",
    "Toggle dropdown": "展开选项", "Open dropdown": "展开选项", "Close dropdown": "收起选项", "Help": "说明", "Show help": "说明", "Tooltip": "说明", "Press Enter to apply": "按回车确定", "Press Enter to submit form": "按回车提交", "Press ⌘+Enter to apply": "按 ⌘+回车确定", "Press Ctrl+Enter to apply": "按 Ctrl+回车确定",
    "file upload": "选择文件", "File upload": "选择文件", "Suggestions": "选项", "Show suggestions": "展开选项",
    "Skip to main content": "跳到正文", "App pages": "页面", "Sidebar": "目录", "Pagination": "翻页", "Previous page": "上一页", "Next page": "下一页", "Navigate to home page": "回首页",
    "Drag and drop a file here": "把文件拖到这里", "Drag and drop directories here": "把文件夹拖到这里", "Upload directories": "选择文件夹", "Upload failed": "上传失败", "Too many files": "文件太多", "Only one file is allowed.": "只能选一个文件。",
    "Network error": "网络出错", "Network Error": "网络出错", "Unexpected error. Please try again.": "出错了，请再试一次。", "An error has occurred, please try again.": "出错了，请再试一次。", "Try again": "再试一次", "Learn more": "了解更多",
    "Selected values": "已选的值", "Selectbox options": "选项", "Multiselect options": "选项", "No options": "没有可选项", "No data": "没有数据", "No content": "没有内容", "Select...": "请选择",
    "Values": "值", "Empty": "空", "Minimum": "最小", "Maximum": "最大", "Median": "中位数", "Average": "平均", "Sum": "合计", "Distinct": "不同值", "Count": "个数", "Standard deviation": "标准差", "Range": "范围", "Minimum length": "最短", "Maximum length": "最长", "Average length": "平均长度", "Based on sample": "按样本计",
    "Copy column name": "复制列名", "text": "文本", "number": "数字", "integer": "整数", "float": "小数", "boolean": "是否", "checkbox": "是否", "datetime": "日期时间", "date": "日期", "time": "时间", "list": "列表", "object": "对象", "link": "链接", "Dataframe column menu": "列菜单", "Toggle fullscreen": "全屏", "Enter fullscreen": "全屏", "Download as PNG": "下载为图片", "Edit": "编辑", "Save": "保存", "Add row": "添加行", "Delete row(s)": "删除行", "Close Search": "关闭搜索",
    "Theme": "外观", "Light": "浅色", "Dark": "深色", "System": "自动", "Auto rerun": "自动刷新", "Always rerun": "总是刷新", "File change.": "文件有改动。", "Clear caches": "清除缓存", "Stop script": "停止", "Button action menu": "更多操作", "Scroll tabs left": "向左", "Scroll tabs right": "向右",
    "Choose date": "选择日期", "Choose date range": "选择日期范围", "Clear date": "清除日期", "Clear entry": "清除", "Previous month": "上个月", "Next month": "下个月", "Connection closed": "连接已断开", "Connecting to Streamlit server": "正在连接服务", "Unable to connect to Streamlit server": "连接不上服务", "Error": "出错",
    "Use arrow keys to navigate dates. Enter to select. Escape to close.": "用方向键选日期，回车确定，Esc 关闭。", "yyyy": "年", "mm": "月", "dd": "日",
    "Made with Streamlit": "", "Notifications": "通知", "Alert": "提示", "Dismiss": "关闭", "Yes": "是", "No": "否", "Ok": "好", "OK": "好", "Cancel": "取消", "Retry": "重试", "Step up": "增加", "Step down": "减少", "Increment": "增加", "Decrement": "减少",
  };
  const PATTERNS = [
    [/^Limit (\d+) ?(MB|GB|KB) per file(?: • (.+))?$/, (_, size, unit, kinds) => `每个文件不超过 ${size}${unit}${kinds ? " • " + kinds : ""}`],
    [/^(\d+) ?(MB|GB|KB) per file(?: • (.+))?$/, (_, size, unit, kinds) => `每个文件不超过 ${size}${unit}${kinds ? " • " + kinds : ""}`],
    [/^File must be (\d+) ?(MB|GB|KB) or smaller\.?$/, (_, size, unit) => `文件不能超过 ${size}${unit}`],
    [/^(.+) files are not allowed\.?$/, (_, kind) => `不能导入 ${kind} 文件`],
    [/^Add: (.+)$/, (_, text) => `使用：${text}`],
    [/^Remove (.+)$/, (_, name) => `移除 ${name}`],
    [/^Select all (\d+)?.*$/, (_, n) => n ? `全选（${n}）` : "全选"],
    [/^Select (\d+) match(?:es)?$/, (_, n) => `选中 ${n} 个匹配项`],
    [/^View (\d+) more$/, (_, n) => `再显示 ${n} 项`],
    [/^(\d+) of (\d+) results?$/, (_, n, all) => `第 ${n} 个，共 ${all} 个`],
    [/^(\d+) results?$/, (_, n) => `${n} 个结果`],
    [/^(\d+) selected$/, (_, n) => `已选 ${n} 项`],
    [/^Showing page (\d+) of (\d+)$/, (_, n, all) => `第 ${n} 页，共 ${all} 页`],
    [/^Upload or drag and drop (?:a )?(?:files?|director(?:y|ies))(?: \((.+)\))?$/, (_, kinds) => `选择文件，或把文件拖到这里${kinds ? "（" + kinds + "）" : ""}`],
    [/^Upload (?:a )?(?:files?|director(?:y|ies))$/, () => "选择文件"],
    [/^Drag and drop (?:a )?(?:files?|director(?:y|ies)) here$/, () => "把文件拖到这里"],
    [/^You can only select up to (\d+) options?\. Remove an option first\.$/, (_, n) => `最多选 ${n} 项，请先去掉一项。`],
    [/^Press (⌘|Ctrl)\+Enter to .+$/, (_, sign) => `按 ${sign}+回车确定`],
    [/^Press Enter to .+$/, () => "按回车确定"],
    [/^Select (\d+) matches$/, (_, n) => `选中 ${n} 个匹配项`],
    [/^(\d+) options? available\.?$/, (_, n) => `有 ${n} 个选项。`],
    [/^(.+), selected\.?$/, (_, name) => `${name}，已选`],
    [/^Page (\d+)$/, (_, n) => `第 ${n} 页`],
    [/^Shortcut (.+)$/, (_, name) => `快捷键 ${name}`],
    [/^([A-Z][A-Za-z/ ]+): (.+)$/, (_, deed, name) => Object.hasOwn(WORDS, deed) ? `${name}：${WORDS[deed]}` : null],
    [/^(?:(year|month|day), )?(.+) (start|end) date$/, (_, part, name, end) => `${name}${end === "start" ? "从" : "到"}${{ year: "，年", month: "，月", day: "，日" }[part] || ""}`],
    [/^(year|month|day), (.+)$/, (_, part, name) => `${name}${{ year: "，年", month: "，月", day: "，日" }[part]}`],
    [/^Choose date, (.+)$/, (_, day) => `选择日期，${day}`],
    [/^Download as ([A-Z]+)$/, (_, kind) => `下载为 ${kind}`],
    [/^Help for (.+)$/, (_, name) => `${name}的说明`],
    [/^Selected (.+)\. (.+)$/, (_, chosen, label) => `已选 ${chosen}。${label}`],
    [/^You have requested page \/(.*), but no corresponding file was found in the app's pages\/ directory.*$/, (_, name) => `没有 /${name} 这个页面，已打开首页。`],
    [/^The page that you have requested does not seem to exist\. Running the app's main page\.$/, () => "您要的页面不存在，已打开首页。"],
  ];
  const BEFORE_THE_LETTERS = "\u2063"; // analytics/pinyin.py
  const ATTRIBUTES = ["placeholder", "aria-label", "title", "alt"];
  const OURS = ".lens-page, .lens-measures, .lens-table, .lens-card, .lens-scope, .lens-note, [data-testid='stText'], [data-testid='stIconMaterial'], [data-testid='stMarkdownContainer'] code";

  const chinese = (text) => {
    if (!/[A-Za-z]/.test(text)) return null;
    const letters = text.indexOf(BEFORE_THE_LETTERS); // the list is searched by what follows, nobody need see it
    if (letters >= 0) return text.slice(0, letters);
    const key = text.trim();
    if (key.length > 240) return null;
    if (Object.hasOwn(WORDS, key)) return text.replace(key, WORDS[key]);
    for (const [pattern, say] of PATTERNS) { if (pattern.test(key)) return key.replace(pattern, say); }
    return null;
  };
  const putText = (node) => {
    const said = chinese(node.data);
    if (said === null || said === node.data || (node.parentElement && node.parentElement.closest(OURS))) return;
    node.data = said;
  };
  const putAttributes = (element) => {
    if (element.parentElement && element.parentElement.dataset.testid === "stSidebarNavItems") { // sections, not items, stand in Streamlit's list
      element.setAttribute("role", "list");
      element.parentElement.setAttribute("role", "presentation");
    }
    for (const name of ATTRIBUTES) {
      const value = element.getAttribute(name);
      const said = value && chinese(value);
      if (said !== null && said !== undefined && said !== "" && said !== value) element.setAttribute(name, said);
    }
  };
  const put = (root, walked) => {
    if (root.nodeType === Node.TEXT_NODE) { putText(root); return; }
    if (root.nodeType !== Node.ELEMENT_NODE || walked.has(root) || root.tagName === "SCRIPT" || root.tagName === "STYLE") return;
    walked.add(root);
    putAttributes(root);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) putText(node); else { walked.add(node); putAttributes(node); }
    }
  };
  // What is built inside a drawing is a chart of ours, thousands of nodes of it; an icon comes whole, with its button.
  const seen = (changes) => {
    const walked = new Set(); // a node is reported as often as it has new ancestors
    for (const change of changes) {
      if (change.target instanceof SVGElement && change.type === "childList") continue;
      if (change.type === "childList") change.addedNodes.forEach((node) => put(node, walked));
      else if (change.type === "characterData") putText(change.target);
      else putAttributes(change.target);
    }
  };
  const begin = () => {
    put(document.body, new Set());
    new MutationObserver(seen).observe(document.body, { childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES, subtree: true });
  };
  if (document.body) begin(); else document.addEventListener("DOMContentLoaded", begin);
})();
