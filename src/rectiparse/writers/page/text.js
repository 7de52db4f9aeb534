/* The source text, a line an element; places in it are marked by kind, and a click gives the offset it fell on. */

const CHUNK = 100; // lines that the browser lays out together, and only where they are in view

/** The text over the element `pane`; `clicked(notice, offset)` is called for a click into it. */
function createText(pane, clicked) {
  let notice = null, lines = [], nodes = [], touched = [];

  function show(chosen) {
    if (notice === chosen) return;
    notice = chosen;
    touched = [];
    if (notice.text === null) {
      lines = [];
      pane.replaceChildren(el("p", { class: "hint" }, t("noText")));
      return;
    }
    lines = splitLines(notice.text);
    nodes = lines.map((line, number) => el("div", { class: "line", "data-line": number + 1 }, line.text));
    const chunks = [];
    for (let at = 0; at < nodes.length; at += CHUNK) {
      const isWhole = at + CHUNK <= nodes.length; // the height of a part of one is not known beforehand
      chunks.push(el("div", { class: isWhole ? "chunk" : null }, nodes.slice(at, at + CHUNK)));
    }
    pane.replaceChildren(...chunks);
    pane.style.setProperty("--digits", String(String(lines.length).length));
    pane.scrollTop = 0;
  }

  function lineAt(offset) {
    let low = 0, high = lines.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (lines[middle].start <= offset) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Marks `places` ({kind, at}) and the lines of `around`, and nothing else. */
  function mark(places, around) {
    for (const number of touched) drawPlain(number);
    touched = [];
    if (!lines.length) return;
    const byLine = new Map();
    for (const { kind, at } of places) {
      for (const [start, end] of at) spread(byLine, kind, start, end);
    }
    for (const [number, marks] of byLine) {
      nodes[number].replaceChildren(...markLine(lines[number], marks));
      touched.push(number);
    }
    if (around) around.forEach(([start, end]) => markAround(start, end));
  }

  function spread(byLine, kind, start, end) {
    for (let number = lineAt(start); number < lines.length && lines[number].start < end; number += 1) {
      const from = Math.max(start, lines[number].start), to = Math.min(end, lines[number].end);
      if (from >= to) continue;
      if (!byLine.has(number)) byLine.set(number, []);
      byLine.get(number).push({ kind, from, to, size: end - start });
    }
  }

  function markAround(start, end) {
    for (let number = lineAt(start); number < lines.length && lines[number].start < end; number += 1) {
      nodes[number].classList.add("around");
      touched.push(number);
    }
  }

  function drawPlain(number) {
    const node = nodes[number];
    node.classList.remove("around");
    if (node.firstElementChild) node.replaceChildren(lines[number].text);
  }

  /** Scrolls to the first mark of a kind, of any kind when none is given; again when what is above has taken its true height. */
  function reveal(kind) {
    scrollTo(kind);
    requestAnimationFrame(() => scrollTo(kind));
  }

  function scrollTo(kind) {
    const found = pane.querySelector(kind ? `mark[data-kinds~="${kind}"]` : "mark") || pane.querySelector(".around");
    if (!found) return;
    const place = found.getBoundingClientRect(), view = pane.getBoundingClientRect();
    pane.scrollTop += place.top - view.top - Math.min(view.height / 3, 120);
  }

  pane.addEventListener("click", (event) => {
    if (!lines.length || !getSelection().isCollapsed) return;
    const offset = offsetOf(event);
    if (offset !== null) clicked(notice, offset);
  });

  function offsetOf(event) {
    const node = event.target.closest(".line");
    if (!node) return null;
    const { start } = lines[Number(node.dataset.line) - 1];
    const caret = caretAt(event.clientX, event.clientY);
    if (!caret || !node.contains(caret.node)) return start;
    const range = document.createRange();
    range.selectNodeContents(node);
    range.setEnd(caret.node, caret.offset);
    return start + range.toString().length;
  }

  return { show, mark, reveal, shown: () => notice, redraw: () => { const again = notice; notice = null; show(again); } };
}

function caretAt(x, y) {
  if (document.caretPositionFromPoint) {
    const caret = document.caretPositionFromPoint(x, y);
    return caret && { node: caret.offsetNode, offset: caret.offset };
  }
  const range = document.caretRangeFromPoint && document.caretRangeFromPoint(x, y);
  return range ? { node: range.startContainer, offset: range.startOffset } : null;
}

function splitLines(text) {
  const found = [];
  let start = 0;
  for (const line of text.split("\n")) {
    found.push({ start, end: start + line.length, text: line });
    start += line.length + 1;
  }
  return found;
}

/** The nodes of a line cut where a mark begins or ends; where marks overlap the smallest one gives the colour. */
function markLine(line, marks) {
  const cuts = new Set([line.start, line.end]);
  for (const { from, to } of marks) cuts.add(from).add(to);
  const sorted = Array.from(cuts).sort((a, b) => a - b);
  return sorted.slice(0, -1).map((from, number) => {
    const text = line.text.slice(from - line.start, sorted[number + 1] - line.start);
    const over = marks.filter((mark) => mark.from <= from && from < mark.to).sort((a, b) => a.size - b.size);
    if (!over.length) return text;
    const kinds = Array.from(new Set(over.map((mark) => mark.kind)));
    return el("mark", { class: kinds[0], "data-kinds": kinds.join(" "), title: kinds.map((kind) => t(kind)).join(" · ") }, text);
  });
}
