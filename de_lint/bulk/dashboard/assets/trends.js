// One metric over time. Where there are more values than can be told apart, the median of each role and period is drawn.
const MOST_POINTS = 120;
const MOST_ROLES = 5;
const TONES = ["accent", "blocked", "completed", "other", "partial", "pending"];
const PERIODS = [[70, "day"], [500, "week"], [Infinity, "month"]];

function drawnPoints(metric) {
  const sizes = new Map();
  for (const [, , role] of metric.points) sizes.set(role, (sizes.get(role) ?? 0) + 1);
  const named = new Set([...sizes].sort((a, b) => b[1] - a[1]).slice(0, MOST_ROLES).map(([role]) => role));
  const points = metric.points.map(([day, value, role, index]) => ({
    day, value, role: named.has(role) ? visible(role || "No role") : "Other roles", record: visible(rows[index].task || rows[index].title || rows[index].path), index,
  }));
  if (points.length <= MOST_POINTS) return { points, line: medians(points, "day"), period: null };
  const days = (Date.parse(points[points.length - 1].day) - Date.parse(points[0].day)) / 864e5;
  const period = PERIODS.find(([limit]) => days <= limit)[1];
  const line = medians(points, period);
  return { points: line, line, period };
}

function medians(points, period) {
  const groups = new Map();
  for (const point of points) {
    const key = `${startOf(point.day, period)} ${point.role}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(point);
  }
  return [...groups].map(([key, group]) => {
    const values = group.map((point) => point.value).sort((a, b) => a - b);
    const middle = values.length >> 1;
    const value = values.length % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    return { day: key.slice(0, 10), role: group[0].role, value, values: values.length };
  });
}

function startOf(day, period) {
  if (period === "day") return day;
  if (period === "month") return `${day.slice(0, 8)}01`;
  const date = new Date(day);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}

// Of a few days, each is marked at most once.
function dayTicks(points) {
  const times = points.map((point) => Date.parse(point.day));
  const days = (times.reduce((a, b) => Math.max(a, b)) - times.reduce((a, b) => Math.min(a, b))) / 864e5;
  const marks = NARROW.matches ? 3 : 7;
  return days > 60 ? marks : { interval: "day", step: Math.max(1, Math.ceil(days / marks)) };
}

function trendSpec(metric, { points, line, period }) {
  const domain = [...new Set(points.map((point) => point.role))].sort((a, b) => (a === "Other roles") - (b === "Other roles"));
  const last = period
    ? [{ field: "values", type: "quantitative", title: "Median of" }]
    : [{ field: "record", type: "nominal", title: "Report" }];
  const tooltip = [
    { field: "day", type: "nominal", title: period && period !== "day" ? `${spoken(period)} from` : "Date" },
    { field: "role", type: "nominal", title: "Role" }, { field: "value", type: "quantitative", title: "Value", format: ",.6~g" }, ...last,
  ];
  return {
    height: 270,
    layer: [
      { data: { values: line }, mark: { type: "line", strokeWidth: 1.75 } },
      { data: { values: points }, mark: { type: "circle", opacity: 1, size: period ? 30 : 46, ...(period ? {} : { cursor: "pointer" }) }, encoding: { tooltip } },
    ],
    encoding: {
      x: { field: "day", type: "temporal", title: null, scale: { type: "utc", padding: 8 }, axis: { format: "%-d %b %Y", grid: false, labelOverlap: "greedy", labelSeparation: 14, tickCount: dayTicks(points) } },
      y: { field: "value", type: "quantitative", title: visible(metric.unit || metric.label), scale: { zero: false, nice: true }, axis: { tickCount: 6, domain: false, ticks: false, titleLimit: 220 } },
      color: { field: "role", type: "nominal", scale: { domain, range: domain.map((_, index) => color(TONES[index])) }, legend: { columns: NARROW.matches ? 2 : 7 } },
    },
  };
}

async function startTrends() {
  const metrics = await unpack("trends");
  document.querySelector(".pickers").hidden = !metrics.length;
  if (!metrics.length) {
    chart("trends", "No metric has values on two days.", null);
    return;
  }
  const picker = document.getElementById("metric");
  const rolePicker = document.getElementById("metric-role");
  fill("metric", metrics.map((metric, index) => element("option", { value: index }, `${metric.label}${metric.unit ? `, ${metric.unit}` : ""} (${metric.points.length})`)));
  const show = () => showTrend(metrics[picker.value], rolePicker.value);
  const offer = () => {
    const roles = [...new Set(metrics[picker.value].points.map(([, , role]) => role))].sort();
    fill("metric-role", element("option", { value: "*" }, "All"), roles.map((role) => element("option", { value: `=${role}` }, role || "No role")));
    show();
  };
  picker.addEventListener("change", offer);
  rolePicker.addEventListener("change", show);
  offer();
}

function showTrend(metric, role) {
  const own = { ...metric, points: metric.points.filter((point) => role === "*" || `=${visible(point[2])}` === role) };
  const days = own.points.map(([day]) => day);
  const drawn = drawnPoints(own);
  const text = `${own.label}: ${count(own.points.length, "value")} from ${days[0]} to ${days[days.length - 1]}.`;
  fill("trends-note", drawn.period ? `Median of each role and ${drawn.period}` : "");
  chart("trends", text, () => trendSpec(own, drawn), (datum) => rows[datum.index] && (location.hash = hashOf(rows[datum.index])));
  showTrendTable(own);
}
