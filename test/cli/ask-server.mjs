// An HTTPS server of the test's own, run by ask.test.ts inside its network namespace: node ask-server.mjs DIR ADDRESS.
// DIR holds key.pem, cert.pem and answers.json (path -> {status, headers, body} or {hang: true}); each request is
// written to DIR/requests.
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";

const [dir, address] = process.argv.slice(2);
const answers = JSON.parse(readFileSync(`${dir}/answers.json`, "utf8"));
const options = { key: readFileSync(`${dir}/key.pem`), cert: readFileSync(`${dir}/cert.pem`) };

createServer(options, (request, response) => {
  const { method, url, headers } = request;
  appendFileSync(`${dir}/requests`, `${JSON.stringify({ method, url, headers })}\n`);
  const { status = 200, headers: more = {}, body = "", hang = false, repeat = 1 } = answers[url] ?? { status: 404 };
  if (hang) return;
  response.writeHead(status, more);
  response.end(body.repeat(repeat));
}).listen(443, address, () => writeFileSync(`${dir}/ready`, ""));
