// Charts as Vega-Lite. No text of a document is ever part of an expression: those are only data.
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
      y: { field: "reports", type: "quantitative", title: "Reports", axis: { tickMinStep: 1, tickCount: 5, domain: false, ticks: false } },
      color: { field: "status", type: "nominal", scale: statusScale(steps), legend: { columns: innerWidth < 600 ? 3 : 7 } },
      order: { field: "rank", type: "quantitative" },
      tooltip: [{ field: "start", type: "nominal", title: step === "day" ? "Day" : `${spoken(step)} from` }, { field: "status", type: "nominal", title: "Status" }, { field: "reports", type: "quantitative", title: "Reports" }],
    },
  };
}

function rolesSpec(roles) {
  return {
    height: { step: 26 },
    data: { values: byStatus(roles, "role", (group) => visible(group.role)) },
    mark: { type: "bar", stroke: color("panel"), strokeWidth: 0.5 },
    encoding: {
      y: { field: "role", type: "nominal", sort: null, title: null, scale: { paddingInner: 0.3 }, axis: { labelLimit: 170, ticks: false, domain: false } },
      x: { field: "reports", type: "quantitative", title: "Reports", axis: { tickMinStep: 1, tickCount: 5, domain: false, ticks: false } },
      color: { field: "status", type: "nominal", scale: statusScale(roles), legend: null },
      order: { field: "rank", type: "quantitative" },
      tooltip: [{ field: "role", type: "nominal", title: "Role" }, { field: "status", type: "nominal", title: "Status" }, { field: "reports", type: "quantitative", title: "Reports" }],
    },
  };
}

const MOST_RULES = 12;

function rulesSpec(rules) {
  const values = rules.slice(0, MOST_RULES).map((rule) => ({ ...rule, rule: `${rule.code} ${rule.name}` }));
  const severities = Object.values(SEVERITIES).filter((severity) => values.some((value) => value.severity === severity));
  return {
    height: { step: 26 },
    data: { values },
    mark: { type: "bar" },
    encoding: {
      color: { field: "severity", type: "nominal", scale: { domain: severities, range: severities.map((severity) => color(severity)) } },
      tooltip: [
        { field: "rule", type: "nominal", title: "Rule" }, { field: "severity", type: "nominal", title: "Severity" },
        { field: "findings", type: "quantitative", title: "Findings" }, { field: "records", type: "quantitative", title: "Records" },
      ],
      y: { field: "rule", type: "nominal", sort: null, title: null, scale: { paddingInner: 0.3 }, axis: { labelLimit: 220, ticks: false, domain: false } },
      x: { field: "findings", type: "quantitative", title: "Findings", axis: { tickMinStep: 1, tickCount: 5, domain: false, ticks: false } },
    },
  };
}

const MOST_POINTS = 500;
const MOST_LINES_DRAWN = 6;

function trendSpec(metric) {
  const sizes = new Map();
  for (const [, , role] of metric.points) sizes.set(role, (sizes.get(role) ?? 0) + 1);
  const named = [...sizes].sort((a, b) => b[1] - a[1]).slice(0, MOST_LINES_DRAWN).map(([role]) => role);
  const word = (role) => (named.includes(role) ? visible(role || "No role") : "Other roles");
  const points = metric.points.map(([day, value, role, index]) => ({ day, value, role: word(role), record: visible(rows[index].title || rows[index].path), index }));
  const drawn = points.length > MOST_POINTS ? medians(points) : points;
  const domain = [...new Set(drawn.map((point) => point.role))];
  const tones = ["accent", "blocked", "completed", "other", "partial", "failed", "pending"];
  return {
    height: 260,
    data: { values: drawn },
    mark: { type: "line", point: { size: 46, cursor: "pointer", filled: true }, strokeWidth: 1.75, interpolate: "linear" },
    encoding: {
      x: { field: "day", type: "temporal", title: null, scale: { type: "utc" }, axis: { grid: false, labelOverlap: "greedy", labelSeparation: 14, tickCount: innerWidth < 600 ? 4 : 9 } },
      y: { field: "value", type: "quantitative", title: visible(metric.unit || metric.label), scale: { zero: false, nice: true }, axis: { tickCount: 6, domain: false, ticks: false, titleLimit: 220 } },
      color: { field: "role", type: "nominal", scale: { domain, range: tones.slice(0, domain.length).map((tone) => color(tone)) }, legend: { columns: innerWidth < 600 ? 2 : 7 } },
      tooltip: [
        { field: "day", type: "nominal", title: "Date" }, { field: "role", type: "nominal", title: "Role" }, { field: "value", type: "quantitative", title: "Value", format: ",.6~g" },
        drawn === points ? { field: "record", type: "nominal", title: "Report" } : { field: "values", type: "quantitative", title: "Median of" },
      ],
    },
  };
}

// Many values are drawn as the median of each role and day.
function medians(points) {
  const groups = new Map();
  for (const point of points) {
    const key = `${point.day} ${point.role}`;
    groups.set(key, [...(groups.get(key) ?? []), point]);
  }
  return [...groups.values()].map((group) => {
    const values = group.map((point) => point.value).sort((a, b) => a - b);
    const middle = values.length >> 1;
    const value = values.length % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    return { day: group[0].day, role: group[0].role, value, values: values.length };
  });
}
