/* What leaves the page: the rows on paper, and as CSV with the columns of the contract. */

const PRINT_COLUMNS = ["column_id", "column_task", "column_measure", "column_units", "column_deadline", "column_progress"];

/** The whole list as a real table, so that a printer repeats its head; `about` are the lines above it. */
function drawPrint(place, list, about) {
  const columns = list.some((row) => row.task.progress.text) ? PRINT_COLUMNS : PRINT_COLUMNS.slice(0, -1);
  const body = el("tbody", null);
  list.forEach((row, number) => {
    const isSame = number > 0 && list[number - 1].task === row.task;
    const cells = printCells(row, isSame).slice(0, columns.length);
    body.append(el("tr", { class: isSame ? "same-task" : "" }, cells.map((children) => el("td", null, children))));
  });
  const head = el("thead", null, el("tr", null, columns.map((key) => el("th", { scope: "col" }, t(key)))));
  place.replaceChildren(el("h1", null, about[0]), ...about.slice(1).map((line) => el("p", null, line)), el("table", null, head, body));
}

function printCells(row, isSame) {
  const source = notices.length > 1 ? el("small", null, row.notice.name) : null;
  const objective = row.task.objective.text ? el("p", { class: "objective" }, el("small", null, t("objective")), " ", row.task.objective.text) : null;
  const task = isSame ? "" : [el("b", null, row.task.head), " ", row.task.body, objective];
  const units = ROLES.filter((role) => row.units[role].length).map((role) => el("p", null, el("small", null, t(role)), " ", row.units[role].map((unit) => unit.name).join("、")));
  const deadline = row.deadline ? [el("p", null, row.deadline.text), el("p", null, datesOf(row.deadline)), row.state === "later" ? "" : el("b", null, t(row.state))] : t("none");
  return [[el("b", null, row.id), el("small", null, t(`kind_${row.task.kind}`)), source], task, row.marker + row.measure.text, units, deadline, isSame ? "" : row.task.progress.text];
}

/** CSV of `list`: UTF-8 with its mark and CRLF, and an apostrophe before what a spreadsheet would compute. */
function buildCsv(list) {
  const names = Object.keys(settings.columns);
  const lines = [names.map((name) => (language === "zh" ? settings.columns[name] : name))];
  for (const row of list) {
    const cells = csvCells(row);
    lines.push(names.map((name) => cells[name]));
  }
  return `\ufeff${lines.map((line) => line.map(quote).join(",")).join("\r\n")}\r\n`;
}

function csvCells(row) {
  const { task, deadline } = row;
  const cells = {
    source: row.notice.name, task_id: task.id, measure_id: row.measureId, kind: task.kind, section: task.path.join(" / "), measure: row.measure.text,
    line: row.line, deadline_text: deadline && deadline.text, deadline_start: deadline && deadline.start, deadline_end: row.end,
    recurrence: deadline && deadline.recurrence,
  };
  for (const name of TASK_FIELDS) cells[name] = task[name].text;
  for (const role of ROLES) cells[role] = row.units[role].map((unit) => unit.name).join("；");
  for (const flag of ["ongoing", "immediate", "done"]) cells[flag] = Boolean(deadline && deadline[flag]);
  return cells;
}

function quote(value) {
  const text = value === null || value === undefined ? "" : String(value);
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

function saveCsv(list) {
  const address = URL.createObjectURL(new Blob([buildCsv(list)], { type: "text/csv;charset=utf-8" }));
  el("a", { href: address, download: "rectiparse.csv" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
