// The recorded session of tests/server, by the protocol layer of VS Code's own client, against `de-lint server`.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import protocol from "vscode-languageserver-protocol/node";
import { fits } from "./comparing.mjs";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const COMMAND = JSON.parse(process.env.DE_LINT_COMMAND ?? '["de-lint", "server"]');
const RECORDED = JSON.parse(await readFile(path.join(ROOT, "tests/server/session.json"), "utf8"));

const CAPABILITIES = {
  general: { positionEncodings: ["utf-16"] },
  textDocument: {
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ["", "quickfix", "source", "source.fixAll"] } },
      dataSupport: true,
      resolveSupport: { properties: ["edit"] },
    },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    publishDiagnostics: { versionSupport: true },
    rename: { prepareSupport: true },
  },
  window: { showDocument: { support: true } },
  workspace: {
    codeLens: { refreshSupport: true },
    configuration: true,
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true },
    workspaceFolders: true,
  },
};

function positionAt(text, index) {
  const before = text.slice(0, index).split("\n");
  return { line: before.length - 1, character: before.at(-1).length };
}

function offsetAt(text, { line, character }) {
  const lines = text.split("\n");
  return lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
}

/** Makes edits as a client does: all are of the text as it was. */
function applied(text, edits) {
  const ordered = [...edits].sort((a, b) => offsetAt(text, b.range.start) - offsetAt(text, a.range.start));
  return ordered.reduce(
    (now, { range, newText }) => now.slice(0, offsetAt(text, range.start)) + newText + now.slice(offsetAt(text, range.end)),
    text,
  );
}

class Session {
  texts = new Map();
  versions = new Map();
  published = new Map();
  shown = [];
  refreshed = 0;
  #waiting = new Set();

  constructor(folder, connection) {
    this.folder = folder;
    this.connection = connection;
    connection.onNotification("textDocument/publishDiagnostics", (params) => {
      this.published.set(params.uri, params);
      this.#tell();
    });
    connection.onNotification("window/showMessage", (params) => assert.fail(params.message));
    connection.onNotification("window/logMessage", (params) => assert.fail(params.message));
    connection.onRequest("workspace/configuration", (params) => params.items.map(() => null));
    connection.onRequest("client/registerCapability", () => null);
    connection.onRequest("workspace/codeLens/refresh", () => {
      this.refreshed += 1;
      this.#tell();
      return null;
    });
    connection.onRequest("window/showDocument", (params) => {
      this.shown.push(params);
      return { success: true };
    });
  }

  #tell() {
    for (const look of [...this.#waiting]) look();
  }

  /** Waits until something holds; only what the server says can change that. */
  until(holds) {
    return new Promise((resolve) => {
      const look = () => {
        if (holds()) {
          this.#waiting.delete(look);
          resolve();
        }
      };
      this.#waiting.add(look);
      look();
    });
  }

  uri(name) {
    return pathToFileURL(path.join(this.folder, name)).href;
  }

  at(step, uri) {
    const text = this.texts.get(uri);
    return positionAt(text, text.indexOf(step.at[0]) + step.at[1]);
  }

  put(uri, text, contentChanges = [{ text }]) {
    this.texts.set(uri, text);
    this.versions.set(uri, this.versions.get(uri) + 1);
    const textDocument = { uri, version: this.versions.get(uri) };
    return this.connection.sendNotification("textDocument/didChange", { textDocument, contentChanges });
  }

  asked(method, step, uri, more = {}) {
    const place = step.at ? { position: this.at(step, uri) } : {};
    return this.connection.sendRequest(method, { textDocument: { uri }, ...place, ...more });
  }

  async apply(edit) {
    for (const { textDocument, edits } of edit.documentChanges) {
      assert.equal(textDocument.version, this.versions.get(textDocument.uri));
      await this.put(textDocument.uri, applied(this.texts.get(textDocument.uri), edits));
    }
  }

  async open(step) {
    const uri = this.uri(step.open);
    const text = await readFile(path.join(this.folder, step.open), "utf8");
    this.texts.set(uri, text);
    this.versions.set(uri, 1);
    const textDocument = { uri, languageId: "markdown", version: 1, text };
    await this.connection.sendNotification("textDocument/didOpen", { textDocument });
  }

  async replace(step, uri) {
    const [old, fresh] = step.replace;
    const text = this.texts.get(uri);
    const start = text.indexOf(old);
    const range = { start: positionAt(text, start), end: positionAt(text, start + old.length) };
    await this.put(uri, text.slice(0, start) + fresh + text.slice(start + old.length), [{ range, text: fresh }]);
  }

  text(step, uri) {
    assert.ok(this.texts.get(uri).includes(step.text), this.texts.get(uri));
  }

  async diagnostics(step, uri) {
    const lines = this.texts.get(uri).split("\n");
    await this.until(() => {
      const said = this.published.get(uri);
      if (said?.version !== this.versions.get(uri)) return false;
      const found = said.diagnostics.map(({ code, range: { start, end } }) => [
        code,
        lines[start.line].slice(start.character, end.line === start.line ? end.character : undefined),
      ]);
      return JSON.stringify(found) === JSON.stringify(step.diagnostics);
    });
  }

  async lens(step, uri) {
    for (;;) {
      const before = this.refreshed;
      const lenses = await this.asked("textDocument/codeLens", {}, uri);
      const found = lenses.find((each) => each.command.title === step.lens);
      if (found) {
        const shown = this.shown.length;
        await this.connection.sendRequest("workspace/executeCommand", found.command);
        assert.equal(this.shown.length, shown + 1);
        return;
      }
      await this.until(() => this.refreshed > before);
    }
  }

  async ask(step, uri) {
    const found = await this.asked(step.ask, step, uri);
    assert.ok(fits(step.gives, found), JSON.stringify(found));
  }

  async act(step, uri) {
    const place = this.at(step, uri);
    const more = { range: { start: place, end: place }, context: { diagnostics: [] } };
    const actions = await this.asked("textDocument/codeAction", {}, uri, more);
    const action = actions.find((each) => each.title === step.act);
    assert.ok(action, JSON.stringify(actions));
    await this.apply((await this.connection.sendRequest("codeAction/resolve", action)).edit);
  }

  async format(_, uri) {
    const edits = await this.asked("textDocument/formatting", {}, uri, { options: { tabSize: 2, insertSpaces: true } });
    await this.put(uri, applied(this.texts.get(uri), edits));
  }

  async rename(step, uri) {
    await this.apply(await this.asked("textDocument/rename", step, uri, { newName: step.rename }));
  }
}

test("the recorded session", { timeout: 300_000 }, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "de-lint-"));
  for (const [name, text] of Object.entries(RECORDED.files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  const server = spawn(COMMAND[0], COMMAND.slice(1), { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise((resolve) => server.on("close", resolve));
  const connection = protocol.createProtocolConnection(
    new protocol.StreamMessageReader(server.stdout),
    new protocol.StreamMessageWriter(server.stdin),
  );
  try {
    const session = new Session(folder, connection);
    connection.listen();
    const workspaceFolders = [{ uri: pathToFileURL(folder).href, name: "session" }];
    const said = { processId: process.pid, rootUri: workspaceFolders[0].uri, workspaceFolders, capabilities: CAPABILITIES };
    const { capabilities } = await connection.sendRequest("initialize", said);
    assert.equal(capabilities.positionEncoding, "utf-16");
    await connection.sendNotification("initialized", {});
    for (const step of RECORDED.steps) {
      const [does] = Object.keys(step);
      await session[does](step, session.uri(step.in ?? step[does]));
    }
    await connection.sendRequest("shutdown");
    await connection.sendNotification("exit");
    assert.equal(await ended, 0);
  } finally {
    server.kill();
    connection.dispose();
    await rm(folder, { recursive: true });
  }
});
