// What a reader sees first comes first; charts, sources and details are unpacked after it.
async function start() {
  startTheme();
  const index = await unpack("index");
  rows = index.rows.map((values, number) => {
    const row = Object.fromEntries(index.columns.map((column, i) => [column, values[i]]));
    return Object.assign(row, { index: number });
  });
  showFigures(index);
  showTickets(index.coverage);
  showTimelineTable(index.timeline);
  showRolesTable(index.roles);
  showRulesTable(index.rules);
  startFilters(index.rules);
  showTable(1);
  startRecords(index.chunks);
  startKeys();
  document.documentElement.dataset.ready = "true";
  requestAnimationFrame(() => setTimeout(() => startCharts(index), 0));
}

start();
