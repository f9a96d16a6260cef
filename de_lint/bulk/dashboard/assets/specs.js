// Charts as Vega-Lite. No text of a document is ever part of an expression: those are only data.
const NARROW = matchMedia("(max-width: 600px)");

function chartConfig() {
  const font = getComputedStyle(document.body).fontFamily;
  const label = { labelColor: color("muted"), titleColor: color("muted"), labelFontSize: 12, titleFontSize: 12, titleFontWeight: 500 };
  return {
    background: null,
    font,
    aria: false, // the figure says what it shows
    view: { stroke: null },
    axis: { ...label, domainColor: color("line"), tickColor: color("line"), gridColor: color("line"), labelPadding: 6 },
    legend: { ...label, labelColor: color("text"), symbolType: "circle", symbolSize: 80, orient: "top", title: null, labelLimit: 160, columnPadding: 16 },
    bar: { cursor: "pointer" },
  };
}

function statusScale(groups) {
  const statuses = statusColumns(groups);
  return { domain: statuses.map(statusWord), range: statuses.map((status) => color(statusTone(status))) };
}

function byStatus(groups, key, name) {
  const statuses = statusColumns(groups);
  return groups.flatMap((group) =>
    statuses.map((status, rank) => ({ [key]: name(group), value: group.value, key: status, status: statusWord(status), rank, reports: group.statuses[status] ?? 0 })));
}

// Whole numbers, and never more marks than there are.
function countAxis(most) {
  return { tickMinStep: 1, tickCount: Math.min(5, most), format: ",d", domain: false, ticks: false };
}

const most = (groups) => groups.reduce((largest, group) => Math.max(largest, sum(group)), 1);

const DAY_FORMATS = { day: "%-d %b", week: "%-d %b %Y", month: "%b %Y", quarter: "%Y Q%q", year: "%Y" };

function timelineSpec({ step, steps }) {
  return {
    height: 230,
    data: { values: byStatus(steps, "start", (group) => group.start) },
    mark: { type: "bar", stroke: color("panel"), strokeWidth: 0.5 },
    encoding: {
      x: {
        field: "start", type: "ordinal", title: null, scale: { domain: steps.map((each) => each.start), paddingInner: 0.18 },
        axis: { labelAngle: 0, labelOverlap: "greedy", labelSeparation: 14, ticks: false, labelExpr: `utcFormat(toDate(datum.value), "${DAY_FORMATS[step]}")` },
      },
      y: { field: "reports", type: "quantitative", title: "Reports", axis: countAxis(most(steps)) },
      color: { field: "status", type: "nominal", scale: statusScale(steps), legend: { columns: NARROW.matches ? 3 : 7 } },
      order: { field: "rank", type: "quantitative" },
      tooltip: [{ field: "start", type: "nominal", title: step === "day" ? "Day" : `${spoken(step)} from` }, { field: "status", type: "nominal", title: "Status" }, { field: "reports", type: "quantitative", title: "Reports" }],
    },
  };
}

function rolesSpec(roles) {
  return {
    height: 26 * roles.length,
    data: { values: byStatus(roles, "role", (group) => visible(group.role)) },
    mark: { type: "bar", stroke: color("panel"), strokeWidth: 0.5 },
    encoding: {
      y: { field: "role", type: "nominal", sort: null, title: null, scale: { paddingInner: 0.3 }, axis: { labelLimit: 170, ticks: false, domain: false } },
      x: { field: "reports", type: "quantitative", title: "Reports", axis: countAxis(most(roles)) },
      color: { field: "status", type: "nominal", scale: statusScale(roles), legend: null },
      order: { field: "rank", type: "quantitative" },
      tooltip: [{ field: "role", type: "nominal", title: "Role" }, { field: "status", type: "nominal", title: "Status" }, { field: "reports", type: "quantitative", title: "Reports" }],
    },
  };
}

const MOST_RULES = 12;

function rulesSpec(rules) {
  const values = rules.slice(0, MOST_RULES).map((rule) => ({ ...rule, severity: spoken(rule.severity), rule: `${rule.code} ${rule.name}` }));
  const severities = Object.values(SEVERITIES).filter((severity) => values.some((value) => value.severity === spoken(severity)));
  return {
    height: 26 * values.length,
    data: { values },
    mark: { type: "bar" },
    encoding: {
      color: { field: "severity", type: "nominal", scale: { domain: severities.map(spoken), range: severities.map((severity) => color(severity)) } },
      tooltip: [
        { field: "rule", type: "nominal", title: "Rule" }, { field: "severity", type: "nominal", title: "Severity" },
        { field: "findings", type: "quantitative", title: "Findings" }, { field: "records", type: "quantitative", title: "Records" },
      ],
      y: { field: "rule", type: "nominal", sort: null, title: null, scale: { paddingInner: 0.3 }, axis: { labelLimit: 220, ticks: false, domain: false } },
      x: { field: "findings", type: "quantitative", title: "Findings", axis: countAxis(rules[0].findings) },
    },
  };
}

