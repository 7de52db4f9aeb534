/* The notices that the page was given, and their rows. Offsets come as code points and become UTF-16 units here, once. */

const ROLES = ["lead_units", "responsible_units", "cooperating_units", "supervising_units"];
const TASK_FIELDS = ["finding", "objective", "content", "progress"];

const settings = JSON.parse(byId("settings").textContent);
const notices = Array.from(document.querySelectorAll("script.notice"), (block, number) => readNotice(JSON.parse(block.textContent), number));
const rows = notices.flatMap((notice) => notice.rows);
rows.forEach((row, index) => (row.index = index));

function readNotice(data, number) {
  const toUnits = offsetReader(data.text || "");
  const spanReader = (spans) => spans.map(([start, end]) => [toUnits(start), toUnits(end)]);
  const notice = { ...data, number };
  notice.tasks = data.tasks.map((task) => readTask(notice, task, spanReader));
  const deadlines = data.deadlines.map((deadline) => deadline && { ...deadline, at: spanReader([deadline.span]) });
  const units = data.units.map((lists) => readUnits(lists, spanReader));
  notice.rows = data.rows.map((row) => readRow(notice, row, deadlines[row.deadline], units[row.units], spanReader));
  notice.diagnostics = data.diagnostics.map((told) => ({ ...told, notice, at: told.span ? spanReader([told.span]) : [] }));
  return notice;
}

/** A function from code points to UTF-16 units: an astral character (𠮷) before an offset moves it by one. */
function offsetReader(text) {
  if (!/[\ud800-\udbff]/.test(text)) return (offset) => offset;
  const astral = [];
  let point = 0;
  for (const character of text) {
    if (character.length === 2) astral.push(point);
    point += 1;
  }
  return (offset) => {
    let low = 0, high = astral.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (astral[middle] < offset) low = middle + 1;
      else high = middle;
    }
    return offset + low;
  };
}

function readField(notice, field, spanReader) {
  if (!field) return { text: "", at: [] };
  const at = spanReader(field.at);
  return { text: field.text === undefined ? at.map(([start, end]) => notice.text.slice(start, end)).join("") : field.text, at };
}

function readTask(notice, task, spanReader) {
  const read = { id: task.id, kind: task.kind, path: task.path, span: spanReader([task.span])[0] };
  for (const name of TASK_FIELDS) read[name] = readField(notice, task[name], spanReader);
  [read.head, read.body] = splitHead(task.path.length ? task.path[task.path.length - 1] : "", read.finding.text || read.content.text);
  return read;
}

/** The last heading of the path and the text below it; one that only begins the text is left to the text, its marker kept. */
function splitHead(head, body) {
  if (!body) return [head, ""];
  const plain = head.replace(/。$/, "");
  for (let cut = 0; cut < Math.min(8, plain.length); cut += 1) {
    if (body.startsWith(plain.slice(cut))) return [plain, body.slice(plain.length - cut).replace(/^[。：:；;\s]+/, "")];
  }
  return [head, body];
}

function readUnits(lists, spanReader) {
  const read = { names: [] };
  for (const role of ROLES) {
    read[role] = (lists[role] || []).map((unit) => ({ name: unit.name, at: spanReader([unit.span]) }));
    read.names.push(...read[role].map((unit) => unit.name));
  }
  return read;
}

function readRow(notice, data, deadline, units, spanReader) {
  const task = notice.tasks[data.task];
  const row = { notice, task, deadline, units, id: data.id || task.id, measureId: data.id || null, line: data.line, place: data.place };
  row.marker = data.marker || "";
  row.measure = readField(notice, data.measure, spanReader);
  row.span = spanReader([data.span])[0];
  row.end = (deadline && deadline.end) || "";
  row.haystack = [
    row.id, notice.name, ...task.path, ...TASK_FIELDS.map((name) => task[name].text), row.marker + row.measure.text, units.names.join(" "),
    deadline ? deadline.text : "", (deadline && deadline.start) || "", row.end,
  ].join("\n").toLowerCase();
  return row;
}

/** The stretches of the text that a row was read from: {kind, at}. */
function placesOf(row) {
  const places = TASK_FIELDS.map((kind) => ({ kind, at: row.task[kind].at }));
  places.push({ kind: "measure", at: row.measure.at });
  for (const kind of ROLES) places.push({ kind, at: row.units[kind].flatMap((unit) => unit.at) });
  if (row.deadline) places.push({ kind: "deadline", at: row.deadline.at });
  return places.filter((place) => place.at.length);
}

/** The innermost row around an offset of the text, null where none is. */
function rowAt(notice, offset) {
  let best = null, size = Infinity;
  for (const row of notice.rows) {
    for (const [start, end] of [row.span, row.task.span]) {
      if (start <= offset && offset < end && end - start < size) [best, size] = [row, end - start];
    }
  }
  return best;
}
