// The lines of a source with their numbers, and each finding at its characters.
const MOST_LINES = 4000;

function sourcePane(source, row) {
  const holder = element("div", { class: "lines", tabindex: "0", role: "region", "aria-label": "Source" });
  const own = row.end_line - row.line + 1;
  const draw = (whole) => holder.replaceChildren(...drawnLines(source, row, whole));
  const toggle = element("button", { type: "button", "aria-pressed": "false", onclick: () => {
    const whole = toggle.getAttribute("aria-pressed") !== "true";
    toggle.setAttribute("aria-pressed", String(whole));
    draw(whole);
    holder.querySelector(".row:not(.outside)")?.scrollIntoView({ block: "start" });
  } }, "Whole file");
  draw(false);
  const head = element("h3", {}, `Source, ${own === 1 ? `line ${row.line}` : `lines ${row.line}–${row.end_line}`}`);
  return element("div", { class: "pane source" }, element("div", { class: "source-head" }, head, own < source.lines.length && toggle), holder);
}

function drawnLines(source, row, whole) {
  const first = whole ? Math.max(1, Math.min(row.line, source.lines.length - MOST_LINES + 1)) : row.line;
  const start = whole && source.lines.length <= MOST_LINES ? 1 : first;
  const last = Math.min(whole ? source.lines.length : row.end_line, start + MOST_LINES - 1, source.lines.length);
  const made = [];
  for (let number = start; number <= last; number += 1) {
    const found = source.findings.filter((finding) => finding.line === number);
    made.push(drawnLine(source.lines[number - 1], number, found, number < row.line || number > row.end_line), ...found.map(findingNote));
  }
  if (last < (whole ? source.lines.length : row.end_line)) made.push(element("p", { class: "empty" }, `The lines after ${last} are not shown.`));
  return made;
}

function drawnLine(text, number, found, outside) {
  return element(
    "div",
    { class: outside ? "row outside" : "row", "data-line": number },
    element("span", { class: "number" }, number),
    element("code", {}, marked(text, found.filter((finding) => finding.end_line === finding.line || finding.column <= [...text].length), number)),
  );
}

// Columns count code points, from 1; findings that overlap are cut at each other's edges.
function marked(text, found, number) {
  if (!found.length) return pieces(text);
  const letters = [...text];
  const end = (finding) => (finding.end_line > number ? letters.length + 1 : finding.end_column);
  const edges = new Set([1, letters.length + 1]);
  for (const finding of found) [finding.column, end(finding)].forEach((edge) => edges.add(Math.min(Math.max(1, edge), letters.length + 1)));
  const sortedEdges = [...edges].sort((a, b) => a - b);
  return sortedEdges.slice(0, -1).flatMap((from, index) => {
    const part = pieces(letters.slice(from - 1, sortedEdges[index + 1] - 1).join(""));
    const over = found.find((finding) => finding.column <= from && end(finding) > from);
    return over ? [element("mark", { tone: over.severity, title: `${over.code} ${over.message}` }, part)] : part;
  });
}

// Control characters stand out, so that nobody takes their escape for what the document says.
function pieces(text) {
  const made = [];
  let at = 0;
  for (const match of text.matchAll(HIDDEN)) {
    made.push(text.slice(at, match.index), element("span", { class: "control" }, match[0]));
    at = match.index + match[0].length;
  }
  return [...made, text.slice(at)].filter((piece) => piece !== "");
}

function findingNote(finding) {
  const fix = finding.fix ? element("span", { class: "fix" }, `Fix: ${finding.fix}`) : null;
  return element("div", { class: `finding ${finding.severity}`, tone: finding.severity }, element("b", {}, finding.code), ` ${finding.name}: ${finding.message}`, fix);
}

function light(first, last) {
  document.querySelectorAll(".row.lit").forEach((line) => line.classList.remove("lit"));
  const lines = [...document.querySelectorAll("#record .row")].filter((line) => line.dataset.line >= first && line.dataset.line <= last);
  lines.forEach((line) => line.classList.add("lit"));
  const smooth = matchMedia("(prefers-reduced-motion: no-preference)").matches;
  lines[0]?.scrollIntoView({ block: "center", behavior: smooth ? "smooth" : "instant" });
}
