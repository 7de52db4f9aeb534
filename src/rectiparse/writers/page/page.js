/* The page: what the reader does changes the filter, the order or the row chosen; the parts are drawn again from these. */

const CHOICES = ["unit", "role", "window", "status", "kind", "source"];
const PANELS = ["text", "units", "diagnostics"];
const CHARTS_WAIT = 120;

const grid = byId("grid");
const table = createTable(grid, (row) => choose(row), () => refresh());
const text = createText(byId("text"), (notice, offset) => chooseFromText(notice, offset));
let shown = [], current = null, buckets = [], waiting = 0;

// -- drawing ---------------------------------------------------------------------------------------------------------------

/** The ledger now, the charts with it or, while somebody types, a moment later. */
function refresh(isTyping = false) {
  shown = filterRows();
  table.drawHead();
  table.setRows(shown);
  byId("shown").textContent = t("shown", shown.length, rows.length);
  byId("month").hidden = !filter.bucket;
  if (filter.bucket) byId("month").textContent = t("month", filter.bucket);
  for (const name of CHOICES) byId(name).classList.toggle("set", Boolean(filter[name]));
  clearTimeout(waiting);
  if (isTyping) waiting = setTimeout(drawCharts, CHARTS_WAIT);
  else drawCharts();
}

function drawCharts() {
  drawCounts(); // first: the timeline takes the width that they leave
  drawTimeline(byId("timeline"), buckets, filterRows("bucket"), (bucket) => setFilter({ bucket: filter.bucket === bucket ? "" : bucket }));
  if (!byId("panel-units").hidden) drawUnits(byId("panel-units"), filterRows("unit"), (unit) => setFilter({ unit: filter.unit === unit ? "" : unit }));
}

function drawCounts() {
  const all = filter.source ? rows.filter((row) => row.notice.number === Number(filter.source)) : rows;
  const plain = [["tasks", new Set(all.map((row) => row.task)).size], ["measures", all.filter((row) => row.measureId).length]];
  const windows = ["overdue", "soon", "ongoing", "none"].map((name) => {
    const button = el("button", { type: "button", class: `count ${name}`, "aria-pressed": String(filter.window === name), "data-window": name },
      el("b", null, String(all.filter(WINDOWS[name]).length)), el("span", null, t(name)));
    button.addEventListener("click", () => setFilter({ window: filter.window === name ? "" : name }));
    return button;
  });
  const focused = document.activeElement && document.activeElement.getAttribute("data-window");
  byId("counts").replaceChildren(...plain.map(([name, count]) => el("div", { class: "count" }, el("b", null, String(count)), el("span", null, t(name)))), ...windows);
  if (focused) byId("counts").querySelector(`[data-window=${focused}]`).focus();
}

function drawHeading() {
  const notice = filter.source ? notices[Number(filter.source)] : notices.length === 1 ? notices[0] : null;
  const [title, ...facts] = aboutLines(notice);
  byId("title").textContent = title;
  byId("facts").textContent = facts.join("　");
}

/** Title and facts of one notice, or of all of them. */
function aboutLines(notice) {
  if (notice) return [notice.title || notice.name, [notice.document_number, notice.issued, notice.issuers.join("、"), notice.name].filter(Boolean).join("　")];
  const titles = notices.map((each) => each.title || each.name);
  const shownTitles = titles.slice(0, 3).map((title) => (title.length > 28 ? `${title.slice(0, 27)}…` : title));
  return [`${t("ledger")} · ${t("notices", notices.length)}`, [...shownTitles, ...(titles.length > 3 ? ["……"] : [])].join("；")];
}

function drawChoices() {
  const kinds = Array.from(new Set(rows.map((row) => row.task.kind)));
  const units = countUnits(rows).map(({ name, total }) => [name, `${name} (${total})`]);
  const options = {
    unit: units, role: ROLES.map((name) => [name, t(name)]), window: Object.keys(WINDOWS).map((name) => [name, t(name)]),
    status: Object.keys(STATUSES).map((name) => [name, t(name)]), kind: kinds.map((name) => [name, t(`kind_${name}`)]),
    source: notices.map((notice) => [String(notice.number), notice.name]),
  };
  for (const name of CHOICES) {
    const list = [["", t(`any_${name}`)], ...options[name]];
    byId(name).replaceChildren(...list.map(([value, label]) => el("option", { value, selected: value === filter[name] }, label)));
  }
  byId("source").hidden = byId("shown-source").hidden = notices.length < 2;
  byId("shown-source").replaceChildren(...options.source.map(([value, label]) => el("option", { value }, label)));
}

function drawAll() {
  setLanguage(language);
  drawChoices();
  drawHeading();
  byId("language").textContent = t("language");
  const told = notices.flatMap((notice) => notice.diagnostics);
  byId("tab-diagnostics").textContent = `${t("diagnostics")} ${told.length}`;
  drawDiagnostics(byId("panel-diagnostics"), told, jumpTo);
  document.querySelector(".timeline figcaption").textContent = t(timelineTitle());
  if (text.shown()) text.redraw();
  showRow(current);
  refresh();
}

// -- what the reader does --------------------------------------------------------------------------------------------------

function setFilter(change, isTyping = false) {
  filter = { ...filter, ...change };
  for (const name of CHOICES) byId(name).value = filter[name];
  if (byId("search").value !== filter.search) byId("search").value = filter.search;
  if ("source" in change) drawHeading();
  if (change.source) showText(notices[Number(change.source)]);
  grid.scrollTop = 0;
  refresh(isTyping);
}

function clear() {
  current = null;
  table.select(null);
  showRow(null);
  setFilter({ ...NO_FILTER });
}

/** Chooses a row of the ledger and shows its places in the text. */
function choose(row) {
  pick(row);
  table.reveal(row);
  text.reveal(row.measure.at.length ? "measure" : "");
}

function chooseFromText(notice, offset) {
  const row = rowAt(notice, offset);
  if (!row) return;
  if (!table.has(row)) setFilter({ ...NO_FILTER });
  pick(row);
  table.reveal(row);
}

function pick(row) {
  current = row;
  table.select(row);
  showRow(row);
}

function showRow(row) {
  drawDetail(byId("detail"), row, (kind) => text.reveal(kind));
  if (!text.shown()) return;
  if (row) showText(row.notice);
  text.mark(row ? placesOf(row) : [], row ? [row.span] : null);
}

function showText(notice) {
  byId("shown-source").value = String(notice.number);
  text.show(notice);
}

function jumpTo(told) {
  openPanel("text");
  current = null;
  table.select(null);
  showText(told.notice);
  byId("detail").replaceChildren(el("p", { class: "told" }, el("span", { class: `badge ${told.severity}` }, t(told.severity)), el("code", null, nameOf(told)), messageOf(told)));
  text.mark([{ kind: "diagnostics", at: told.at }], told.at);
  text.reveal();
}

function openPanel(name) {
  for (const each of PANELS) {
    byId(`panel-${each}`).hidden = each !== name;
    byId(`tab-${each}`).setAttribute("aria-selected", String(each === name));
    byId(`tab-${each}`).tabIndex = each === name ? 0 : -1;
  }
  if (name === "units") drawCharts();
}

function showPlace() {
  if (!current) return;
  openPanel("text");
  byId("side").scrollIntoView({ block: "nearest" });
  byId("text").focus({ preventScroll: true });
  text.reveal(current.measure.at.length ? "measure" : "");
}

// -- keys ------------------------------------------------------------------------------------------------------------------

const MOVES = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const on = event.target;
  if (event.key === "Escape") clear(), grid.focus();
  else if (on === byId("search") && (event.key === "ArrowDown" || event.key === "Enter")) grid.focus(), table.move(current && table.has(current) ? 0 : 1);
  else if (/^(INPUT|SELECT|TEXTAREA)$/.test(on.tagName)) return;
  else if (event.key === "/") byId("search").focus(), byId("search").select();
  else if (event.key === "j" || event.key === "k") table.move(MOVES[event.key]);
  else if (on === grid || on === document.body) {
    if (event.key === "Enter") showPlace();
    else if (event.key === "PageDown" || event.key === "PageUp") table.move((event.key === "PageDown" ? 1 : -1) * table.pageSize());
    else if (event.key in MOVES) table.move(MOVES[event.key]);
    else return;
  } else return;
  event.preventDefault();
}

function pressedTab(event) {
  const at = PANELS.findIndex((name) => event.target.id === `tab-${name}`);
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (at < 0 || !step) return;
  const name = PANELS[(at + step + PANELS.length) % PANELS.length];
  openPanel(name);
  byId(`tab-${name}`).focus();
}

// -- start -----------------------------------------------------------------------------------------------------------------

function setTheme(isDark) {
  document.documentElement.dataset.theme = isDark ? "dark" : "light";
  byId("theme").setAttribute("aria-pressed", String(isDark));
}

function wire() {
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  setTheme(prefersDark.matches);
  prefersDark.addEventListener("change", (event) => setTheme(event.matches));
  byId("theme").addEventListener("click", () => setTheme(document.documentElement.dataset.theme !== "dark"));
  byId("language").addEventListener("click", () => { language = language === "zh" ? "en" : "zh"; drawAll(); });
  byId("search").addEventListener("input", (event) => setFilter({ search: event.target.value }, true));
  for (const name of CHOICES) byId(name).addEventListener("change", (event) => setFilter({ [name]: event.target.value }));
  byId("shown-source").addEventListener("change", (event) => { showText(notices[Number(event.target.value)]); });
  byId("as-of").addEventListener("change", (event) => { if (event.target.value) { setAsOf(event.target.value); refresh(); } });
  byId("clear").addEventListener("click", clear);
  byId("month").addEventListener("click", () => setFilter({ bucket: "" }));
  byId("csv").addEventListener("click", () => saveCsv(shown));
  byId("tools").addEventListener("submit", (event) => event.preventDefault());
  for (const name of PANELS) byId(`tab-${name}`).addEventListener("click", () => openPanel(name));
  document.querySelector(".tabs").addEventListener("keydown", pressedTab);
  document.addEventListener("keydown", pressed);
  window.addEventListener("resize", oncePerFrame(drawCharts));
  window.addEventListener("beforeprint", () => drawPrint(byId("print"), shown, [byId("title").textContent, byId("facts").textContent, `${t("today", asOf)}　${t("shown", shown.length, rows.length)}`]));
  window.addEventListener("afterprint", () => byId("print").replaceChildren());
}

language = settings.language || (/^zh/i.test(navigator.language) ? "zh" : "en");
byId("as-of").value = asOf;
setAsOf(asOf);
buckets = buildBuckets();
wire();
openPanel("text");
if (notices.length) text.show(notices[0]);
drawAll();
