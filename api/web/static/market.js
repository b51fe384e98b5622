// Moments that count down; without this they stand as the server wrote them.
const language = document.documentElement.lang;
const words = new Intl.RelativeTimeFormat(language, { numeric: "always" });

function tick() {
  for (const each of document.querySelectorAll("[data-until]")) {
    const left = (new Date(each.dataset.until) - Date.now()) / 1000;
    if (left <= 0 || left > 172800) continue;
    each.textContent = left > 7200 ? words.format(Math.floor(left / 3600), "hour")
      : left > 120 ? words.format(Math.floor(left / 60), "minute") : words.format(Math.floor(left), "second");
  }
}
tick();
setInterval(tick, 1000);
