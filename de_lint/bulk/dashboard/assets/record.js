// One record in full. Its address is the page's hash, so that it can be linked to and the back button closes it.
let chunkStarts = [];
const parsed = new Map();
let opened = null; // the row of the record that is open

function hashOf(row) {
  return `#record=${encodeURIComponent(row.id)}`;
}

function chunkOf(document) {
  return chunkStarts.findLast((start) => start <= document);
}

function inChunk(name, document) {
  const start = chunkOf(document);
  const key = `${name}-${start}`;
  if (!parsed.has(key)) parsed.set(key, unpack(key));
  return parsed.get(key).then((entries) => entries[document - start]);
}

function sourceOf(row) {
  return inChunk("sources", row.document);
}

async function detailOf(row) {
  const detail = await inChunk("details", row.document);
  return { record: detail.records[row.place], places: detail.places };
}

async function openHashed() {
  const dialog = document.getElementById("record");
  const row = hashedRow();
  if (!row) {
    if (dialog.open) dialog.close();
    return;
  }
  const [source, detail] = await Promise.all([sourceOf(row), detailOf(row)]);
  if (hashedRow() !== row) return; // somebody was quicker
  draw(dialog, row, source, detail);
  opened = row;
  if (!dialog.open) dialog.showModal();
  dialog.querySelector(".close").focus();
}

function hashedRow() {
  const match = /^#record=(.*)$/.exec(location.hash);
  try {
    const id = match && decodeURIComponent(match[1]);
    return match ? rows.find((row) => row.id === id) : null;
  } catch {
    return null; // no address of this page's
  }
}

function draw(dialog, row, source, { record, places }) {
  const fields = fieldsOf(record, `/records/${row.place}`, source ? places : {});
  const left = element(
    "div",
    { class: "pane fields", tabindex: "0", role: "region", "aria-label": "Fields" },
    source ? findingList(source, row) : element("p", { class: "note" }, "The source is not at hand: this record was read from converted JSON."),
    fields,
  );
  const panes = element("div", { class: source ? "panes" : "panes alone" }, left, source ? sourcePane(source, row) : null);
  if (!source) panes.querySelectorAll(".jump").forEach((button) => button.replaceWith(button.textContent));
  dialog.replaceChildren(recordHead(row), panes);
}

function recordHead(row) {
  const facts = [
    kindWord(row.kind) + (row.context === "instance" || row.kind === "agent_template" ? "" : ` (${row.context})`), row.role, row.date,
    row.status && element("span", { class: "status" }, dot(statusTone(row.status)), statusWord(row.status)), `${row.path}:${row.line}`,
  ];
  const title = element("h2", { id: "record-title" }, row.title || kindWord(row.kind));
  const position = shown.indexOf(row);
  return element(
    "div",
    { class: "record-head" },
    element("div", {}, title, element("div", { class: "note" }, facts.filter(Boolean).map((fact) => element("span", {}, fact)))),
    element(
      "div",
      { class: "record-tools" },
      neighbour("Previous", shown[position - 1]),
      neighbour("Next", position < 0 ? undefined : shown[position + 1]),
      element("button", { type: "button", class: "close", onclick: () => document.getElementById("record").close() }, "Close"),
    ),
  );
}

function neighbour(label, row) {
  return element("button", { type: "button", disabled: !row, onclick: () => location.replace(hashOf(row)) }, label);
}

function findingList(source, row) {
  const own = source.findings.filter((finding) => finding.line >= row.line && finding.line <= row.end_line);
  if (!own.length) return null;
  const items = own.map((finding) =>
    element("li", { class: finding.severity }, element("b", {}, finding.code), element("span", {}, finding.message), jumpButton(finding.line)));
  return [element("h3", {}, count(own.length, "finding")), element("ul", { class: "findings" }, items)];
}

function startRecords(starts) {
  chunkStarts = starts;
  document.getElementById("record").addEventListener("close", () => {
    if (location.hash.startsWith("#record=")) history.replaceState(null, "", location.href.split("#")[0]);
    if (opened) focusRecord(opened);
    opened = null;
  });
  document.getElementById("record").addEventListener("click", (event) => {
    if (event.target === event.currentTarget) event.currentTarget.close(); // beside the record
  });
  addEventListener("hashchange", openHashed);
  openHashed();
}
