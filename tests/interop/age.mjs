// age-encryption on behalf of the tests: one JSON array of questions on stdin, one array of answers on stdout.
//   {"do": "seal", "recipients": ["age1pq1..."], "plain": base64}  ->  {"file": base64}
//   {"do": "open", "identity": "AGE-SECRET-KEY-PQ-1...", "file": base64}  ->  {"plain": base64} or {"error": text}
//   {"do": "identify"}  ->  {"identity": text, "recipient": text}
//   {"do": "recipient", "identity": text}  ->  {"recipient": text}
import { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from "age-encryption";

const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
const text = (raw) => Buffer.from(raw).toString("base64");

const verbs = {
  async seal({ recipients, plain }) {
    const sealing = new Encrypter();
    recipients.forEach((recipient) => sealing.addRecipient(recipient));
    return { file: text(await sealing.encrypt(bytes(plain))) };
  },
  async open({ identity, file }) {
    const opening = new Decrypter();
    opening.addIdentity(identity);
    return { plain: text(await opening.decrypt(bytes(file), "uint8array")) };
  },
  async identify() {
    const identity = await generateHybridIdentity();
    return { identity, recipient: await identityToRecipient(identity) };
  },
  async recipient({ identity }) {
    return { recipient: await identityToRecipient(identity) };
  },
};

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const answers = [];
for (const question of JSON.parse(Buffer.concat(chunks).toString())) {
  try {
    answers.push(await verbs[question.do](question));
  } catch (error) {
    answers.push({ error: String(error) });
  }
}
process.stdout.write(JSON.stringify(answers));
