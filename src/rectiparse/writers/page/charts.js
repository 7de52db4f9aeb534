/* The timeline of deadlines as SVG and the bars of the units; both filter when clicked. */

const BAR_STATES = ["done", "overdue", "soon", "ongoing", "later"];
const CHART = { height: 74, base: 56, gap: 2 };
const LABEL_WIDTH = 50;

/** Draws bars of `list` by month (quarter, year); `pick(bucket)` is called with the one clicked. */
function drawTimeline(place, buckets, list, pick) {
  const focused = place.contains(document.activeElement) && document.activeElement.getAttribute("data-bucket");
  const counted = countBuckets(buckets, list);
  const most = Math.max(1, ...buckets.map((bucket) => counted.get(bucket).length));
  const width = Math.max(place.clientWidth, buckets.length * 9), step = Math.min(64, width / Math.max(1, buckets.length));
  const picture = svg("svg", { width, height: CHART.height, role: "group", "aria-label": t(timelineTitle()) });
  const isYear = (bucket) => bucket !== undefined && (bucketSize === "year" || /-(01|Q1)$/.test(bucket));
  const room = Math.ceil(LABEL_WIDTH / step); // bars that the label of a month lies under
  let labelled = -Infinity;
  buckets.forEach((bucket, number) => {
    const x = number * step;
    const bar = drawBar(bucket, counted.get(bucket), { x, step, most });
    bar.classList.toggle("now", bucket === bucketOf(asOf, bucketSize));
    const isFree = x - labelled >= LABEL_WIDTH && (isYear(bucket) || !buckets.slice(number + 1, number + room).some(isYear));
    if (isFree) {
      const label = isYear(bucket) && step < LABEL_WIDTH ? bucket.slice(0, 4) : bucket;
      bar.append(svg("text", { x: x + 1, y: CHART.height - 4, class: isYear(bucket) ? "year" : "" }, label));
      labelled = x;
    }
    picture.append(bar);
  });
  const choose = (node) => node && pick(node.getAttribute("data-bucket"));
  picture.addEventListener("click", (event) => choose(event.target.closest("[data-bucket]")));
  picture.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    choose(event.target.closest("[data-bucket]"));
  });
  place.replaceChildren(picture);
  if (focused) place.querySelector(`[data-bucket="${focused}"]`)?.focus();
}

function timelineTitle() {
  return { month: "timeline", quarter: "timelineQuarters", year: "timelineYears" }[bucketSize];
}

function countBuckets(buckets, list) {
  const counted = new Map(buckets.map((bucket) => [bucket, []]));
  for (const row of list) if (row.end) counted.get(bucketOf(row.end, bucketSize)).push(row);
  return counted;
}

function drawBar(bucket, found, { x, step, most }) {
  const label = t("monthRows", bucket, found.length, found.filter((row) => row.state === "overdue").length);
  const bar = svg(
    "g",
    { "data-bucket": bucket, class: "bar", role: "button", tabindex: found.length ? 0 : null, "aria-pressed": String(filter.bucket === bucket), "aria-label": label },
    svg("title", null, label),
    svg("rect", { class: "ground", x: x + CHART.gap / 2, y: 2, width: Math.max(1, step - CHART.gap), height: CHART.base, rx: 3 }),
  );
  let top = CHART.base;
  for (const state of BAR_STATES) {
    const count = found.filter((row) => row.state === state).length;
    if (!count) continue;
    const height = Math.max(2, (count / most) * (CHART.base - 14));
    top -= height;
    bar.append(svg("rect", { class: state, x: x + CHART.gap / 2, y: top, width: Math.max(1, step - CHART.gap), height }));
  }
  if (found.length && step > 14) bar.append(svg("text", { class: "count", x: x + step / 2, y: top - 3, "text-anchor": "middle" }, String(found.length)));
  return bar;
}

/** Draws a bar a unit, most tasks first: how many it leads, answers for, helps with, watches. */
function drawUnits(place, list, pick) {
  const units = countUnits(list);
  if (!units.length) return place.replaceChildren(el("p", { class: "hint" }, t("noUnits")));
  const most = units[0].total;
  const legend = el("p", { class: "legend" }, ROLES.map((role) => el("span", null, el("i", { class: `swatch role ${role}` }), t(role))));
  const bars = units.map(({ name, total, tasks }) => {
    const parts = ROLES.filter((role) => tasks[role].size).map((role) => {
      const part = el("i", { class: `part ${role}`, title: `${t(role)} ${tasks[role].size}` });
      part.style.width = `${(100 * tasks[role].size) / most}%`;
      return part;
    });
    const button = el("button", { type: "button", class: "unit-bar", "aria-pressed": String(filter.unit === name), "aria-label": t("unitTasks", name, total) },
      el("span", null, name), el("b", null, String(total)), el("span", { class: "parts" }, parts));
    button.addEventListener("click", () => pick(name));
    return button;
  });
  return place.replaceChildren(legend, ...bars);
}

/** {name, total, tasks: {role: set}} of each unit; a task counts once a role. */
function countUnits(list) {
  const units = new Map();
  for (const row of list) {
    for (const role of ROLES) {
      for (const { name } of row.units[role]) {
        if (!units.has(name)) units.set(name, { name, tasks: Object.fromEntries(ROLES.map((each) => [each, new Set()])) });
        units.get(name).tasks[role].add(row.task);
      }
    }
  }
  const counted = Array.from(units.values(), (unit) => ({ ...unit, total: ROLES.reduce((sum, role) => sum + unit.tasks[role].size, 0) }));
  return counted.sort((a, b) => b.total - a.total);
}
