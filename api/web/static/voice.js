// Speaking instead of typing: record, have it written down, put the words into the field they go to.
const $ = query => document.querySelector(query);
const voice = $("#voice"), start = $("#voice-start"), stop = $("#voice-stop"), said = $("#voice-state");
const words = JSON.parse($("#voice-words").textContent);
const text = document.getElementById(voice.dataset.into);
let recorder = null, note = null;

$("#voice-open").addEventListener("click", event => {
  voice.hidden = !voice.hidden;
  event.currentTarget.setAttribute("aria-expanded", String(!voice.hidden));
});
$("#voice-consent").addEventListener("change", event => { start.disabled = !event.target.checked; });

start.addEventListener("click", async () => {
  let stream;
  try { stream = await navigator.mediaDevices.getUserMedia({ audio: true }); }
  catch { said.textContent = words.no_microphone; return; }
  const pieces = [], began = Date.now(), context = new AudioContext(), meter = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(meter);
  const level = new Uint8Array(meter.fftSize);
  recorder = new MediaRecorder(stream);
  recorder.ondataavailable = event => pieces.push(event.data);
  const ticks = setInterval(() => {
    meter.getByteTimeDomainData(level);
    $("#voice-level").value = Math.max(...level.map(each => Math.abs(each - 128))) / 128;
    said.textContent = `${words.recording} ${Math.floor((Date.now() - began) / 1000)} s`;
  }, 200);
  recorder.onstop = async () => {
    clearInterval(ticks);
    context.close();
    for (const track of stream.getTracks()) track.stop();
    turn(false);
    await upload(new Blob(pieces, { type: recorder.mimeType }));
  };
  recorder.start();
  turn(true);
});
stop.addEventListener("click", () => recorder?.stop());

function turn(recording) {
  start.hidden = recording;
  stop.hidden = $("#voice-level").hidden = !recording;
  voice.classList.toggle("recording", recording);
}

async function upload(sound) {
  const body = new FormData();
  body.set("audio", sound, "note.webm");
  body.set("consent", String($("#voice-consent").checked));
  body.set("keep_audio", String($("#voice-keep").checked));
  said.textContent = words.writing_down;
  const answer = await fetch("/voice", { method: "POST", body }).catch(() => null);
  if (!answer?.ok) { said.textContent = words.not_sent; return; }
  note = (await answer.json()).id;
  look();
}

async function look() {
  const asked = note;
  if (!asked) return;
  const answer = await fetch(`/voice/${asked}`).catch(() => null);
  const it = answer?.ok ? await answer.json() : { status: "waiting" };
  if (note !== asked) return; // somebody else asked meanwhile: the timer, or the news
  if (it.status === "waiting") { setTimeout(look, 1500); return; }
  text.form.elements.note_id.value = asked;
  note = null;
  if (it.status === "heard") { text.value = `${text.value} ${it.text}`.trim(); said.textContent = words.check_it; }
  else said.textContent = it.why;
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.focus();
}
document.body.addEventListener("live-VoiceNoteSettled", look);
$("#voice-open").classList.remove("needs-script");
