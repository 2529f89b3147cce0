// Debian's Chromium, by playwright-core.

import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {mkdir} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {fileURLToPath} from 'node:url';
import {chromium} from 'playwright-core';

/** Screenshots lie here. */
export const PICTURES = process.env.EDGEWISE_PICTURES ? `${process.env.EDGEWISE_PICTURES}/` : fileURLToPath(new URL('../target/pictures/', import.meta.url));

/** A home in which Chromium believes one CA more, as a person who has imported it; undefined for that of this user. */
function believing(ca) {
  if (!ca) return undefined;
  const home = mkdtempSync(`${tmpdir()}/edgewise-browser-`);
  process.on('exit', () => rmSync(home, {recursive: true, force: true}));
  const database = `sql:${home}/.pki/nssdb`;
  mkdirSync(`${home}/.pki/nssdb`, {recursive: true});
  for (const step of [['-N', '--empty-password'], ['-A', '-n', 'fleet', '-t', 'C,,', '-i', ca]]) execFileSync('certutil', [...step, '-d', database]);
  return {...process.env, HOME: home};
}

/** How somebody says who they are: by a key of the page as password, or by a certificate. */
function shown(address) {
  const {EDGEWISE_PAGE_KEY: key, EDGEWISE_PAGE_CERT: cert, EDGEWISE_CA: ca} = process.env;
  if (key) return {httpCredentials: {username: 'me', password: key}};
  if (!cert) return {};
  const pem = readFileSync(cert);
  // Playwright itself speaks TLS then, and does not know whom Chromium believes: NODE_EXTRA_CA_CERTS says it.
  return {clientCertificates: [{origin: new URL(address).origin, cert: pem, key: pem}], ignoreHTTPSErrors: !ca};
}

export async function openBrowser() {
  await mkdir(PICTURES, {recursive: true});
  // The flags keep Chromium from asking the world outside; --no-sandbox is for containers whose user is root.
  const flags = process.env.EDGEWISE_CHROMIUM_FLAGS ?? '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
  return chromium.launch({executablePath: process.env.EDGEWISE_CHROMIUM ?? '/usr/bin/chromium', headless: true, env: believing(process.env.EDGEWISE_CA), args: flags.split(' ').filter(Boolean)});
}

/** A page that remembers what went wrong on it: errors, refusals by the content security policy, dialogs. With `clock` its time can be put forward. */
export async function openPage(browser, address, {scheme = 'light', width = 1440, height = 900, clock = false} = {}) {
  const context = await browser.newContext({...shown(address), colorScheme: scheme, viewport: {width, height}, reducedMotion: 'reduce'});
  const page = await context.newPage();
  page.wrong = [];
  page.on('pageerror', error => page.wrong.push(String(error)));
  page.on('console', message => { if (message.type() === 'error' && !/ERR_|Failed to load resource/.test(message.text())) page.wrong.push(message.text()); });
  page.on('dialog', dialog => { page.wrong.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  if (clock) await page.clock.install();
  await page.goto(address);
  return page;
}

export async function overflows(page) {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}
