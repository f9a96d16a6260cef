// Plays the recorded session in the editor that this extension runs in, and writes what went wrong to a file.

const { readFileSync, writeFileSync } = require("node:fs");
const path = require("node:path");
const { commands, languages, Position, Range, Uri, window, workspace, WorkspaceEdit } = require("vscode");

const { DE_LINT_SESSION, DE_LINT_RESULT, DE_LINT_COMPARING } = process.env;
const recorded = DE_LINT_SESSION ? JSON.parse(readFileSync(DE_LINT_SESSION, "utf8")) : { steps: [] };

/** Waits until a question has an answer; what the editor tells in between is the time to ask again. */
function until(ask) {
  return new Promise((resolve, reject) => {
    const ears = [languages.onDidChangeDiagnostics(look), window.onDidChangeTextEditorVisibleRanges(look)];
    const clock = setInterval(look, 250); // lenses that are there tell nobody
    let asking = false;
    async function look() {
      if (asking) return;
      asking = true;
      try {
        const found = await ask();
        if (found === undefined) return;
        clearInterval(clock);
        for (const ear of ears) ear.dispose();
        resolve(found);
      } catch (error) {
        reject(error);
      } finally {
        asking = false;
      }
    }
    look();
  });
}

/** How the answers of the editor's own commands look in the protocol, as far as the session asks. */
const ANSWERS = {
  "textDocument/hover": async (uri, place) => {
    const hovers = await commands.executeCommand("vscode.executeHoverProvider", uri, place);
    return hovers.map(({ contents, range }) => ({
      contents: { kind: "markdown", value: contents.map((each) => each.value).join("\n") },
      range,
    }));
  },
  "textDocument/completion": async (uri, place) => {
    const { items } = await commands.executeCommand("vscode.executeCompletionItemProvider", uri, place);
    const text = ({ insertText, textEdit }) => insertText?.value ?? insertText ?? textEdit?.newText;
    return [{ items: items.map((each) => ({ label: each.label.label ?? each.label, textEdit: { newText: text(each) } })) }];
  },
  "textDocument/documentSymbol": async (uri) => [await commands.executeCommand("vscode.executeDocumentSymbolProvider", uri)],
  "textDocument/foldingRange": async (uri) => {
    const folds = await commands.executeCommand("vscode.executeFoldingRangeProvider", uri);
    return [folds.map(({ start, end }) => ({ startLine: start, endLine: end }))];
  },
  "textDocument/prepareRename": async (uri, place) => [await commands.executeCommand("vscode.prepareRename", uri, place)],
};

const STEPS = {
  async open(_, document) {
    await window.showTextDocument(document);
  },
  async replace({ replace: [old, fresh] }, document) {
    const start = document.getText().indexOf(old);
    const edit = new WorkspaceEdit();
    edit.replace(document.uri, new Range(document.positionAt(start), document.positionAt(start + old.length)), fresh);
    await workspace.applyEdit(edit);
  },
  async text({ text }, document) {
    if (!document.getText().includes(text)) throw new Error(document.getText());
  },
  async diagnostics(step, document) {
    await until(() => {
      const found = languages.getDiagnostics(document.uri).map(({ code, range: { start, end } }) => {
        const line = document.lineAt(start.line).text;
        return [code.value ?? code, line.slice(start.character, end.line === start.line ? end.character : undefined)];
      });
      return JSON.stringify(found) === JSON.stringify(step.diagnostics) ? true : undefined;
    });
  },
  async lens(step, document) {
    const lens = await until(async () => {
      const lenses = await commands.executeCommand("vscode.executeCodeLensProvider", document.uri, 10);
      return lenses.find(({ command }) => command?.title === step.lens);
    });
    await commands.executeCommand(lens.command.command, ...lens.command.arguments);
    await until(() => (window.activeTextEditor?.document.uri.toString() === lens.command.arguments[0] ? true : undefined));
  },
  async ask(step, document, place) {
    const { fits } = await import(DE_LINT_COMPARING);
    const found = await ANSWERS[step.ask](document.uri, place);
    if (!found.some((each) => fits(step.gives, each))) throw new Error(JSON.stringify(found));
  },
  async act(step, document, place) {
    const at = new Range(place, place);
    const action = await until(async () => {
      const actions = await commands.executeCommand("vscode.executeCodeActionProvider", document.uri, at, undefined, 50);
      return actions.find(({ title }) => title === step.act);
    });
    await workspace.applyEdit(action.edit);
  },
  async format(_, document) {
    const options = { tabSize: 2, insertSpaces: true };
    const edits = await commands.executeCommand("vscode.executeFormatDocumentProvider", document.uri, options);
    const edit = new WorkspaceEdit();
    edit.set(document.uri, edits);
    await workspace.applyEdit(edit);
  },
  async rename(step, document, place) {
    const edit = await commands.executeCommand("vscode.executeDocumentRenameProvider", document.uri, place, step.rename);
    await workspace.applyEdit(edit);
  },
};

async function play(folder) {
  for (const step of recorded.steps) {
    const [does] = Object.keys(step);
    try {
      const document = await workspace.openTextDocument(Uri.file(path.join(folder, step.in ?? step[does])));
      const place = step.at && document.positionAt(document.getText().indexOf(step.at[0]) + step.at[1]);
      await STEPS[does](step, document, place);
    } catch (error) {
      throw new Error(`${JSON.stringify(step)}: ${error.stack}`);
    }
  }
}

exports.activate = () => {
  const [folder] = workspace.workspaceFolders ?? [];
  if (!folder || !DE_LINT_RESULT) return;
  play(folder.uri.fsPath).then(
    () => writeFileSync(DE_LINT_RESULT, `played ${recorded.steps.length} steps`),
    (error) => writeFileSync(DE_LINT_RESULT, error.message),
  );
};
