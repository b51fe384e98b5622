// Draws the chart of the results page from the options that the server made.
const holder = document.getElementById("months");
const data = document.getElementById("months-data");
const PALETTE = ["--accent", "--cool", "--good", "--warn", "--bad", "--accent-line", "--edge", "--muted"];

// a token may be light-dark(): an element that wears it says which colour it is now
function colour(token) {
  const probe = document.createElement("i");
  probe.hidden = true;
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function options(told) {
  const money = new Intl.NumberFormat(document.documentElement.lang,
    { style: "currency", currency: told.currency, maximumFractionDigits: 0 });
  const ink = colour("--muted"), line = colour("--line");
  const text = { color: ink, fontFamily: "Inter, system-ui, sans-serif", fontSize: 12 };
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    aria: { enabled: true, label: { description: told.label } },
    color: PALETTE.map(colour),
    textStyle: text,
    grid: { left: 8, right: 8, top: 16, bottom: 56, containLabel: true },
    legend: { bottom: 0, type: "scroll", textStyle: text, itemWidth: 12, itemHeight: 8, icon: "roundRect" },
    tooltip: {
      trigger: "axis", axisPointer: { type: "shadow" }, valueFormatter: value => money.format(value),
      backgroundColor: colour("--raised"), borderColor: line, textStyle: { ...text, color: colour("--ink") },
      renderMode: "richText",
    },
    xAxis: { ...told.xAxis, axisLabel: text, axisLine: { lineStyle: { color: line } }, axisTick: { show: false } },
    yAxis: { type: "value", axisLabel: { ...text, formatter: value => money.format(value) }, splitLine: { lineStyle: { color: line } } },
    series: told.series,
  };
}

if (holder && data && window.echarts) {
  const told = JSON.parse(data.textContent);
  const chart = window.echarts.init(holder, null, { renderer: "svg" });
  const draw = () => chart.setOption(options(told), true);
  draw();
  new ResizeObserver(() => chart.resize()).observe(holder);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
}
