// The age vectors of C2SP/CCTV as one JSON object on stdout: name -> base64 of the vector file.
import * as vectors from "cctv-age";

const found = {};
for (const [name, raw] of Object.entries(vectors.default ?? vectors)) {
  found[name] = Buffer.from(raw).toString("base64");
}
process.stdout.write(JSON.stringify(found));
