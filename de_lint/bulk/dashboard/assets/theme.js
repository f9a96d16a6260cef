// The theme is the system's until somebody chooses; whoever draws with colours asks to be told.
const DARK = matchMedia("(prefers-color-scheme: dark)");
const themeWatchers = [];

function chosenTheme(value) {
  try {
    if (value) localStorage.setItem("de-lint-theme", value);
    return localStorage.getItem("de-lint-theme");
  } catch {
    return value ?? null; // a browser that keeps nothing for files
  }
}

function applyTheme(theme) {
  document.documentElement.dataset.theme = theme;
  const button = document.getElementById("theme");
  button.textContent = theme === "dark" ? "☀ Light" : "☾ Dark";
  button.setAttribute("aria-pressed", String(theme === "dark"));
  themeWatchers.forEach((tell) => tell());
}

function startTheme() {
  const system = () => (DARK.matches ? "dark" : "light");
  const known = chosenTheme();
  let chosen = known === "dark" || known === "light" ? known : null;
  applyTheme(chosen ?? system());
  DARK.addEventListener("change", () => chosen ?? applyTheme(system()));
  document.getElementById("theme").addEventListener("click", () => {
    chosen = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    chosenTheme(chosen);
    applyTheme(chosen);
  });
  // Paper is white.
  addEventListener("beforeprint", () => applyTheme("light"));
  addEventListener("afterprint", () => applyTheme(chosen ?? system()));
}

function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
