"""Lines of checks: `ok …` or `not ok …`, and an exit code of 1 when one was not."""

import sys


class Checks:
    def __init__(self, who):
        self.who = who
        self.failed = 0

    def check(self, what, ok):
        """One line; ok may be a value or a function, whose exception is what went wrong."""
        why = ""
        if callable(ok):
            try:
                ok = ok()
            except Exception as e:  # whatever a client throws is a finding
                ok, why = False, f" [{type(e).__name__}: {e}]".replace("\n", " ")
        print(("ok " if ok else "not ok ") + self.who + ": " + what + why, flush=True)
        self.failed += 0 if ok else 1
        return ok

    def refused(self, what, call, *words):
        """The call must fail, and say each of the words."""
        try:
            call()
        except Exception as e:
            said = f"{type(e).__name__}: {e}".replace("\n", " ")
            ok = all(word in said for word in words)
            return self.check(what, ok) or print(f"  it said {said}", file=sys.stderr)
        return self.check(what + " (it was not refused)", False)

    def end(self):
        sys.exit(1 if self.failed else 0)
