// An orchestrator's HTTP side with canned answers, and the headers that the real one sends.

import {createServer} from 'node:http';
import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {deflateSync} from 'node:zlib';
import {explanation} from './fleets.mjs';

const FILES = new URL('../src/main/resources/META-INF/edgewise/dashboard/', import.meta.url);
const TYPES = {html: 'text/html; charset=utf-8', css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8', svg: 'image/svg+xml'};
const HEADERS = {'Content-Security-Policy': "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'", 'X-Content-Type-Options': 'nosniff'};

/** A grey picture of 28 × 28 points; the checksums are those that browsers check. */
function png(seed) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  const head = Buffer.from([0, 0, 0, 28, 0, 0, 0, 28, 8, 0, 0, 0, 0]);
  const rows = Buffer.alloc(28 * 29);
  for (let y = 0; y < 28; y++) {
    for (let x = 0; x < 28; x++) rows[y * 29 + x + 1] = Math.abs(x - 14) + Math.abs(y - 14) < 6 + (seed + x * y) % 9 ? 60 + (seed * 13 + x * 5) % 190 : 0;
  }
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** Serves the page with this fleet; stop() ends it as if the orchestrator had been killed, start() brings it back on its port. */
export async function fake(fleet, decisions = [], pictures = [], zones = []) {
  const streams = new Set();
  let server;
  let port = 0;

  async function answer(request, response) {
    const path = new URL(request.url, 'http://localhost').pathname;
    if (path === '/api/v1/events' && host.hangs) {
      host.hung++;
    } else if (path === '/api/v1/events') {
      response.writeHead(200, {...HEADERS, 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store'});
      streams.add(response);
      response.on('close', () => streams.delete(response));
      response.write(`retry: 1000\nevent: decisions\ndata: ${JSON.stringify({decisions})}\n\n`);
      send(response);
      show(response);
    } else if (path.startsWith('/api/v1/decisions/')) {
      const found = explanation(decodeURIComponent(path.slice('/api/v1/decisions/'.length)));
      response.writeHead(found ? 200 : 404, {...HEADERS, 'Content-Type': found ? 'application/json' : 'application/problem+json'});
      response.end(JSON.stringify(found ?? {title: 'Not found', status: 404, code: 'EW9003', detail: 'That decision was never kept, or it has made room for newer ones.'}));
    } else if (path.startsWith('/pictures/')) {
      const there = host.pictures.some(picture => picture.url === path) && !path.includes('lost');
      response.writeHead(there ? 200 : 410, {...HEADERS, 'Content-Type': there ? 'image/png' : 'application/problem+json'});
      response.end(there ? png(path.length * 37 + path.charCodeAt(path.length - 5)) : '{}');
    } else {
      const name = path === '/' ? 'index.html' : path.slice(1);
      const body = /^[a-z]+\.(html|css|js|svg)$/.test(name) ? await readFile(fileURLToPath(new URL(name, FILES))).catch(() => null) : null;
      response.writeHead(body ? 200 : 404, {...HEADERS, 'Content-Type': body ? TYPES[name.split('.')[1]] : 'text/plain'});
      response.end(body ?? 'not found');
    }
  }

  function send(response) {
    response.write(`event: fleet\ndata: ${JSON.stringify(fleet)}\n\n`);
    // Where there are none, an orchestrator never says so.
    if (zones.length) response.write(`event: zones\ndata: ${JSON.stringify({schema: 'edgewise.zones/1', zones})}\n\n`);
  }

  function show(response) {
    response.write(`event: pictures\ndata: ${JSON.stringify({schema: 'edgewise.pictures/1', pictures: host.pictures})}\n\n`);
  }

  const beat = setInterval(() => streams.forEach(send), 1000);
  const host = {
    pictures,
    /** Whether events are asked for in vain, as of a process that is stopped, and how often they were. */
    hangs: false,
    hung: 0,
    /** Other pictures from now on. */
    shows(others) {
      host.pictures = others;
      streams.forEach(show);
    },
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
