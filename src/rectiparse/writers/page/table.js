/* The ledger as a grid that holds only the rows in view: all rows are of one height, so a row's place is its number. */

const COLUMN_KEYS = ["id", "task", "measure", "units", "deadline"];
const MARGIN_ROWS = 8;

/** The grid over the element `grid`; `chosen(row)` is called when the reader picks a row, `sorted()` when the order changed. */
function createTable(grid, chosen, sorted) {
  const body = byId("rows"), head = byId("columns");
  let shown = [], selected = null, rowHeight = 84, drawn = "";

  function setRows(list) {
    shown = list;
    drawn = "";
    grid.setAttribute("aria-rowcount", String(list.length + 1));
    byId("nothing").hidden = list.length > 0;
    draw();
  }

  function draw() {
    const first = Math.max(0, Math.floor(grid.scrollTop / rowHeight) - MARGIN_ROWS);
    const last = Math.min(shown.length, Math.ceil((grid.scrollTop + grid.clientHeight) / rowHeight) + MARGIN_ROWS);
    const wanted = `${first}-${last}`;
    if (wanted === drawn) return;
    drawn = wanted;
    const terms = searchTerms();
    const part = document.createDocumentFragment();
    for (let number = first; number < last; number += 1) part.append(drawRow(number, terms));
    body.style.height = `${shown.length * rowHeight}px`;
    body.style.paddingTop = `${first * rowHeight}px`;
    body.replaceChildren(part);
    point();
  }

  function drawRow(number, terms) {
    const row = shown[number], before = shown[number - 1];
    const isSame = before !== undefined && before.task === row.task;
    const classes = ["row", isSame ? "same-task" : "", row === selected ? "selected" : ""].filter(Boolean).join(" ");
    return el(
      "div",
      { class: classes, role: "row", id: `row-${row.index}`, "aria-rowindex": number + 2, "aria-selected": String(row === selected) },
      idCell(row, terms), taskCell(row, terms, isSame), cell("measure", markTerms(row.marker + row.measure.text, terms)),
      unitCell(row, terms), deadlineCell(row, terms),
    );
  }

  function point() {
    const id = selected && `row-${selected.index}`;
    if (id && byId(id)) grid.setAttribute("aria-activedescendant", id);
    else grid.removeAttribute("aria-activedescendant");
  }

  function select(row) {
    selected = row;
    drawn = "";
    draw();
  }

  /** Brings a row into view; where it stands in the middle already nothing moves. */
  function reveal(row) {
    const top = shown.indexOf(row) * rowHeight, height = grid.clientHeight - head.offsetHeight;
    if (top < grid.scrollTop) grid.scrollTop = top;
    else if (top + rowHeight > grid.scrollTop + height) grid.scrollTop = top + rowHeight - height;
    draw();
  }

  function move(steps) {
    if (!shown.length) return;
    const at = shown.indexOf(selected);
    const from = at >= 0 ? at : steps > 0 ? -1 : shown.length;
    const to = Math.min(shown.length - 1, Math.max(0, from + steps));
    chosen(shown[to]);
  }

  function drawHead() {
    head.replaceChildren(...COLUMN_KEYS.map((key) => headCell(key)));
  }

  function headCell(key) {
    const isSorted = sorting.column === key && (key !== "id" || sorting.falls);
    const order = isSorted ? (sorting.falls ? "descending" : "ascending") : "none";
    const button = el("button", { type: "button", "data-column": key }, t(`column_${key}`), el("i", { class: `arrow ${order}`, "aria-hidden": "true" }));
    button.addEventListener("click", () => {
      sortBy(key);
      sorted();
      head.querySelector(`[data-column=${key}]`).focus();
    });
    return el("div", { class: `cell ${key}`, role: "columnheader", "aria-sort": order }, button);
  }

  function measureRows() {
    rowHeight = parseFloat(getComputedStyle(grid).getPropertyValue("--row-height")) || rowHeight;
    drawn = "";
    draw();
  }

  grid.addEventListener("scroll", oncePerFrame(draw), { passive: true });
  window.addEventListener("resize", oncePerFrame(measureRows));
  body.addEventListener("click", (event) => {
    const node = event.target.closest("[role=row]");
    if (node && getSelection().isCollapsed) chosen(rows[Number(node.id.slice(4))]);
  });
  measureRows();
  return { setRows, select, reveal, move, drawHead, pageSize: () => Math.max(1, Math.floor(grid.clientHeight / rowHeight) - 1), has: (row) => shown.includes(row) };
}

/** Rising, falling, and back to the order of the text. */
function sortBy(column) {
  if (sorting.column !== column) sorting = { column, falls: column === "id" };
  else if (!sorting.falls) sorting = { column, falls: true };
  else sorting = { column: "id", falls: false };
}

// -- cells -----------------------------------------------------------------------------------------------------------------

function cell(name, children) {
  return el("div", { class: `cell ${name}`, role: "gridcell" }, el("div", { class: "clamp" }, children));
}

function idCell(row, terms) {
  const source = notices.length > 1 ? el("small", { class: "source" }, markTerms(row.notice.name, terms)) : null;
  return cell("id", [el("b", null, markTerms(row.id, terms)), el("small", { class: "kind" }, t(`kind_${row.task.kind}`)), source]);
}

function taskCell(row, terms, isSame) {
  const { head, body } = row.task;
  if (isSame) return cell("task", el("span", { class: "unseen" }, head || body));
  return cell("task", [head ? el("b", null, markTerms(head, terms)) : null, head && body ? " " : null, ...markTerms(body, terms)]);
}

function unitCell(row, terms) {
  const lines = ROLES.filter((role) => row.units[role].length).map((role) =>
    el("p", { class: role }, el("small", null, t(`${role}_short`)), " ", markTerms(row.units[role].map((unit) => unit.name).join("、"), terms)),
  );
  return cell("units", lines);
}

function deadlineCell(row, terms) {
  if (!row.deadline) return cell("deadline", el("span", { class: "badge none" }, t("none")));
  const parts = [el("p", null, markTerms(row.deadline.text, terms)), el("p", { class: "dates" }, markTerms(datesOf(row.deadline), terms))];
  const marks = new Set([row.state === "later" ? "" : row.state, row.deadline.ongoing ? "ongoing" : "", row.deadline.immediate ? "immediate" : ""]);
  for (const mark of marks) if (mark) parts.push(el("span", { class: `badge ${mark}` }, t(mark)));
  return cell("deadline", parts);
}

function datesOf(deadline) {
  if (deadline.start && deadline.end && deadline.start !== deadline.end) return `${deadline.start} – ${deadline.end}`;
  if (deadline.start && !deadline.end) return t("from", deadline.start);
  return deadline.end || "";
}
