// The two sounds of the desk, made of tones: FLASH repeats and rises, the routine one is a single soft note.

const REPEAT_MS = 2800;
const RISES_FOR = 12;

let context = null;

export function ready() {
  return context?.state === "running";
}

// A browser lets a page sound only after somebody touched it; asked for again at every touch until it does.
export async function unlock() {
  if (typeof AudioContext === "undefined") return false;
  context ??= new AudioContext();
  if (context.state !== "running") await Promise.race([context.resume().catch(() => {}), new Promise((done) => setTimeout(done, 400))]);
  return ready();
}

function tone(hertz, at, seconds, loudness, shape) {
  const source = new OscillatorNode(context, { frequency: hertz, type: shape });
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(loudness, at + 0.015);
  volume.gain.setValueAtTime(loudness, at + seconds - 0.03);
  volume.gain.linearRampToValueAtTime(0, at + seconds);
  source.connect(volume).connect(context.destination);
  source.start(at);
  source.stop(at + seconds);
}

// Six notes up and down; `times` says how often it sounded before, and with it how loud it is now.
export function playFlash(times) {
  const loudness = Math.min(1, 0.15 + (0.85 * times) / RISES_FOR);
  for (let n = 0; n < 6; n += 1) tone(n % 2 ? 1320 : 880, context.currentTime + n * 0.22, 0.2, loudness, "square");
  return loudness;
}

export function playRoutine() {
  tone(523, context.currentTime, 0.35, 0.12, "sine");
}

export { REPEAT_MS };
