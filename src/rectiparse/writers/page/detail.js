/* The row chosen, written out in full: its fields are the legend of the marks in the text, and lead to them. */

/** Fills the card for `row` (null: a hint); `jump(kind)` is called for a field that is clicked. */
function drawDetail(place, row, jump) {
  if (!row) return place.replaceChildren(el("p", { class: "hint" }, t("choose")));
  const path = row.task.path.slice(0, -1).join(" › ");
  const where = [t("line", row.line), ...Object.entries(row.place || {}).map(([name, number]) => t(name, number))].join(" · ");
  const head = el("div", { class: "detail-head" }, el("b", null, row.id), el("span", { class: "path", title: path }, path), el("small", null, where));
  return place.replaceChildren(head, el("dl", null, fieldsOf(row).flatMap((field) => drawField(field, jump))));
}

/** {kind, text} of what the row shows, in the order of the columns. */
function fieldsOf(row) {
  const fields = ["finding", "objective", "content"].map((kind) => ({ kind, text: row.task[kind].text, at: row.task[kind].at }));
  fields.push({ kind: "measure", text: row.marker + row.measure.text, at: row.measure.at });
  for (const kind of ROLES) fields.push({ kind, text: row.units[kind].map((unit) => unit.name).join("；"), at: row.units[kind] });
  if (row.deadline) fields.push({ kind: "deadline", text: [row.deadline.text, datesOf(row.deadline), row.deadline.recurrence].filter(Boolean).join("  ·  "), at: row.deadline.at, rule: row.deadline.rule });
  fields.push({ kind: "progress", text: row.task.progress.text, at: row.task.progress.at });
  return fields.filter((field) => field.text);
}

function drawField({ kind, text, at, rule }, jump) {
  const button = el("button", { type: "button", "data-kind": kind, disabled: !at.length }, el("i", { class: `swatch ${kind}` }), t(kind));
  button.addEventListener("click", () => jump(kind));
  return [el("dt", null, button), el("dd", { title: rule ? t("inferred", rule) : null }, text)];
}

/** Lists what is odd, errors first; `jump(told)` is called for one that is clicked. */
function drawDiagnostics(place, list, jump) {
  if (!list.length) return place.replaceChildren(el("p", { class: "hint" }, t("noDiagnostics")));
  const rank = { error: 0, warning: 1, info: 2 };
  const sorted = list.slice().sort((a, b) => rank[a.severity] - rank[b.severity]);
  return place.replaceChildren(...sorted.map((told) => {
    const where = [notices.length > 1 ? told.notice.name : null, told.where, told.line ? t("line", told.line) : null].filter(Boolean).join(" · ");
    const button = el("button", { type: "button", class: `told ${told.severity}`, disabled: !told.at.length },
      el("span", { class: `badge ${told.severity}` }, t(told.severity)), el("code", { title: told.code }, nameOf(told)), el("small", null, where), el("p", null, messageOf(told)));
    button.addEventListener("click", () => jump(told));
    return button;
  }));
}
