// The web site of an MCP host: serves the document that its client_id is the URL of, by the certificate that CERTIFICATE
// and KEY name, and writes down each path that it was asked for. CLIENT_ID says where.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';

import { Host } from './host.mjs';

const clientId = process.env.CLIENT_ID;
const document = JSON.stringify({ client_id: clientId, ...new Host().clientMetadata });
const tls = { cert: readFileSync(process.env.CERTIFICATE), key: readFileSync(process.env.KEY) };

createServer(tls, (request, response) => {
  console.log(request.url);
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(document);
}).listen(new URL(clientId).port, '127.0.0.1');
