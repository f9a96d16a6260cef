// What each chart shows, as a table and in a sentence, for those who do not see it.
function filterButton(text, values) {
  return element("button", { type: "button", class: "link", onclick: () => goTo(values) }, text);
}

function statusColumns(groups) {
  const all = new Set(groups.flatMap((group) => Object.keys(group.statuses)));
  const others = [...all].filter((status) => status && !KNOWN_STATUSES.includes(status)).sort();
  return [...KNOWN_STATUSES, ...others, ""].filter((status) => all.has(status));
}

function statusTable(first, groups, name, caption) {
  const statuses = statusColumns(groups);
  const lines = groups.map((group) => [name(group), ...statuses.map((status) => numbers.format(group.statuses[status] ?? 0))]);
  return plainTable([first, ...statuses.map(statusWord)], lines, caption, statuses.map((_, index) => index + 1));
}

function sum(group) {
  return Object.values(group.statuses).reduce((a, b) => a + b, 0);
}

function showTimelineTable({ step, steps, undated }) {
  fill("timeline-note", joined([steps.length && `By ${step}`, undated && `${count(undated, "report")} without a date left out`]));
  fill("timeline-table", statusTable(spoken(step), steps, (group) => group.start, "Reports by date and status"));
}

function showRolesTable(roles) {
  const name = (group) => (group.value === null ? group.role : filterButton(group.role, { role: `=${group.value}` }));
  fill("roles-table", statusTable("Role", roles, name, "Reports by role and status"));
}

function showRulesTable(rules) {
  const lines = rules.map((rule) => [filterButton(`${rule.code} ${rule.name}`, { findings: `=${rule.code}` }), rule.severity, numbers.format(rule.findings), numbers.format(rule.records)]);
  fill("rules-table", plainTable(["Rule", "Severity", "Findings", "Records"], lines, "Findings by rule", [2, 3]));
}

function showTrendTable(metric) {
  const most = 500;
  const lines = metric.points.slice(0, most).map(([day, value, role, index]) => [
    day, role || "No role", `${rounded(value)} ${metric.unit}`.trim(), element("a", { href: hashOf(rows[index]) }, rows[index].title || rows[index].path),
  ]);
  if (metric.points.length > most) lines.push([`and ${numbers.format(metric.points.length - most)} more`, "", "", ""]);
  fill("trends-table", plainTable(["Date", "Role", "Value", "Report"], lines, `Values of ${metric.label}`, [2]));
}

function groupedSentence(what, groups, name) {
  return `${what}: ${groups.map((group) => `${name(group)} ${sum(group)}`).join(", ")}. The table below has the numbers by status.`;
}
