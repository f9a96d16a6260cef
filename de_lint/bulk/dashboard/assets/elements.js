// Elements are made of names and texts, never of HTML, so that what a document says stays text.
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

// Control characters could reorder or hide what a reader sees.
function visible(text) {
  return String(text).replace(HIDDEN, (c) => `⟨${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "tone") made.style.setProperty("--tone", `var(--${value})`);
    else if (key === "share") made.style.width = `${(value * 100).toFixed(2)}%`;
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, visible(value));
  }
  made.append(...children.flat(Infinity).filter((child) => child != null && child !== false && child !== "").map(node));
  return made;
}

function node(child) {
  return child instanceof Node ? child : document.createTextNode(visible(child));
}

function fill(id, ...children) {
  const holder = document.getElementById(id);
  holder.replaceChildren(...children.flat(Infinity).filter(Boolean).map(node));
  return holder;
}

// A table of texts or elements; `right` names the columns of numbers.
function plainTable(head, rows, caption, right = []) {
  const align = (index) => (right.includes(index) ? "right" : null);
  return element(
    "table",
    {},
    element("caption", { class: "hidden" }, caption),
    element("thead", {}, element("tr", {}, head.map((text, i) => element("th", { scope: "col", class: align(i) }, text)))),
    element("tbody", {}, rows.map((row) => element("tr", {}, row.map((cell, i) => element("td", { class: align(i) }, cell))))),
  );
}
