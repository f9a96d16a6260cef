// A record's JSON as text for people. The shape decides how a value is shown; no kind or role is named here.
const HEADED = new Set(["kind", "span", "context", "title"]); // the head of the record says these

function fieldsOf(record, pointer, places) {
  const entries = Object.entries(record).filter(([key, value]) => !HEADED.has(key) && !isBlank(value) && !repeats(record, key));
  const short = (key, value) => (key === "agent" && value.name ? value.name : value);
  return element("dl", {}, entries.map(([key, value]) => [key, short(key, value)]).map(([key, value]) => pair(spoken(key), key, value, `${pointer}/${escaped(key)}`, places)));
}

// The status as written says nothing new where it is the status itself.
function repeats(record, key) {
  return key === "status_text" && spoken(record.status ?? "").toLowerCase() === spoken(record.status_text).toLowerCase();
}

function pair(label, key, value, pointer, places) {
  const special = key === "metrics" && Array.isArray(value) ? metricTable(value) : null;
  return element("div", {}, element("dt", {}, label, special ? null : jump(pointer, places)), element("dd", {}, special ?? shownValue(value, pointer, places)));
}

function escaped(key) {
  return key.replace(/~/g, "~0").replace(/\//g, "~1");
}

function isBlank(value) {
  if (value == null || value === "") return true;
  if (Array.isArray(value)) return value.every(isBlank);
  return typeof value === "object" && Object.entries(value).every(([key, below]) => key === "span" || isBlank(below));
}

function shownValue(value, pointer, places) {
  if (Array.isArray(value)) return list(value, pointer, places);
  if (value === null || typeof value !== "object") return String(value);
  if ("quantities" in value && "text" in value) return String(value.text);
  if (Array.isArray(value.rows)) return rowsTable(value);
  if ("kind" in value && "context" in value) return [isBlank(value.title) ? null : element("p", {}, value.title), fieldsOf(value, pointer, places)];
  return group(value, pointer, places);
}

function list(values, pointer, places) {
  const items = values.map((value, index) => [value, `${pointer}/${index}`]).filter(([value]) => !isBlank(value));
  if (items.every(([value]) => typeof value?.label === "string")) {
    return element("dl", {}, items.map(([value, at]) => labelled(value, at, places)));
  }
  if (items.some(([value]) => typeof value?.title === "string" || value?.sections || Array.isArray(value?.rows))) {
    return items.map(([value, at]) => section(value, at, places));
  }
  return element("ul", {}, items.map(([value, at]) => element("li", {}, shownValue(value, at, places))));
}

function labelled(value, pointer, places) {
  const { label, value: text, span, ...rest } = value;
  return element(
    "div",
    {},
    element("dt", {}, label, jump(pointer, places, span?.start_line)),
    element("dd", {}, isBlank(text) ? null : shownValue(text, pointer, places), Object.values(rest).filter((v) => !isBlank(v)).map((v) => shownValue(v, pointer, places))),
  );
}

function group(value, pointer, places) {
  const { text, summary, id, relation, status, tickets, span, steps, items, ...rest } = value;
  const lead = [text, summary].filter((each) => !isBlank(each)).map((each) => element("p", {}, each));
  const badges = [
    isBlank(id) ? null : element("span", { class: "badge ticket" }, id),
    isBlank(relation) ? null : element("span", { class: "note" }, spoken(relation)),
    typeof status === "string" && status ? element("span", { class: "badge" }, dot(statusTone(status)), statusWord(status)) : null,
    ...(Array.isArray(tickets) ? tickets.filter((each) => each?.id).map((each) => element("span", { class: "badge ticket" }, each.id)) : []),
  ];
  const nested = Object.entries({ steps, items }).filter(([, each]) => !isBlank(each));
  const others = Object.entries(rest).filter(([, each]) => !isBlank(each));
  return [
    ...lead,
    ...badges.filter(Boolean),
    ...nested.map(([key, each]) => shownValue(each, `${pointer}/${key}`, places)),
    inner(others, pointer, places),
  ].filter(Boolean);
}

function inner(entries, pointer, places) {
  if (!entries.length) return null;
  return element("dl", {}, entries.map(([key, value]) => pair(spoken(key), key, value, `${pointer}/${escaped(key)}`, places)));
}

function section(value, pointer, places) {
  if (Array.isArray(value?.rows)) return rowsTable(value);
  if (value === null || typeof value !== "object") return element("p", {}, value);
  const { title, level, text, status, items, tables, sections, ...rest } = value;
  return element(
    "div",
    { class: "section" },
    isBlank(title) ? null : element("h4", {}, title, jump(pointer, places)),
    isBlank(text) ? null : element("p", {}, text),
    [["items", items], ["tables", tables], ["sections", sections]].filter(([, each]) => !isBlank(each))
      .map(([key, each]) => shownValue(each, `${pointer}/${key}`, places)),
    inner(Object.entries(rest).filter(([key, each]) => key !== "span" && !isBlank(each)), pointer, places),
  );
}

function rowsTable(value) {
  const head = Array.isArray(value.header) ? value.header : [];
  const body = value.rows.filter(Array.isArray);
  return element("div", { class: "scroll" }, plainTable(head.map(cellText), body.map((row) => row.map(cellText)), "Table of the source"));
}

function cellText(cell) {
  return cell === null || typeof cell !== "object" ? String(cell ?? "") : String(cell.text ?? JSON.stringify(cell));
}

function metricTable(metrics) {
  const known = metrics.filter((metric) => metric && typeof metric === "object");
  const lines = known.map((metric) => [
    [...(Array.isArray(metric.path) ? metric.path : []), metric.label].join(" › "), String(metric.text ?? ""), jumpButton(metric.line),
  ]);
  return element("div", { class: "scroll" }, plainTable(["Metric", "Value", "Line"], lines, "Metrics"));
}

// The line of a value; a group stands where the first of its values does.
function jump(pointer, places, line) {
  const own = places[pointer]?.[0] ?? line;
  if (own) return jumpButton(own, places[pointer]?.[1]);
  const below = Object.entries(places).filter(([key]) => key.startsWith(`${pointer}/`)).map(([, span]) => span[0]);
  return below.length ? jumpButton(below.reduce((a, b) => Math.min(a, b))) : null;
}

function jumpButton(first, last = first) {
  if (!Number.isInteger(first)) return null;
  const word = last > first ? `Lines ${first}–${last}` : `Line ${first}`;
  return element("button", { type: "button", class: "jump", onclick: () => light(first, last) }, word);
}
