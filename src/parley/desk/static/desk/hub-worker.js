// The hub as a shared worker: one for all tabs of one officer in one language, ended with the last of them.

import { makeHub } from "./hub.js";

const hub = makeHub((port, message) => port.postMessage(message));

self.addEventListener("connect", (event) => {
  const port = event.ports[0];
  port.addEventListener("message", ({ data }) => {
    if (data.say === "join") hub.join(port, data);
    else if (data.say === "leave") hub.leave(port);
    else hub.relay(port, data);
  });
  port.start();
});
