// An orchestrator's HTTP side with canned answers, and the headers that the real one sends.

import {createServer} from 'node:http';
import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {explanation} from './fleets.mjs';

const FILES = new URL('../src/main/resources/META-INF/edgewise/dashboard/', import.meta.url);
const TYPES = {html: 'text/html; charset=utf-8', css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8', svg: 'image/svg+xml'};
const HEADERS = {'Content-Security-Policy': "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'", 'X-Content-Type-Options': 'nosniff'};

/** Serves the page with this fleet; stop() ends it as if the orchestrator had been killed, start() brings it back on its port. */
export async function fake(fleet, decisions = []) {
  const streams = new Set();
  let server;
  let port = 0;

  async function answer(request, response) {
    const path = new URL(request.url, 'http://localhost').pathname;
    if (path === '/api/v1/events') {
      response.writeHead(200, {...HEADERS, 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store'});
      streams.add(response);
      response.on('close', () => streams.delete(response));
      response.write(`retry: 1000\nevent: decisions\ndata: ${JSON.stringify({decisions})}\n\n`);
      send(response);
    } else if (path.startsWith('/api/v1/decisions/')) {
      const found = explanation(decodeURIComponent(path.slice('/api/v1/decisions/'.length)));
      response.writeHead(found ? 200 : 404, {...HEADERS, 'Content-Type': found ? 'application/json' : 'application/problem+json'});
      response.end(JSON.stringify(found ?? {title: 'Not found', status: 404, code: 'EW9003', detail: 'That decision was never kept, or it has made room for newer ones.'}));
    } else {
      const name = path === '/' ? 'index.html' : path.slice(1);
      const body = /^[a-z]+\.(html|css|js|svg)$/.test(name) ? await readFile(fileURLToPath(new URL(name, FILES))).catch(() => null) : null;
      response.writeHead(body ? 200 : 404, {...HEADERS, 'Content-Type': body ? TYPES[name.split('.')[1]] : 'text/plain'});
      response.end(body ?? 'not found');
    }
  }

  function send(response) {
    response.write(`event: fleet\ndata: ${JSON.stringify(fleet)}\n\n`);
  }

  const beat = setInterval(() => streams.forEach(send), 1000);
  const host = {
    get address() { return `http://127.0.0.1:${port}/`; },
    async start() {
      server = createServer((request, response) => answer(request, response).catch(() => response.destroy()));
      await new Promise((resolve, reject) => server.on('error', reject).listen(port, '127.0.0.1', resolve));
      port = server.address().port;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
    async close() {
      clearInterval(beat);
      await host.stop().catch(() => {});
    },
  };
  await host.start();
  return host;
}
