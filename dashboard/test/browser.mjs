// Debian's Chromium, by playwright-core.

import {mkdir} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {chromium} from 'playwright-core';

/** Screenshots lie here. */
export const PICTURES = process.env.EDGEWISE_PICTURES ? `${process.env.EDGEWISE_PICTURES}/` : fileURLToPath(new URL('../target/pictures/', import.meta.url));

export async function openBrowser() {
  await mkdir(PICTURES, {recursive: true});
  // The flags keep Chromium from asking the world outside; --no-sandbox is for containers whose user is root.
  const flags = process.env.EDGEWISE_CHROMIUM_FLAGS ?? '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
  return chromium.launch({executablePath: process.env.EDGEWISE_CHROMIUM ?? '/usr/bin/chromium', headless: true, args: flags.split(' ').filter(Boolean)});
}

/** A page that remembers what went wrong on it: errors, refusals by the content security policy, dialogs. With `clock` its time can be put forward. */
export async function openPage(browser, address, {scheme = 'light', width = 1440, height = 900, clock = false} = {}) {
  const context = await browser.newContext({colorScheme: scheme, viewport: {width, height}, reducedMotion: 'reduce'});
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
