// The head of the page, the tickets, and what could not be read.
function showFigures({ figures, failures }) {
  const { error, warning, info } = figures.severities;
  const found = error + warning + info;
  const severities = [[error, count(error, "error")], [warning, count(warning, "warning")], [info, `${info} info`]];
  fill(
    "figures",
    tile("Files", numbers.format(figures.files), joined([
      figures.without_records && `${numbers.format(figures.without_records)} without a record`,
      failures.length && `${numbers.format(failures.length)} not read`,
    ])),
    tile("Records", numbers.format(rows.length), joined([
      ...Object.entries(figures.kinds).map(([kind, n]) => (n === 1 ? `1 ${kindWord(kind).toLowerCase()}` : `${numbers.format(n)} ${KINDS_TOGETHER[kind] ?? spoken(kind).toLowerCase()}`)),
      figures.patterns && `${numbers.format(figures.patterns)} of them ${figures.patterns === 1 ? "is a form" : "are forms"} or examples`,
    ])),
    figures.judged
      ? tile("Findings", numbers.format(found), joined(severities.filter(([n]) => n).map(([, text]) => text)) || "Nothing to mend")
      : tile("Findings", "–", "Only Markdown is judged"),
    coverageTile(figures.coverage),
    statusTile(figures.statuses),
  );
  showFailures(failures);
}

function joined(parts) {
  return parts.filter(Boolean).join(" · ");
}

function tile(label, number, detail, more) {
  return element("div", { class: "panel figure" }, element("h3", {}, label), element("p", { class: "number" }, number), element("p", { class: "detail" }, detail), more);
}

function coverageTile(coverage) {
  if (coverage === null) return tile("Coverage", "–", "The output of convert does not say how long the documents are");
  // 100 % is said of nothing less.
  const share = (Math.floor(coverage * 1000 + 1e-9) / 10).toFixed(1);
  return tile("Coverage", `${share === "100.0" ? "100" : share} %`, "of all characters are in records", element("div", { class: "meter" }, element("span", { share: coverage })));
}

function statusTile(statuses) {
  const entries = Object.entries(statuses);
  const total = entries.reduce((sum, [, n]) => sum + n, 0);
  if (!total) return null;
  const filter = (status) => goTo({ kind: "=progress_report", status: `=${status}`, context: "=instance" });
  return element(
    "div",
    { class: "panel figure statuses" },
    element("h3", {}, `Status of ${count(total, "report")}`),
    element("div", { class: "stack", "aria-hidden": "true" }, entries.map(([status, n]) => element("span", { tone: statusTone(status), share: n / total }))),
    element("ul", { class: "legend" }, entries.map(([status, n]) =>
      element("li", {}, element("button", { type: "button", onclick: () => filter(status) }, dot(statusTone(status)), statusWord(status), element("b", {}, numbers.format(n)))))),
  );
}

// Sets filters and shows the reader what they have done.
function goTo(values) {
  choose({ query: "", kind: "*", role: "*", status: "*", context: "*", tickets: "*", findings: "*", ...values });
  const records = document.getElementById("records");
  records.scrollIntoView();
  records.focus({ preventScroll: true });
}

function showTickets({ tickets, reports, without_ticket: without }) {
  const open = tickets.filter((ticket) => !ticket.reports.length);
  const answered = tickets.length - open.length;
  const share = tickets.length ? answered / tickets.length : 0;
  const foot = without
    ? element("button", { type: "button", class: "link", onclick: () => goTo({ kind: "=progress_report", context: "=instance", tickets: "without" }) },
        `${numbers.format(without)} of ${count(reports, "report")} ${without === 1 ? "names" : "name"} no ticket`)
    : element("span", { class: "note" }, reports ? `Each of ${count(reports, "report")} names a ticket` : "No reports");
  fill(
    "tickets",
    tickets.length
      ? [
          element("p", { class: "number" }, `${numbers.format(answered)} of ${numbers.format(tickets.length)}`),
          element("p", { class: "note" }, "delegated tickets have a report"),
          element("div", { class: "meter" }, element("span", { share })),
          open.length ? openTickets(open) : null,
        ]
      : element("p", { class: "note" }, "No delegation names a ticket."),
    element("p", { class: "ticket-foot" }, foot),
  );
}

function openTickets(open) {
  const most = 100;
  const items = open.slice(0, most).map((ticket) => {
    const row = rows[ticket.delegations[0]];
    return element("li", {}, element("span", { class: "id" }, ticket.id), element("a", { href: hashOf(row) }, row.title || row.path));
  });
  if (open.length > most) items.push(element("li", { class: "note" }, `and ${numbers.format(open.length - most)} more`));
  return [
    element("h3", { id: "open-heading" }, `${numbers.format(open.length)} without a report`),
    element("ul", { class: "ticket-list", tabindex: "0", "aria-labelledby": "open-heading" }, items),
  ];
}

function showFailures(failures) {
  if (!failures.length) return;
  const most = 500;
  const items = failures.slice(0, most).map(([path, why]) => element("li", {}, `${path}: ${why}`));
  if (failures.length > most) items.push(element("li", {}, `and ${numbers.format(failures.length - most)} more`));
  fill("failures", element("details", { class: "notice", open: failures.length <= 3 }, element("summary", {}, `${count(failures.length, "input")} could not be read`), element("ul", {}, items)));
}
