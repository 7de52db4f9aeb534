/* Which rows are shown, in which order: all of it is plain data, nothing here touches the page. */

const NO_FILTER = { search: "", unit: "", role: "", window: "", status: "", kind: "", source: "", bucket: "" };
const SOON_DAYS = 30;

let filter = { ...NO_FILTER };
let asOf = settings.asOf || localDate(new Date());

function localDate(date) {
  return [String(date.getFullYear()).padStart(4, "0"), String(date.getMonth() + 1).padStart(2, "0"), String(date.getDate()).padStart(2, "0")].join("-");
}

function addDays(iso, days) {
  const date = new Date(`${iso}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

function quarterOf(iso) {
  return `${iso.slice(0, 4)}-Q${Math.ceil(Number(iso.slice(5, 7)) / 3)}`;
}

/** Where a row stands on the day chosen: done, overdue, soon, later, ongoing, immediate or none. */
function stateOf(row) {
  const deadline = row.deadline;
  if (!deadline) return "none";
  if (deadline.done) return "done";
  const isLasting = deadline.ongoing || Boolean(deadline.recurrence);
  if (row.end && (row.end >= asOf || !isLasting)) { // 2021年12月，长期坚持: after its date it goes on, it is not overdue
    if (row.end < asOf) return "overdue";
    return row.end <= addDays(asOf, SOON_DAYS) ? "soon" : "later";
  }
  if (isLasting) return "ongoing";
  return deadline.immediate ? "immediate" : "none";
}

const WINDOWS = {
  overdue: (row) => row.state === "overdue",
  soon: (row) => row.state === "soon",
  quarter: (row) => row.end !== "" && quarterOf(row.end) === quarterOf(asOf),
  ongoing: (row) => Boolean(row.deadline && (row.deadline.ongoing || row.deadline.recurrence)),
  none: (row) => row.state === "none",
};

const STATUSES = {
  done: (row) => Boolean(row.deadline && row.deadline.done),
  immediate: (row) => Boolean(row.deadline && row.deadline.immediate),
  ongoing: (row) => Boolean(row.deadline && row.deadline.ongoing),
  open: (row) => !(row.deadline && row.deadline.done),
};

function setAsOf(day) {
  asOf = day;
  for (const row of rows) row.state = stateOf(row);
}

function searchTerms() {
  return filter.search.toLowerCase().split(/\s+/).filter(Boolean);
}

/** The rows that pass the filter, `without` one of its parts, in the order chosen. */
function filterRows(without = "") {
  const wanted = without ? { ...filter, [without]: "" } : filter;
  const terms = searchTerms();
  const passes = [
    wanted.source && ((row) => row.notice.number === Number(wanted.source)),
    wanted.kind && ((row) => row.task.kind === wanted.kind),
    wanted.window && WINDOWS[wanted.window],
    wanted.status && STATUSES[wanted.status],
    (wanted.unit || wanted.role) && ((row) => hasUnit(row, wanted.unit, wanted.role)),
    wanted.bucket && ((row) => row.end !== "" && bucketOf(row.end, bucketSize) === wanted.bucket),
    terms.length && ((row) => terms.every((term) => row.haystack.includes(term))),
  ].filter(Boolean);
  return sortedRows().filter((row) => passes.every((pass) => pass(row)));
}

function hasUnit(row, name, role) {
  const units = row.units;
  if (!role) return units.names.includes(name);
  return name ? units[role].some((unit) => unit.name === name) : units[role].length > 0;
}

// -- order -----------------------------------------------------------------------------------------------------------------

const SORT_KEYS = {
  id: null,
  task: (row) => `${row.task.head}${row.task.body}`,
  measure: (row) => row.measure.text,
  units: (row) => row.units.names.join(" "),
  deadline: (row) => row.end,
};

let sorting = { column: "id", falls: false };
const ordered = new Map();

/** All rows in the order chosen, worked out once a column: Chinese by pinyin, empty cells last either way. */
function sortedRows() {
  const name = `${sorting.column} ${sorting.falls}`;
  if (!ordered.has(name)) ordered.set(name, orderRows());
  return ordered.get(name);
}

function orderRows() {
  const key = SORT_KEYS[sorting.column];
  if (!key) return sorting.falls ? rows.slice().reverse() : rows;
  const { compare } = new Intl.Collator("zh-CN", { numeric: true });
  const keyed = rows.map((row) => ({ row, key: key(row) }));
  const sign = sorting.falls ? -1 : 1;
  keyed.sort((a, b) => {
    if (!a.key || !b.key) return Number(!a.key) - Number(!b.key) || a.row.index - b.row.index;
    return sign * compare(a.key, b.key) || a.row.index - b.row.index;
  });
  return keyed.map((entry) => entry.row);
}

// -- time ------------------------------------------------------------------------------------------------------------------

const MOST_BUCKETS = 60;
let bucketSize = "month";

function bucketOf(iso, size) {
  return size === "month" ? iso.slice(0, 7) : size === "quarter" ? quarterOf(iso) : iso.slice(0, 4);
}

/** Months, or quarters or years where months would be too many, from the first deadline to the last. */
function buildBuckets() {
  const days = rows.map((row) => row.end).filter(Boolean).sort();
  if (!days.length) return [];
  for (bucketSize of ["month", "quarter", "year"]) {
    const steps = bucketSteps(days[0], days[days.length - 1]);
    if (steps.length <= MOST_BUCKETS) return steps;
  }
  return Array.from(new Set(days.map((day) => bucketOf(day, "year")))); // a year 9999 among others: no room for what is between
}

function bucketSteps(first, last) {
  const steps = [], stop = bucketOf(last, bucketSize), width = { month: 1, quarter: 3, year: 12 }[bucketSize];
  let month = Number(first.slice(0, 4)) * 12 + Number(first.slice(5, 7)) - 1;
  for (let step = ""; step !== stop && steps.length <= MOST_BUCKETS; month += width) {
    step = bucketOf(`${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}-01`, bucketSize);
    steps.push(step);
  }
  return steps;
}
