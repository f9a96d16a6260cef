// The page's own words for what the data name.
const KINDS = { progress_report: "Report", delegation: "Delegation", agent_template: "Template" };
const KINDS_TOGETHER = { progress_report: "reports", delegation: "delegations", agent_template: "templates" };
const KNOWN_STATUSES = ["completed", "in_progress", "partial", "pending", "blocked", "failed"];
const SEVERITIES = { e: "error", w: "warning", i: "info" };
const numbers = new Intl.NumberFormat("en");

function spoken(key) {
  const words = String(key).replace(/_/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function kindWord(kind) {
  return Object.hasOwn(KINDS, kind) ? KINDS[kind] : spoken(kind) || "Record";
}

function statusWord(status) {
  return spoken(status) || "No status";
}

function statusTone(status) {
  if (!status) return "none";
  return KNOWN_STATUSES.includes(status) ? status : "other";
}

function count(number, noun) {
  return `${numbers.format(number)} ${noun}${number === 1 ? "" : "s"}`;
}

function rounded(value) {
  return new Intl.NumberFormat("en", { maximumFractionDigits: 3 }).format(value);
}

function dot(tone) {
  return element("span", { class: "dot", tone, "aria-hidden": "true" });
}
