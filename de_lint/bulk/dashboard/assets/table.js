// The table of records, a page at a time, so that a browser never holds more rows than a reader can look at.
const PAGE = 50;
const SORTS = {
  title: (row) => row.title.toLowerCase(),
  kind: (row) => kindWord(row.kind),
  role: (row) => row.role.toLowerCase(),
  status: (row) => (KNOWN_STATUSES.includes(row.status) ? String(KNOWN_STATUSES.indexOf(row.status)) : row.status || "~"),
  date: (row) => row.date,
  tickets: (row) => row.tickets[0] ?? "",
  findings: (row) => row.rules.reduce((sum, rule) => sum + { e: 1e6, w: 1e3, i: 1 }[rule[0]], 0),
};
const COLUMNS = {
  title: ["Record", "w-title"], kind: ["Kind", "w-kind"], role: ["Role"], status: ["Status", "w-status"],
  date: ["Date", "w-date"], tickets: ["Tickets"], findings: ["Findings", "w-findings"],
};
const order = { column: null, descending: false };
let rows = [];
let shown = []; // the rows that fit the filters, in the order of the table
let pageShown = 1;

function showTable(page) {
  shown = sorted(fittingRows());
  const pages = Math.max(1, Math.ceil(shown.length / PAGE));
  const now = Math.min(page, pages);
  const focused = document.activeElement?.matches("#table a.title") ? document.activeElement.hash : null;
  pageShown = now;
  const part = shown.slice((now - 1) * PAGE, now * PAGE);
  fill("count", shown.length === rows.length ? count(rows.length, "record") : `${numbers.format(shown.length)} of ${count(rows.length, "record")}`);
  fill("table", part.length ? table(part) : nothing());
  fill("pager", pages > 1 ? pager(now, pages) : []);
  // The full texts may come when somebody is among the records already.
  if (focused) (recordLinks().find((link) => link.hash === focused) ?? recordLinks()[0])?.focus();
}

function nothing() {
  if (!rows.length) return element("p", { class: "empty" }, "There are no records here: no delegation, report or template was found.");
  const clear = element("button", { type: "button", onclick: clearFilters }, "Clear all filters");
  return element("div", { class: "empty" }, element("p", {}, "No record fits these filters."), clear);
}

function sorted(found) {
  if (!order.column) return found;
  const key = SORTS[order.column];
  const keyed = found.map((row) => [key(row), row]);
  const sign = order.descending ? -1 : 1;
  // What says nothing stands last, whichever way the others go.
  keyed.sort(([a, x], [b, y]) => (a === "") - (b === "") || (a < b ? -sign : a > b ? sign : x.index - y.index));
  return keyed.map(([, row]) => row);
}

function sortBy(column) {
  const descendingFirst = column === "findings" || column === "date";
  if (order.column === column) order.descending = !order.descending;
  else Object.assign(order, { column, descending: descendingFirst });
  showTable(1);
  document.getElementById(`sort-${column}`).focus();
}

function table(part) {
  const head = Object.entries(COLUMNS).map(([column, [label, width]]) => {
    const direction = order.column !== column ? null : order.descending ? "descending" : "ascending";
    const button = element("button", { type: "button", id: `sort-${column}`, onclick: () => sortBy(column) }, label);
    return element("th", { scope: "col", class: width, "aria-sort": direction }, button);
  });
  const body = element("tbody", { onkeydown: moveFocus }, part.map(tableRow));
  return element(
    "table",
    {},
    element("caption", { class: "hidden" }, "Records; the buttons in the head sort, the links open a record."),
    element("thead", {}, element("tr", {}, head)),
    body,
  );
}

function tableRow(row) {
  const link = element("a", { class: "title", href: hashOf(row) }, row.title || kindWord(row.kind));
  const cells = [
    [link, row.task && element("span", { class: "task" }, row.task), element("span", { class: "path", title: row.path }, `${row.path}:${row.line}`)],
    [kindWord(row.kind), row.context === "instance" || row.kind === "agent_template" ? null : element("span", { class: "path" }, row.context)],
    [row.role],
    row.status ? [element("span", { class: "status" }, dot(statusTone(row.status)), statusWord(row.status))] : [],
    [row.date],
    row.tickets.slice(0, 3).map((id) => element("span", { class: "badge ticket" }, id))
      .concat(row.tickets.length > 3 ? [`+${row.tickets.length - 3}`] : []),
    findingBadges(row),
  ];
  const made = element("tr", {}, cells.map((cell, i) => element("td", { class: i === 4 ? "date" : null }, cell)));
  made.addEventListener("click", (event) => {
    if (!event.target.closest("a") && !String(getSelection())) location.hash = hashOf(row);
  });
  return made;
}

function findingBadges(row) {
  return Object.entries(SEVERITIES).flatMap(([letter, severity]) => {
    const number = row.rules.filter((rule) => rule[0] === letter).length;
    const word = severity === "info" ? `${number} info` : count(number, severity);
    return number ? [element("span", { class: `badge ${severity}` }, word)] : [];
  });
}

function pager(now, pages) {
  const to = (label, page, possible) =>
    element("button", { type: "button", disabled: !possible, onclick: () => turnTo(page, label) }, label);
  const first = (now - 1) * PAGE + 1;
  const last = Math.min(now * PAGE, shown.length);
  return [
    element("span", { class: "note" }, `${numbers.format(first)}–${numbers.format(last)} of ${numbers.format(shown.length)}`),
    to("First", 1, now > 1), to("Previous", now - 1, now > 1), to("Next", now + 1, now < pages), to("Last", pages, now < pages),
  ];
}

function turnTo(page, label) {
  showTable(page);
  document.getElementById("records").scrollIntoView();
  const buttons = [...document.querySelectorAll("#pager button:not(:disabled)")];
  (buttons.find((button) => button.textContent === label) ?? buttons[0])?.focus({ preventScroll: true });
}
