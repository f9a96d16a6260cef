// The keys: `/` goes to the search, the arrows from there to the records and from one to another, in the table and open.
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const TURNS = { ...STEPS, ArrowRight: 1, ArrowLeft: -1 };

function startKeys() {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea, dialog");
    if (event.key === "/" && !typing && isPlain(event)) take(event, () => document.getElementById("filter-query").focus());
  });
  document.getElementById("record").addEventListener("keydown", turnRecord);
}

// What is held with another key is the browser's, and what is composed is not typed yet.
function isPlain(event) {
  return !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
}

function take(event, act) {
  event.preventDefault();
  act();
}

// What was typed counts at once, in the full texts too, so that the first record is the first that was found.
function leaveSearch(event, search) {
  const leave = { ArrowDown: () => recordLinks()[0]?.focus(), Enter: () => shown.length && (location.hash = hashOf(shown[0])) }[event.key];
  const words = event.currentTarget.value.trim();
  if (!leave || !isPlain(event) || event.shiftKey || (event.key === "Enter" && !words)) return;
  take(event, async () => {
    if (words) await loadTexts();
    search();
    leave();
  });
}

function recordLinks() {
  return [...document.querySelectorAll("#table a.title")];
}

function moveFocus(event) {
  const step = STEPS[event.key];
  if (!step || !isPlain(event) || event.shiftKey) return;
  const links = recordLinks();
  const at = links.indexOf(event.target);
  const row = shown[(pageShown - 1) * PAGE + at + step];
  if (at >= 0) take(event, () => (row ? focusRecord(row) : step < 0 && document.getElementById("filter-query").focus()));
}

// Puts the focus on a record of the table, on the page of the table where it stands.
function focusRecord(row) {
  const index = shown.indexOf(row);
  if (index < 0) return;
  const page = Math.floor(index / PAGE) + 1;
  if (page !== pageShown) showTable(page);
  recordLinks()[index % PAGE]?.focus();
}

// In its panes, which can be longer than the screen, the keys scroll.
function turnRecord(event) {
  const step = TURNS[event.key];
  if (!step || !isPlain(event) || event.shiftKey || event.target.closest("[role=region]")) return;
  const at = shown.indexOf(hashedRow());
  const row = at < 0 ? null : shown[at + step];
  take(event, () => row && location.replace(hashOf(row)));
}
