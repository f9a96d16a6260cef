// The playground: what is typed goes to a worker, what that finds is underlined and listed. All text is set as text.
const PAUSE = 150 // milliseconds without a key before the text is read
const LONGEST = 200_000
const RANK = { error: 3, warning: 2, info: 1 }
const EXAMPLE = `# QA Agent Progress Report

**Task:** Run the regression suite of the payment form
**Ticket:** ISS0345
**Date:** 2025-09-03
**Status:** in progress

## Completed

- [x] Unit tests of the form

## Remaining

- [ ] The form on small screens
`
const [text, backdrop, status, list, json] = ["text", "backdrop", "status", "findings", "json"].map((id) =>
  document.getElementById(id),
)
let marks = [] // where findings stand in the text: start, end, severity
let shown = "" // the text that they stand in
let timer = 0
let ready = false
let waiting = false // for the worker's answer

// A worker that begins with a blob heeds the policy of this page; one from a file would have none.
const start = new Blob([`import ${JSON.stringify(new URL("worker.js", document.baseURI).href)}`], { type: "text/javascript" })
const worker = new Worker(URL.createObjectURL(start), { type: "module" })

worker.onerror = () => say("The reader is not here: the site was built without it.")
worker.onmessage = ({ data }) => {
  waiting = false
  if (data.ready) {
    ready = true
    say("Type or paste a delegation or a report.")
  } else if (data.failed) {
    say(`The reader failed: ${data.failed.trim().split("\n").at(-1)}`)
  } else if (data.text === current()) {
    show(data)
  }
  if (ready && current() !== (data.text ?? "")) ask()
}

function current() {
  return text.value.toWellFormed()
}

function say(words) {
  status.textContent = words
}

function ask() {
  clearTimeout(timer)
  if (!ready || waiting) return // the answer asks again
  if (text.value.length > LONGEST) return say(`Texts of up to ${LONGEST.toLocaleString("en")} characters are read here.`)
  waiting = true
  worker.postMessage(current())
}

function show({ document: read, findings }) {
  const lines = text.value.split("\n")
  const starts = [0]
  for (const line of lines) starts.push(starts.at(-1) + line.length + 1)
  const at = (line, column) => {
    const before = [...(lines[line - 1] ?? "")].slice(0, column - 1) // columns count characters, not halves of them
    return Math.min((starts[line - 1] ?? text.value.length) + before.join("").length, text.value.length)
  }
  marks = findings.map((finding) => ({
    start: at(finding.line, finding.column),
    end: at(finding.end_line, finding.end_column),
    severity: finding.severity,
  }))
  underline()
  list.replaceChildren(...findings.map((finding, number) => item(finding, marks[number])))
  json.textContent = JSON.stringify(read, null, 2)
  const kinds = read.records.map((record) => record.kind.replaceAll("_", " ")).join(", ")
  say(`${kinds || "No record"}: ${findings.length || "no"} finding${findings.length === 1 ? "" : "s"}`)
}

function item({ code, severity, message, line, column }, mark) {
  const button = document.createElement("button")
  button.type = "button"
  button.className = severity
  const place = document.createElement("span")
  place.textContent = `${line}:${column} ${code}`
  button.append(place, message)
  button.addEventListener("click", () => jump(mark))
  const entry = document.createElement("li")
  entry.append(button)
  return entry
}

function jump(mark) {
  text.focus()
  if (mark.start < 0) return // its text has changed
  text.setSelectionRange(mark.start, mark.end)
  const place = document.createRange()
  const [node, offset] = nodeAt(mark.start)
  place.setStart(node, offset)
  const top = place.getBoundingClientRect().top - text.getBoundingClientRect().top
  if (top < 0 || top > text.clientHeight - 40) text.scrollTop += top - text.clientHeight / 3
  scroll()
}

function nodeAt(offset) {
  const walker = document.createTreeWalker(backdrop, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (offset < node.length) return [node, offset]
    offset -= node.length
  }
  return [backdrop, backdrop.childNodes.length]
}

function underline() {
  shown = text.value
  const wide = marks.map(widened)
  const cuts = [...new Set([0, shown.length, ...wide.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b)
  const parts = cuts.slice(1).map((end, number) => {
    const from = cuts[number]
    const over = wide.filter((mark) => mark.start <= from && end <= mark.end)
    const part = document.createElement(over.length ? "mark" : "span")
    part.className = over.map((mark) => mark.severity).sort((a, b) => RANK[b] - RANK[a])[0] ?? ""
    part.textContent = shown.slice(from, end)
    return part
  })
  backdrop.replaceChildren(...parts, " ") // without which a last line end would make no line
  scroll()
}

// A place without a character is underlined with the one after it, or at the end of a line with the one before.
function widened(mark) {
  if (mark.start < mark.end) return mark
  const isLast = mark.end >= shown.length || shown[mark.end] === "\n"
  return isLast ? { ...mark, start: Math.max(0, mark.start - 1) } : { ...mark, end: mark.end + 1 }
}

// Until the answer comes, underlines stay with the text that they stand in, but for where it changes.
function moved() {
  const now = text.value
  const most = Math.min(now.length, shown.length)
  let head = 0
  while (head < most && now[head] === shown[head]) head++
  let tail = 0
  while (tail < most - head && now.at(-1 - tail) === shown.at(-1 - tail)) tail++
  const by = now.length - shown.length
  for (const mark of marks) {
    if (mark.start >= shown.length - tail) Object.assign(mark, { start: mark.start + by, end: mark.end + by })
    else if (mark.end > head) mark.start = mark.end = -1
  }
  marks = marks.filter((mark) => mark.start >= 0)
}

function scroll() {
  backdrop.scrollTop = text.scrollTop
}

function changed() {
  moved()
  underline()
  clearTimeout(timer)
  timer = setTimeout(ask, PAUSE)
}

text.addEventListener("input", changed)
text.addEventListener("scroll", scroll)
document.getElementById("example").addEventListener("click", () => {
  text.value = EXAMPLE
  text.focus()
  changed()
})
