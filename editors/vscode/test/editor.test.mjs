// The recorded session in a real editor: code-server, which is VS Code in a browser, with the extension installed.
//
// DE_LINT_EDITOR is the folder that code-server is installed in; see ./install-editor. Without it the test is skipped.

import assert from "node:assert/strict";
import { execFile, spawn, spawnSync } from "node:child_process";
import { watch } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const EXTENSION = path.dirname(HERE);
const SESSION = path.join(EXTENSION, "../../tests/server/session.json");
const COMMAND = JSON.parse(process.env.DE_LINT_COMMAND ?? '["de-lint", "server"]');
const EDITOR = process.env.DE_LINT_EDITOR;
const BROWSER = ["chromium", "chromium-browser", "google-chrome"].find((name) => !spawnSync(name, ["--version"]).error);
const BROWSER_OPTIONS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Waits until a program has said something. */
function said(program, words) {
  return new Promise((resolve, reject) => {
    let all = "";
    program.on("exit", () => reject(new Error(all)));
    for (const stream of [program.stdout, program.stderr]) {
      stream.on("data", (data) => {
        all += data;
        if (all.includes(words)) resolve();
      });
    }
  });
}

/** Waits until a file is there and holds something. */
function written(file) {
  return new Promise((resolve) => {
    const look = async () => {
      const text = await readFile(file, "utf8").catch(() => "");
      if (text) {
        watcher.close();
        resolve(text);
      }
    };
    const watcher = watch(path.dirname(file), look);
    look();
  });
}

const why = !EDITOR ? "DE_LINT_EDITOR names no editor" : !BROWSER ? "there is no Chromium" : false;

test("the recorded session in the editor", { skip: why, timeout: 600_000 }, async () => {
  const run = promisify(execFile);
  const folder = await mkdtemp(path.join(tmpdir(), "de-lint-editor-"));
  const place = (name) => path.join(folder, name);
  const programs = [];
  try {
    const recorded = JSON.parse(await readFile(SESSION, "utf8"));
    for (const [name, text] of Object.entries(recorded.files)) {
      await mkdir(path.dirname(place(`workspace/${name}`)), { recursive: true });
      await writeFile(place(`workspace/${name}`), text);
    }
    for (const name of ["data/User", "extensions", "browser"]) await mkdir(place(name), { recursive: true });
    const settings = {
      "de-lint.command": COMMAND, "extensions.autoUpdate": false, "security.workspace.trust.enabled": false,
    };
    await writeFile(place("data/User/settings.json"), JSON.stringify(settings));

    const code = [path.join(EDITOR, "node_modules/code-server/out/node/entry.js"),
      "--user-data-dir", place("data"), "--extensions-dir", place("extensions"), "--config", place("config.yaml")];
    for (const [name, source] of [["de-lint", EXTENSION], ["player", path.join(HERE, "player")]]) {
      const packing = ["--no-install", "vsce", "package", "--no-dependencies", "--skip-license", "--out", place(`${name}.vsix`)];
      await run("npx", [...packing, "--allow-missing-repository"], { cwd: source });
      await run(process.execPath, [...code, "--install-extension", place(`${name}.vsix`)]);
    }

    const address = `127.0.0.1:${await freePort()}`;
    const environment = {
      ...process.env, DE_LINT_SESSION: SESSION, DE_LINT_RESULT: place("result.txt"),
      DE_LINT_COMPARING: pathToFileURL(path.join(HERE, "comparing.mjs")).href,
    };
    const serving = ["--auth", "none", "--bind-addr", address, "--disable-telemetry", "--disable-update-check"];
    const editor = spawn(process.execPath, [...code, ...serving, place("workspace")], { env: environment });
    programs.push(editor);
    await said(editor, "HTTP server listening");
    const page = `http://${address}/?folder=${place("workspace")}`;
    programs.push(spawn(BROWSER, [...BROWSER_OPTIONS, `--user-data-dir=${place("browser")}`, "--remote-debugging-port=0", page]));
    assert.equal(await written(place("result.txt")), `played ${recorded.steps.length} steps`);
  } finally {
    for (const program of programs.reverse()) {
      const ended = new Promise((resolve) => program.on("close", resolve));
      program.kill();
      await ended;
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
