// "ok NAME" or "not ok NAME" for each thing that is looked at, and the words that a failure needs.

let failed = 0;
let passed = 0;

/** Runs one check; what it throws is its failure. */
export async function check(name, body) {
  try {
    await body();
    passed++;
    console.log(`ok page: ${name}`);
  } catch (error) {
    failed++;
    console.log(`not ok page: ${name}`);
    console.error(`  ${String(error.stack ?? error).split('\n').slice(0, 6).join('\n  ')}`);
  }
}

/** Tells how it went, by exit code too. */
export function finish() {
  console.error(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}

/** Asks again until it is true, for at most so long. */
export async function eventually(what, question, millis = 15000) {
  const end = performance.now() + millis;
  for (;;) {
    const answer = await question();
    if (answer) return answer;
    if (performance.now() > end) throw new Error(`not within ${millis} ms: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
