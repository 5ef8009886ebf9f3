// The one event stream of a browser, for all its tabs: runs in a shared worker (hub-worker.js), or in the page itself
// where the browser has none. It keeps the panels as the node last sent them, so that a new tab costs the node nothing.

const SILENT_MS = 12000;
const REMEMBERED = 256;
const LATER_MS = 2000;

// `tell(tab, message)` brings a message to a tab; tabs are whatever the caller likes.
export function makeHub(tell) {
  // Each tab and the panels that its page shows, the one that came last first: what is too much is cut at the end.
  const tabs = new Map();
  const sheets = new Map();
  let events = [];
  let source = null;
  let address = "";
  // What the stream was opened with, and what of it the node did not take: that is fetched by the pages themselves.
  let asked = new Set();
  let left = [];
  let role = "";
  let place = "";
  let heardAt = Date.now();
  let lostAt = null;
  let over = false;

  const all = (message) => { for (const tab of tabs.keys()) tell(tab, message); };

  function heard(event, atMs) {
    heardAt = Date.now();
    if (event.lastEventId) place = event.lastEventId;
    if (lostAt !== null) { lostAt = null; all({ say: "found" }); }
    if (atMs) all({ say: "clock", atMs });
  }

  function lost() {
    if (lostAt === null) lostAt = heardAt;
    all({ say: "lost", since: lostAt });
  }

  function remember(topics) {
    events.push({ place, topics });
    if (events.length > REMEMBERED) events = events.slice(-REMEMBERED);
  }

  function patched(part) {
    if (part.text !== undefined) return part.text;
    const held = sheets.get(part.name);
    if (!held || held.version !== part.of) return null;
    const lines = held.text.split(/(?<=\n)/);
    for (const [from, to, text] of part.edits) lines.splice(from, to - from, text);
    return lines.join("");
  }

  function take(part) {
    const text = patched(part);
    if (text === null) {
      sheets.delete(part.name);
      all({ say: "fetch", name: part.name });
      return;
    }
    sheets.set(part.name, { version: part.version, text });
    all({ say: "part", name: part.name, text });
  }

  const shown = () => new Set([...tabs.values()].reverse().flat());

  function tellLeft(names) {
    left = names;
    all({ say: "left", names });
  }

  function open() {
    source?.close();
    asked = shown();
    for (const name of sheets.keys()) if (!asked.has(name)) sheets.delete(name);
    tellLeft([]);
    const query = new URLSearchParams({ ...address.query, parts: [...asked].join(",") });
    if (place) query.set("after", place);
    source = new EventSource(`${address.path}?${query}`);
    source.addEventListener("hello", (event) => heard(event, Number(event.data)));
    source.addEventListener("left", (event) => { heard(event); tellLeft(JSON.parse(event.data)); });
    source.addEventListener("role", (event) => { heard(event); role = event.data; all({ say: "role", role }); });
    source.addEventListener("beat", (event) => heard(event, Number(event.data)));
    source.addEventListener("change", (event) => {
      const change = JSON.parse(event.data);
      heard(event, change.at_ms);
      remember(change.topics);
      all({ say: "change", topics: change.topics });
    });
    source.addEventListener("parts", (event) => {
      const told = JSON.parse(event.data);
      heard(event, told.at_ms);
      remember(told.parts.map((part) => `part:${part.name}`));
      told.parts.forEach(take);
    });
    source.addEventListener("again", (event) => { heard(event); events = []; all({ say: "again" }); });
    source.addEventListener("over", end);
    source.addEventListener("error", () => {
      lost();
      // A refusal ends an EventSource for good; asking for a panel says whether it was the session that ended.
      if (source?.readyState === EventSource.CLOSED) { source = null; setTimeout(retry, LATER_MS); }
    });
  }

  function end() {
    source?.close();
    source = null;
    over = true;
    all({ say: "over" });
  }

  async function retry() {
    if (source || over) return;
    try {
      const answer = await fetch("/part/links", { redirect: "manual", credentials: "same-origin" });
      if (answer.type === "opaqueredirect" || answer.status === 401) { end(); return; }
      if (answer.ok) { open(); return; }
    } catch { /* the node is still away: the next try asks again */ }
    setTimeout(retry, LATER_MS);
  }

  // What a page that was begun at `begun` has not seen yet: it may be older than the stream, never newer for long.
  // Panels that nobody showed until now were not pushed meanwhile: those that were touched are fetched.
  function catchUp(tab, begun, fresh) {
    if (!begun || begun === place || !place) return;
    const [run, number] = begun.split("-");
    const [ourRun, ourNumber] = place.split("-");
    if (run === ourRun && Number(number) >= Number(ourNumber)) return;
    const missed = events.filter((event) => event.place.startsWith(`${run}-`) && Number(event.place.split("-")[1]) > Number(number));
    const known = run === ourRun && (events.length < REMEMBERED || missed.length < events.length);
    if (!known) { tell(tab, { say: "again", all: true }); return; }
    const topics = [...new Set(missed.flatMap((event) => event.topics))];
    tell(tab, { say: "change", topics: topics.filter((topic) => !topic.startsWith("part:")), fresh });
    for (const topic of topics.filter((each) => each.startsWith("part:"))) {
      const name = topic.slice(5);
      if (sheets.has(name)) tell(tab, { say: "part", name, text: sheets.get(name).text });
    }
  }

  // A stream is opened anew for panels that it does not carry yet, and for another role; then it drops what no tab shows.
  function join(tab, message) {
    const fresh = message.parts.filter((name) => !asked.has(name));
    const isFirst = !source && !address;
    const isOther = message.role !== role;
    tabs.delete(tab);
    tabs.set(tab, message.parts);
    address = { path: message.path, query: message.query };
    role = message.role;
    if (isFirst) place = message.place;
    if (isOther && !isFirst) all({ say: "role", role });
    // A page that the node gave proves that there is a session again.
    if (isFirst || over || (source && (fresh.length || isOther))) { over = false; open(); }
    else tell(tab, { say: "left", names: left });
    catchUp(tab, message.place, fresh);
    if (lostAt !== null) tell(tab, { say: "lost", since: lostAt });
  }

  setInterval(() => { if (source && Date.now() - heardAt > SILENT_MS) lost(); }, 1000);

  return {
    join,
    leave(tab) {
      tabs.delete(tab);
      if (tabs.size) return;
      source?.close();
      source = null;
      address = "";
      role = "";
      asked = new Set();
      events = [];
      sheets.clear();
    },
    // What one tab tells the others of the same officer: that somebody is at work, that the screen was locked.
    relay(tab, message) { for (const other of tabs.keys()) if (other !== tab) tell(other, message); },
  };
}
