/* All words of the page, in both languages. {0} stands for the first value. */

const STRINGS = {
  zh: {
    asOf: "截至", language: "English", theme: "深色或浅色", counts: "概况", timeline: "按月到期", timelineYears: "按年到期",
    timelineQuarters: "按季度到期", ledger: "台账", beside: "原文、单位与提示",
    search: "搜索", searchHint: "搜索：单位、事项、措施、日期……", unit: "单位", role: "职责", window: "期限", status: "状态", kind: "类别",
    source: "来源", clear: "清除", nothing: "没有符合条件的行。按 Esc 清除筛选。", csv: "导出 CSV",
    keys: "/ 搜索 · j k 上下 · Enter 看原文 · Esc 清除", shown: "显示 {0} 行，共 {1} 行", month: "到期 {0} ×",
    any_unit: "全部单位", any_role: "全部职责", any_window: "全部期限", any_status: "全部状态", any_kind: "全部类别", any_source: "全部来源",
    tasks: "任务", measures: "措施", overdue: "已过期", soon: "30 天内", quarter: "本季度", ongoing: "长期坚持", none: "无期限",
    done: "已完成", immediate: "立行立改", open: "未标明完成",
    finding: "存在问题", objective: "整改目标", content: "任务内容", measure: "整改措施", deadline: "完成时限", progress: "目前进展",
    lead_units: "牵头单位", responsible_units: "责任单位", cooperating_units: "配合单位", supervising_units: "督导单位",
    lead_units_short: "牵头", responsible_units_short: "责任", cooperating_units_short: "配合", supervising_units_short: "督导",
    kind_finding: "问题", kind_task: "任务", kind_stage: "阶段",
    column_id: "编号", column_task: "问题 / 任务", column_measure: "措施", column_units: "单位", column_deadline: "时限", column_progress: "进展",
    text: "原文", units: "单位", diagnostics: "提示", noText: "台账里没有原文（用 --with-text 写出的台账才有）。",
    noDiagnostics: "没有提示。", noUnits: "没有单位。", choose: "点一行，看每个值在原文何处；点原文，看它是哪一行。",
    line: "第 {0} 行", page: "第 {0} 页", table: "表 {0}", row: "第 {0} 行", column: "第 {0} 列", inferred: "规则 {0}",
    error: "错误", warning: "警告", info: "说明", notices: "{0} 份文件", unitTasks: "{0}：任务 {1}", monthRows: "{0}：{1} 行，其中已过期 {2} 行",
    today: "截至 {0}", from: "{0} 起",
  },
  en: {
    asOf: "As of", language: "中文", theme: "Dark or light", counts: "Overview", timeline: "Due by month", timelineYears: "Due by year",
    timelineQuarters: "Due by quarter", ledger: "Ledger", beside: "Text, units and diagnostics",
    search: "Search", searchHint: "Search units, tasks, measures, dates …", unit: "Unit", role: "Role", window: "Deadline", status: "Status",
    kind: "Kind", source: "Source", clear: "Clear", nothing: "No row fits. Press Esc to clear the filters.", csv: "Save CSV",
    keys: "/ search · j k move · Enter text · Esc clear", shown: "{0} of {1} rows", month: "due {0} ×",
    any_unit: "All units", any_role: "All roles", any_window: "Any deadline", any_status: "Any status", any_kind: "All kinds", any_source: "All sources",
    tasks: "Tasks", measures: "Measures", overdue: "Overdue", soon: "Within 30 days", quarter: "This quarter", ongoing: "Ongoing",
    none: "No deadline", done: "Done", immediate: "Immediate", open: "Not marked done",
    finding: "Finding", objective: "Objective", content: "Content", measure: "Measure", deadline: "Deadline", progress: "Progress",
    lead_units: "Lead", responsible_units: "Responsible", cooperating_units: "Cooperating", supervising_units: "Supervising",
    lead_units_short: "Lead", responsible_units_short: "Resp.", cooperating_units_short: "Coop.", supervising_units_short: "Superv.",
    kind_finding: "Finding", kind_task: "Task", kind_stage: "Stage",
    column_id: "Id", column_task: "Finding / task", column_measure: "Measure", column_units: "Units", column_deadline: "Deadline",
    column_progress: "Progress",
    text: "Text", units: "Units", diagnostics: "Diagnostics", noText: "The ledger came without its text (write it with --with-text).",
    noDiagnostics: "No diagnostics.", noUnits: "No units.", choose: "Click a row to see where each value was read; click the text to see its row.",
    line: "line {0}", page: "page {0}", table: "table {0}", row: "row {0}", column: "column {0}", inferred: "rule {0}",
    error: "error", warning: "warning", info: "info", notices: "{0} files", unitTasks: "{0}: {1} tasks", monthRows: "{0}: {1} rows, {2} of them overdue",
    today: "as of {0}", from: "from {0}",
  },
};

let language = "zh";

/** What a diagnostic is called, and what it says, in the language chosen. */
function nameOf(told) {
  return language === "zh" ? told.name_zh : told.code;
}

function messageOf(told) {
  return language === "zh" ? told.message_zh : told.message;
}

/** The words for `key` in the language chosen, its marks filled in. */
function t(key, ...values) {
  return STRINGS[language][key].replace(/\{(\d)\}/g, (_, number) => String(values[number]));
}

function setLanguage(name) {
  language = name;
  document.documentElement.lang = name === "zh" ? "zh-CN" : "en";
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", t(node.dataset.label));
  for (const node of document.querySelectorAll("[data-hint]")) node.placeholder = t(node.dataset.hint);
}
