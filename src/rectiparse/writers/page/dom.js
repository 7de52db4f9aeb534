/* Elements from values. What a notice says only ever becomes a text node or an attribute without meaning for the browser. */

const SVG = "http://www.w3.org/2000/svg";

const byId = (id) => document.getElementById(id);

/** An element with attributes (null and false: none) and children, which are elements or texts. */
function el(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function svg(name, attributes, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== false && value !== undefined) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

/** `text` as nodes, each of the lower-case `terms` in it marked. */
function markTerms(text, terms) {
  if (!terms.length || !text) return [text || ""];
  const folded = text.toLowerCase();
  if (folded.length !== text.length) return [text]; // İ grows when folded: its offsets would be others
  const nodes = [];
  let at = 0;
  while (at < text.length) {
    let start = -1, length = 0;
    for (const term of terms) {
      const found = folded.indexOf(term, at);
      if (found >= 0 && (start < 0 || found < start || (found === start && term.length > length))) [start, length] = [found, term.length];
    }
    if (start < 0) break;
    nodes.push(text.slice(at, start), el("mark", { class: "hit" }, text.slice(start, start + length)));
    at = start + length;
  }
  nodes.push(text.slice(at));
  return nodes;
}

/** `work` once in the next frame, however often it is asked for until then. */
function oncePerFrame(work) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      work();
    });
  };
}
