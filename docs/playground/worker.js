// Reads and checks texts with de-lint, in Python compiled for browsers.
import { loadPyodide } from "./pyodide/pyodide.mjs"

const near = (name) => new URL(name, import.meta.url).href

async function loaded() {
  const [python, reader] = await Promise.all([
    loadPyodide({ indexURL: near("pyodide/") }),
    fetch(near("reader.zip")).then((answer) => answer.arrayBuffer()),
  ])
  python.unpackArchive(reader, "zip", { extractDir: "/reader" })
  return python.runPython(`
import sys
sys.path.insert(0, "/reader")
import json
import de_lint

def judged(text):
    document = de_lint.read(text)
    findings = [finding.to_json() for finding in de_lint.check(document)]
    return json.dumps({"document": document.to_json(), "findings": findings})

judged("QA Agent Progress Report\\n- Status: purple\\n")  # imports what any text needs
judged`)
}

try {
  const judged = await loaded()
  self.onmessage = ({ data }) => {
    try {
      self.postMessage({ text: data, ...JSON.parse(judged(data)) })
    } catch (error) {
      self.postMessage({ text: data, failed: String(error) })
    }
  }
  self.postMessage({ ready: true })
} catch (error) {
  self.postMessage({ failed: String(error) })
}
