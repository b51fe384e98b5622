// The chat: answers as they come about, Markdown, forms without a new page, and files.
const own = document.querySelector("script[data-smd]");
const [{ follow, say }, smd] = await Promise.all([
  import(document.querySelector('script[src*="/static/app.js"]').src), import(own.dataset.smd),
]);
const $ = (query, root = document) => root.querySelector(query);
const words = JSON.parse($("#ask-words").textContent);
const composer = $("#composer"), text = $("#f-text"), files = $("#f-files");
const base = location.pathname;

function make(tag, name, said) {
  const node = document.createElement(tag);
  if (name) node.className = name;
  if (said != null) node.textContent = said;
  return node;
}

// --- Markdown: built node by node; no images, no headings of others, links by known schemes only
const SAFE = /^(https?:\/\/|mailto:|\/(?!\/)|#)/i;
const HEADINGS = [1, 2, 3, 4, 5, 6].map(level => smd[`HEADING_${level}`]);

function markdown(node) {
  const renderer = smd.default_renderer(node);
  const { add_token: add, set_attr: set } = renderer;
  renderer.add_token = (data, type) =>
    add(data, type === smd.IMAGE ? smd.LINK : HEADINGS.includes(type) ? smd.PARAGRAPH : type);
  renderer.set_attr = (data, type, value) => {
    if (type === smd.SRC || (type === smd.HREF && !SAFE.test(value))) return;
    set(data, type, value);
  };
  return smd.parser(renderer);
}

function settle(node) {
  for (const link of node.querySelectorAll("a")) {
    if (link.pathname.startsWith(`${base}/cited/`) && link.host === location.host) {
      link.className = "cite";
      link.dataset.sheet = "side";
      link.setAttribute("aria-label", `${words.source} ${link.textContent}`);
    } else if (link.host !== location.host) {
      link.rel = "noopener noreferrer nofollow";
      link.target = "_blank";
    }
  }
}

function dress() {
  const raw = JSON.parse($("#raw")?.textContent ?? "null");
  for (const node of document.querySelectorAll("[data-message]")) {
    const known = raw?.texts[node.dataset.message];
    if (!known) continue;
    const said = known.text.replace(/\[(\d{1,3})\]/g, (whole, label) =>
      known.labels.includes(Number(label)) ? `[${label}](${base}/cited/${node.dataset.message}/${label})` : whole);
    node.replaceChildren();
    const parser = markdown(node);
    smd.parser_write(parser, said);
    smd.parser_end(parser);
    settle(node);
  }
  $("#send").disabled = Boolean($("#underway"));
  return raw;
}

// --- the page stays, its conversation is put anew
const log = () => $("#talk");
let sticks = true;
document.addEventListener("scroll", event => {
  if (event.target.id === "talk") sticks = event.target.scrollHeight - event.target.scrollTop - event.target.clientHeight < 80;
}, true);
const down = () => { if (sticks && log()) log().scrollTop = log().scrollHeight; };

async function take(answer) {
  if (new URL(answer.url).pathname !== location.pathname) { location.href = answer.url; return false; }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!$("#talk", page)) return answer.ok;
  for (const part of ["#talk", "#history", ".top h1"]) {
    const fresh = $(part, page);
    if (fresh && $(part)) $(part).replaceWith(fresh);
  }
  $("[name=_key]", composer).value = $("#composer [name=_key]", page).value;
  const wrong = $("#composer .banner.bad", page);
  if (wrong) say(wrong.textContent.trim(), { bad: true });
  let well = answer.ok;
  for (const toast of page.querySelectorAll("#toasts .toast")) {
    const bad = toast.classList.contains("bad");
    well &&= !bad;
    say($("span", toast).textContent, { bad });
  }
  dress();
  for (const event of state.events) apply(event);
  down();
  return well;
}

async function put(form, submitter) {
  try {
    const body = new FormData(form, submitter);
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { accept: "text/html" } });
    if (answer.status !== 401) return await take(answer);
    form.submit(); // the session is over: a whole page asks to sign in, and keeps what was typed
    return false;
  } catch (wrong) {
    if (!(wrong instanceof TypeError)) throw wrong;
    say(words.offline, { bad: true });
    return false;
  }
}

let refreshing = null;
function refresh() {
  refreshing ??= fetch(base, { headers: { accept: "text/html" } }).then(take).catch(() => false)
    .finally(() => { refreshing = null; });
}

document.addEventListener("submit", async event => {
  const form = event.target;
  if (!form.matches("form[data-swap]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.dataset.going) return;
  form.dataset.going = "1";
  const asks = form === composer;
  if (asks) sticks = true;
  const well = await put(form, event.submitter);
  delete form.dataset.going;
  if (asks && well) {
    form.reset(); text.value = ""; $("[name=note_id]").value = ""; shown();
    sessionStorage.removeItem(`kept:${base}:composer`);
    text.focus();
  }
}, true);

// --- an answer as it comes about: AG-UI events of the chat's log
const state = { run: null, events: [], parsers: new Map(), calls: new Map() };

const on = {
  STEP_STARTED(event, box) { $(".said", box).textContent = words[event.stepName] ?? words.gather; },
  TOOL_CALL_START(event, box) {
    const card = make("details", "tool"), head = make("summary");
    head.append(make("span", "busy"), make("b", "", event.toolCallName.replaceAll("_", " ")));
    card.append(head, make("code"));
    $(".cards", box).append(card);
    state.calls.set(event.toolCallId, card);
  },
  TOOL_CALL_ARGS(event) { $("code", state.calls.get(event.toolCallId)).textContent += event.delta; },
  TOOL_CALL_RESULT(event) {
    const card = state.calls.get(event.toolCallId);
    $(".busy", card)?.remove();
    card.append(make("p", "", event.content));
  },
  TEXT_MESSAGE_START(event, box) {
    const node = make("div", "words");
    $(".streams", box).append(node);
    state.parsers.set(event.messageId, { node, parser: markdown(node) });
  },
  TEXT_MESSAGE_CONTENT(event) {
    const raised = (_whole, label) => [...label].map(digit => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]).join("");
    smd.parser_write(state.parsers.get(event.messageId).parser, event.delta.replace(/\[(\d{1,3})\]/g, raised));
  },
  TEXT_MESSAGE_END(event) {
    const { node, parser } = state.parsers.get(event.messageId);
    smd.parser_end(parser);
    settle(node);
  },
  CUSTOM(event) {
    if (event.name === "words_withdrawn") state.parsers.get(event.value.messageId)?.node.remove();
  },
};

function apply(event) {
  const box = $("#underway");
  if (!box || box.dataset.run !== state.run) return;
  if (event.type === "RUN_STARTED") {
    for (const part of [".cards", ".streams"]) $(part, box).replaceChildren();
    state.parsers.clear();
    state.calls.clear();
  }
  on[event.type]?.(event, box);
}

function heard(event) {
  if (event.type === "RUN_STARTED") { state.run = event.runId; state.events = []; }
  state.events.push(event);
  apply(event);
  down();
  const ends = event.type === "RUN_FINISHED" || event.type === "RUN_ERROR";
  if (ends) { state.events = []; $("#heard").textContent = words.ready; }
  const elsewhere = event.type === "RUN_STARTED" && $("#underway")?.dataset.run !== event.runId;
  if (ends || elsewhere || (event.type === "CUSTOM" && event.name === "approval")) {
    if (refreshing) refreshing.then(() => refresh()); else refresh();
  }
}

// --- the composer
function shown() {
  const list = $("#chosen");
  list.replaceChildren(...[...files.files].map((file, place) => {
    const item = make("li"), pill = make("span", "pill", file.name), away = make("button", "plain", "×");
    away.type = "button";
    away.setAttribute("aria-label", `${words.leave_out} ${file.name}`);
    away.onclick = () => { keep([...files.files].filter((_each, n) => n !== place)); };
    item.append(pill, away);
    return item;
  }));
}

function keep(chosen) {
  const held = new DataTransfer();
  for (const file of chosen) held.items.add(file);
  files.files = held.files;
  shown();
}

files.addEventListener("change", shown);
composer.addEventListener("dragover", event => event.preventDefault());
composer.addEventListener("drop", event => {
  event.preventDefault();
  keep([...files.files, ...event.dataTransfer.files]);
});
text.addEventListener("keydown", event => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    if (!$("#send").disabled) composer.requestSubmit();
  }
});
document.addEventListener("keydown", event => {
  const open = document.querySelector("dialog[open], :popover-open");
  if (event.key === "Escape" && !open && $("#stop")) $("#stop").requestSubmit();
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) { event.preventDefault(); text.focus(); }
});

// --- begin
for (const hidden of document.querySelectorAll(".needs-script")) hidden.classList.remove("needs-script");
const begun = dress();
if (begun) {
  down();
  $(location.hash || "#nowhere")?.scrollIntoView();
  follow(begun.thread, begun.since, heard);
}
document.documentElement.dataset.ready = "ask";
