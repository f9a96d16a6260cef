// Which records are shown: every filter that is set must agree, and every word of the search be found.
const FILTERS = {
  kind: { label: "Kind", of: (row) => row.kind, word: kindWord },
  role: { label: "Role", of: (row) => row.role, word: (role) => role || "No role" },
  status: { label: "Status", of: (row) => row.status, word: statusWord },
  context: { label: "Context", of: (row) => row.context, word: spoken },
};
const TICKETS = { with: ["With tickets", (row) => row.tickets.length], without: ["Without", (row) => !row.tickets.length] };
const FINDINGS = {
  any: ["With findings", (row) => row.rules.length],
  e: ["With errors", (row) => row.rules.some((rule) => rule[0] === "e")],
  none: ["Without", (row) => !row.rules.length],
};
const chosen = { query: "", kind: "*", role: "*", status: "*", context: "*", tickets: "*", findings: "*" };
let fullTexts = null; // a text a row, once somebody searches
let textsToCome = null;

function choose(values) {
  Object.assign(chosen, values);
  for (const [name, value] of Object.entries(chosen)) {
    const control = document.getElementById(`filter-${name}`);
    control.value = value;
    control.classList.toggle("set", value !== "*" && value !== "");
  }
  document.getElementById("clear").hidden = isUnfiltered();
  showTable(1);
}

function isUnfiltered() {
  return Object.entries(chosen).every(([name, value]) => value === (name === "query" ? "" : "*"));
}

function clearFilters() {
  choose({ query: "", kind: "*", role: "*", status: "*", context: "*", tickets: "*", findings: "*" });
  document.getElementById("filter-query").focus();
}

function fittingRows() {
  const words = chosen.query.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = Object.keys(FILTERS).filter((name) => chosen[name] !== "*");
  return rows.filter(
    (row) =>
      wanted.every((name) => FILTERS[name].of(row) === chosen[name].slice(1)) &&
      (chosen.tickets === "*" || TICKETS[chosen.tickets][1](row)) &&
      (chosen.findings === "*" || fitsFindings(row)) &&
      words.every((word) => textOf(row).includes(word)),
  );
}

function fitsFindings(row) {
  const known = FINDINGS[chosen.findings];
  return known ? known[1](row) : row.rules.some((rule) => rule.slice(1) === chosen.findings.slice(1));
}

function textOf(row) {
  row.text ??= [row.title, row.task, row.path, row.role, row.date, ...row.tickets].join("\n").toLowerCase();
  return fullTexts ? `${row.text}\n${fullTexts[row.index]}` : row.text;
}

function startFilters(rules) {
  const form = fill(
    "filters",
    element("div", { class: "search" }, element("label", { for: "filter-query" }, "Search"), searchBox()),
    Object.entries(FILTERS).map(([name, filter]) => select(name, filter.label, valuesOf(filter))),
    select("tickets", "Tickets", Object.entries(TICKETS).map(([value, [word]]) => [value, word])),
    select("findings", "Findings", [
      ...Object.entries(FINDINGS).map(([value, [word]]) => [value, word]),
      ...rules.map((rule) => [`=${rule.code}`, `${rule.code} ${rule.name}`]),
    ]),
    element("button", { type: "button", id: "clear", class: "clear link", hidden: true, onclick: clearFilters }, "Clear all filters"),
  );
  form.addEventListener("submit", (event) => event.preventDefault());
}

function searchBox() {
  const box = element("input", {
    id: "filter-query", type: "search", autocomplete: "off", spellcheck: "false", placeholder: "Words anywhere in a record",
  });
  let waiting;
  const search = () => {
    clearTimeout(waiting);
    if (chosen.query !== box.value) choose({ query: box.value });
  };
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 120);
  });
  box.addEventListener("keydown", (event) => leaveSearch(event, search));
  box.addEventListener("focus", loadTexts, { once: true });
  return box;
}

// A value is preceded by "=", so that none of them is taken for "*" or for nothing.
function valuesOf(filter) {
  const sizes = new Map();
  for (const row of rows) sizes.set(filter.of(row), (sizes.get(filter.of(row)) ?? 0) + 1);
  return [...sizes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([value, size]) => [`=${value}`, `${filter.word(value)} (${numbers.format(size)})`]);
}

function select(name, label, values) {
  const control = element(
    "select",
    { id: `filter-${name}`, onchange: () => choose({ [name]: control.value }) },
    element("option", { value: "*" }, "All"),
    values.map(([value, word]) => element("option", { value }, word)),
  );
  // A value that looks different when its control characters are shown must still be found.
  values.forEach(([value], index) => (control.options[index + 1].value = value));
  return element("div", {}, element("label", { for: `filter-${name}` }, label), control);
}

function loadTexts() {
  textsToCome ??= Promise.all(rows.map(recordText)).then((texts) => {
    fullTexts = texts;
    if (chosen.query) showTable(1);
  });
  return textsToCome;
}

async function recordText(row) {
  const source = await sourceOf(row);
  if (source) return source.lines.slice(row.line - 1, row.end_line).join("\n").toLowerCase();
  return JSON.stringify((await detailOf(row)).record).toLowerCase();
}
