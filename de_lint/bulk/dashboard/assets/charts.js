// The charting library is unpacked after the first paint, and every chart drawn anew when the theme changes.
const drawings = new Map();
let library = null;

function loadLibrary() {
  library ??= unpackText("library").then((text) => {
    const script = document.createElement("script");
    script.textContent = text;
    document.head.append(script);
    return globalThis.vegaEmbed;
  });
  return library;
}

// Draws a chart, or says why there is none; `spec` is called for every drawing, since colours change.
async function chart(id, description, spec, onPick) {
  const holder = document.getElementById(id);
  const details = holder.parentElement.querySelector("details");
  if (details) details.hidden = !spec;
  holder.classList.toggle("nothing", !spec);
  const old = drawings.get(id);
  if (!spec) {
    old?.view?.finalize();
    drawings.delete(id);
    holder.replaceChildren(node(description));
    return;
  }
  const drawing = { description, spec, onPick };
  drawings.set(id, drawing);
  label(holder, description);
  const embed = await loadLibrary();
  if (drawings.get(id) !== drawing) return; // another one was asked for meanwhile
  old?.view?.finalize();
  const { view } = await embed(holder, { width: "container", ...spec() }, {
    actions: false, ast: true, renderer: "svg", config: chartConfig(), mode: "vega-lite",
  });
  drawing.view = view;
  label(holder, description);
  view.addEventListener("click", (_, item) => item?.datum && onPick(item.datum));
}

// The library names every chart alike, so its names are overwritten.
function label(holder, description) {
  holder.setAttribute("role", "img");
  holder.setAttribute("aria-label", visible(description));
  holder.removeAttribute("aria-roledescription");
  holder.querySelector("svg")?.setAttribute("aria-hidden", "true");
}

function redrawCharts() {
  for (const [id, { description, spec, onPick }] of [...drawings]) chart(id, description, spec, onPick);
}

function startCharts({ timeline, roles, rules, figures }) {
  const reports = { kind: "=progress_report", context: "=instance" };
  chart("timeline", timeline.steps.length ? groupedSentence(`Reports by ${timeline.step} and status`, timeline.steps, (s) => s.start) : roles.length ? "No report says when it was written." : "There are no reports.",
    timeline.steps.length ? () => timelineSpec(timeline) : null, (datum) => goTo({ ...reports, status: `=${datum.key}` }));
  chart("roles", roles.length ? groupedSentence("Reports by role and status", roles, (r) => r.role) : "There are no reports.",
    roles.length ? () => rolesSpec(roles) : null,
    (datum) => datum.value !== null && goTo({ ...reports, role: `=${datum.value}`, status: `=${datum.key}` }));
  chart("rules", rules.length ? `Findings by rule: ${rules.slice(0, MOST_RULES).map((r) => `${r.code} ${r.name} ${r.findings}`).join(", ")}.` : figures.judged ? "There are no findings." : "Only Markdown is judged.",
    rules.length ? () => rulesSpec(rules) : null, (datum) => goTo({ findings: `=${datum.code}` }));
  startTrends();
  themeWatchers.push(redrawCharts);
  NARROW.addEventListener("change", redrawCharts);
}
